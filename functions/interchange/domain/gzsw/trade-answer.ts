import type { Item } from './receipt.ts';
import type { TradeDocument } from './trade-document.ts';

/**
 * What the receipt says of a trade. Keys carry the place of the trade in the message and of the line in the trade:
 * `tradeDetailIdReturn0`.
 */
export const tradeAnswer = (tradingNo: string, { warnings, lines }: TradeDocument, index: number): Item => ({
  [`exceptionCode${index}`]: warnings.length === 0 ? '0' : '1',
  ...(warnings.length === 0
    ? {}
    : {
        [`exceptionMsg${index}`]: warnings.map(({ message }) => message).join('；'),
        [`solveWay${index}`]: '请在备注中说明原因后重新提交',
      }),
  [`tradingNo${index}`]: tradingNo,
  [`tradeDetail${index}`]: Object.fromEntries(
    lines.flatMap(({ clientId, returnId }, line) => [
      [`tradeDetailIdReturn${line}`, returnId],
      [`tradeDetailId${line}`, clientId],
    ]),
  ),
});
