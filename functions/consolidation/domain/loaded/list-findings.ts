import { danger, type Finding, says } from '../../../shared/kernel/finding.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { type Consolidation, knownAs } from '../consolidation.ts';
import { notOffered } from '../rules/known-codes.ts';
import { type TradeSnapshot, knownAs as tradeName } from '../trade.ts';
import type { LoadedList, LoadedRow } from './list.ts';

/** Findings against a list that names what is not there, or that can be read in two ways. */
export function listFindings(
  consolidation: Pick<Consolidation, 'id' | 'consolidationNumber' | 'tradeIds'>,
  trades: readonly TradeSnapshot[],
  { containers }: LoadedList,
  lists: Pick<Lists, 'containerTypes'>,
): Finding[] {
  const hasRows = containers.some(({ rows }) => rows.length > 0);
  return [
    ...containers.flatMap(({ type, rows, containerNumber }, at) => [
      ...notOffered(type, `/containers/${at}/type`, lists),
      ...(hasRows && rows.length === 0
        ? [
            danger(
              'ROWS_MISSING',
              `/containers/${at}/rows`,
              says(
                `集装箱 ${containerNumber} 没有列明货物，而其他集装箱列明了`,
                '请逐箱列明；整单装于一箱的，只列该箱且不填货物',
              ),
            ),
          ]
        : []),
      ...rows.flatMap((row, index) => rowFindings(row, `/containers/${at}/rows/${index}`)),
    ]),
    ...mixedFindings(containers),
  ];

  function rowFindings({ tradeId, lineNo }: LoadedRow, pointer: string): Finding[] {
    if (!consolidation.tradeIds.includes(tradeId)) {
      const fact = `交易 ${tradeId} 不在组货单 ${knownAs(consolidation)} 中`;
      return [
        danger('TRADE_NOT_IN_CONSOLIDATION', pointer, says(fact, '请核对交易编号；属其他组货单的，请在该组货单报送')),
      ];
    }
    const trade = trades.find((one) => one.tradeId === tradeId);
    if (lineNo === undefined || trade?.lines.some((line) => line.lineNo === lineNo)) return [];
    const fact = `交易 ${trade ? tradeName(trade) : tradeId} 没有第 ${lineNo} 行`;
    return [danger('NO_SUCH_LINE', `${pointer}/lineNo`, says(fact, '请核对交易行号'))];
  }

  function mixedFindings(boxes: LoadedList['containers']): Finding[] {
    const all = boxes.flatMap(({ rows }, at) =>
      rows.map(({ tradeId, lineNo }, index) => ({ tradeId, lineNo, pointer: `/containers/${at}/rows/${index}` })),
    );
    return [...Map.groupBy(all, ({ tradeId }) => tradeId)].flatMap(([tradeId, own]) => {
      const whole = own.find(({ lineNo }) => lineNo === undefined);
      if (!whole || own.every(({ lineNo }) => lineNo === undefined)) return [];
      const trade = trades.find((one) => one.tradeId === tradeId);
      const fact = `交易 ${trade ? tradeName(trade) : tradeId} 既按整笔又按行列出，箱数无法核对`;
      return [danger('ROWS_MIXED', whole.pointer, says(fact, '请全部按整笔列明，或全部按行列明'))];
    });
  }
}
