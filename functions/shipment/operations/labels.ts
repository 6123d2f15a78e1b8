import { preferred } from '../../shared/http/accept.ts';
import type { Operations } from '../../shared/http/api.ts';
import { PAGE_HEADERS } from '../../shared/http/html.ts';
import { badParameter, Problem } from '../../shared/http/problem.ts';
import { lineMark } from '../../shared/kernel/carton-mark.ts';
import { danger, says } from '../../shared/kernel/finding.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { type LabelsApi, MAX_LABELS } from '../contract/labels.ts';
import { printLabel } from '../domain/label.ts';
import { lotCode } from '../domain/subject.ts';
import { labelsHtml } from '../print/labels.ts';
import { readers } from '../services/readers.ts';
import { shipmentStore } from '../store/index.ts';

/** Prints the labels of cartons. */
export function labelOperations({ table }: Runtime): Operations<LabelsApi> {
  const { handled } = readers(shipmentStore(table));
  return {
    getCartonLabels: async ({ caller, params, query: { lineNo, from, to }, accept }) => {
      const { trade } = (await handled(caller, params['id'])).data;
      const { tradeId, tradeNumber, lines } = trade;
      if (tradeNumber === undefined) {
        throw new Problem('WRONG_STATE', says('这笔交易没有交易单号，不能打印标签', '请在货箱上书写唛头箱号'));
      }
      const line = lines.find((one) => one.lineNo === lineNo);
      const refused = (parameter: string, fact: string, remedy: string) =>
        badParameter([danger('RANGE', `/${parameter}`, says(fact, remedy))]);
      if (!line) throw refused('lineNo', `交易没有第 ${lineNo} 行`, '请核对行号');
      const last = to ?? Math.min(line.cartons ?? Number.POSITIVE_INFINITY, from + MAX_LABELS - 1);
      if (last < from) throw refused('to', `截止箱号 ${last} 小于起始箱号 ${from}`, '请核对箱号');
      if (last - from >= MAX_LABELS) {
        throw refused('to', `一次最多打印 ${MAX_LABELS} 张标签`, '请分几次打印');
      }
      const body = {
        tradeId,
        tradeNumber,
        lineNo,
        labels: Array.from({ length: last - from + 1 }, (_, index) => ({
          code: printLabel({ of: 'CARTON', lot: lotCode(tradeNumber, lineNo), carton: from + index }),
          mark: `${lineMark(tradeId, lineNo)} C/${from + index}`,
          carton: from + index,
        })),
      };
      switch (preferred(accept, ['application/json', 'text/html'])) {
        case 'text/html':
          return { body: labelsHtml(body), contentType: 'text/html; charset=utf-8', headers: { ...PAGE_HEADERS } };
        case 'application/json':
          return { body };
        default:
          throw new Problem('NOT_ACCEPTABLE', '货箱标签有 application/json、text/html 几种格式，没有所要求的');
      }
    },
  };
}
