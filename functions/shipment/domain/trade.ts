import { z } from 'zod';
import { TradeChanged, TradeLine } from '../../events/trade.ts';

const KEPT = {
  districtId: true,
  version: true,
  tradeId: true,
  tradeNumber: true,
  merchantId: true,
  tradeOperatorId: true,
} as const;

/** What a trade tells of itself, as far as its goods on the way need it. */
export const ToldTrade = TradeChanged.detail
  .pick({ ...KEPT, action: true })
  .extend({ lines: TradeLine.pick({ lineNo: true, nameZh: true, cartons: true }).array() });

/** What is kept of it. */
export const Trade = TradeChanged.detail.pick(KEPT).extend({
  lines: z.array(
    TradeLine.pick({ lineNo: true, nameZh: true }).extend({
      /** As registered; absent while the line is not measured. */
      cartons: z.int().optional(),
    }),
  ),
});

export type Trade = z.infer<typeof Trade>;

/** What changes who owns the goods, or how many there are; the rest of a trade's life leaves the copy as it is. */
const CHANGING: ReadonlySet<string> = new Set(['REGISTER', 'CORRECT', 'MEASURE']);

/** Whether an event says something that is kept; one that announces a trade again always does. */
export const isKept = ({ action }: Pick<z.infer<typeof ToldTrade>, 'action'>): boolean =>
  action === undefined || CHANGING.has(action);

/** Whether the trade may not have been heard of before. */
export const isFirst = ({ action }: Pick<z.infer<typeof ToldTrade>, 'action'>): boolean =>
  action === undefined || action === 'REGISTER';

export const tradeOf = ({ lines, action: _action, ...trade }: z.infer<typeof ToldTrade>): Trade => ({
  ...trade,
  lines: lines.map(({ lineNo, nameZh, cartons }) => ({
    lineNo,
    nameZh,
    ...(cartons.length > 0 && { cartons: cartons.reduce((sum, { count }) => sum + count, 0) }),
  })),
});
