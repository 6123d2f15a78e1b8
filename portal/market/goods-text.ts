import type { AnswerTo, RequestOf } from '../api/contracts.ts';
import type { Finding } from '../api/problem.ts';

type Goods = RequestOf<'PUT /v1/markets/{id}/goods'>['body']['goods'];

/** Recognised goods as a text that is read and pasted line by line: code, then name. */
export const textOfGoods = (goods: AnswerTo<'GET /v1/markets/{id}/goods'>['goods']): string =>
  goods.map(({ hs, name }) => `${hs} ${name}`).join('\n');

/** Lines of such a text, as they were pasted from a sheet or typed; what is empty is none. */
const linesIn = (text: string): { readonly no: number; readonly line: string }[] =>
  text
    .split(/\r?\n/)
    .map((line, index) => ({ no: index + 1, line: line.normalize('NFKC').trim() }))
    .filter(({ line }) => line !== '');

/** What such a text says; the API judges it. */
export const goodsIn = (text: string): Goods =>
  linesIn(text).map(({ line }) => {
    const [, hs = '', name = ''] = /^(\S*?)(?:[\s,，、:：]+(.*))?$/u.exec(line) ?? [];
    return { hs: hs.replaceAll('.', ''), name };
  });

/** A finding with the line of the text that it is about. */
export function atLine(finding: Finding, text: string): Finding {
  const [, index] = /^\/goods\/(\d+)/.exec(finding.pointer) ?? [];
  const no = index === undefined ? undefined : linesIn(text)[Number(index)]?.no;
  return no === undefined ? finding : { ...finding, pointer: '/goods', message: `第 ${no} 行：${finding.message}` };
}
