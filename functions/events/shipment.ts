import { z } from 'zod';
import { event, told } from './event.ts';

export const GoodsReceived = event(
  'GoodsReceived',
  'The count of cartons that were received of a trade’s line, or of damaged ones among them, is another than before.',
  z.object({
    ...told,
    tradeId: z.string(),
    /** 交易单号; absent of a trade that has none, or of which nothing was heard yet. */
    tradeNumber: z.string().optional(),
    lineNo: z.int(),
    /** All that were received so far. */
    cartons: z.int(),
    damaged: z.int(),
    /** As the trade says; absent where it does not. */
    registered: z.int().optional(),
    /** Where they were received. */
    places: z.array(z.object({ place: z.string(), cartons: z.int() })),
    /** ISO 8601: when the last of them was received; absent where all that was received is void. */
    occurredAt: z.string().optional(),
    /** Who sent the facts; absent where the centre did. */
    by: z.string().optional(),
  }),
  { outside: { reads: 'Systems of warehouses, operators and merchants, which follow what arrives.' } },
);
