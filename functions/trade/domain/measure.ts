import { TradeLine } from '../../events/trade.ts';
import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { cartonRules } from './carton-rules.ts';
import { type CartonLine, cartonGroup, measures } from './cartons.ts';
import { inUsdCents } from './exchange.ts';
import { judge } from './judge.ts';
import { recordSize } from './record-size.ts';
import type { MeasuresRequest } from './request.ts';
import { knownAs, type Trade } from './trade.ts';

/** What stands against the measures, or the trade with them. */
export type Measuring = { readonly refused: readonly Finding[] } | { readonly trade: Trade };

/** A trade whose named lines have the given cartons in place of any before; the rules look at the whole trade. */
export function measure(
  trade: Trade,
  request: MeasuresRequest,
  acceptedWarnings: ReadonlySet<string>,
  lists: Lists,
): Measuring {
  const unknown = unknownLines(trade, request);
  if (unknown.length > 0) return { refused: unknown };
  const named = new Map(request.lines.map((line, index) => [line.lineNo, { index, cartons: line.cartons }]));
  const lines = trade.lines.map((line): TradeLine => {
    const given = named.get(line.lineNo);
    return given ? { ...line, ...measures(given.cartons.map(cartonGroup)) } : line;
  });
  const findings = cartonRules(
    lines.map((line) => cartonLine(line, named.get(line.lineNo)?.index, trade)),
    lists,
  );
  const { refused, accepted } = judge(findings, acceptedWarnings, request.explanation);
  if (refused.length > 0) return { refused };
  const measured = { ...trade, lines, measuring: { explanation: request.explanation, acceptedWarnings: accepted } };
  const tooLarge = recordSize(measured);
  return tooLarge.length > 0 ? { refused: tooLarge } : { trade: measured };
}

/** A line that the trade has not, or that the request names twice. */
function unknownLines(trade: Trade, request: MeasuresRequest): Finding[] {
  return request.lines.flatMap(({ lineNo }, index) => {
    const pointer = `/lines/${index}/lineNo`;
    if (!trade.lines.some((line) => line.lineNo === lineNo)) {
      const fact = `交易 ${knownAs(trade)} 没有第 ${lineNo} 行，共 ${trade.lines.length} 行`;
      return [danger('NO_SUCH_LINE', pointer, says(fact, '请核对行号'))];
    }
    return request.lines.findIndex((line) => line.lineNo === lineNo) < index
      ? [danger('LINE_REPEATED', pointer, says(`第 ${lineNo} 行重复`, '请把它的纸箱合在一处填写'))]
      : [];
  });
}

const cartonLine = (
  line: TradeLine,
  index: number | undefined,
  { currency, exchangeRate }: Pick<Trade, 'currency' | 'exchangeRate'>,
): CartonLine => ({
  lineNo: line.lineNo,
  pointer: index === undefined ? '/lines' : `/lines/${index}`,
  goodsId: line.goodsId,
  hsCode: line.hsCode,
  legalUnit: line.legalUnit,
  legalQuantity: line.legalQuantity,
  usdCents: inUsdCents({ minor: line.amountMinor, currency }, exchangeRate),
  cartons: line.cartons,
});
