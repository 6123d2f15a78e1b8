import { z } from 'zod';
import { parseIdentifier } from '../kernel/identifier.ts';
import { CURRENT, districtKey, type Key } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import { create, update, type Write } from '../table/write.ts';

/**
 * The ledger of a trade: whether its goods are free, held back, stand in a consolidation, or are withdrawn. Trade opens,
 * holds and withdraws it, consolidation reserves and frees it; each in the transaction of its own change, so a carton
 * can never stand in two consolidations, nor a withdrawn or held one in any. Consolidations take whole trades: what is
 * consolidated of a line is all of it or nothing, so one state says what counters for each line would.
 */
export const TradeLedger = z.object({
  tradeId: z.string(),
  /** HELD: entered, but under review or not measured yet. */
  state: z.enum(['OPEN', 'HELD', 'RESERVED', 'WITHDRAWN']),
  /** The consolidation that holds the goods; only while RESERVED. */
  consolidationId: z.string().optional(),
});

export type TradeLedger = z.infer<typeof TradeLedger>;

const keyOf = (tradeId: string): Key => ({
  pk: districtKey(parseIdentifier('trade', tradeId)?.districtId ?? '', 'LEDGER', tradeId),
  sk: CURRENT,
});

const STATE = { '#state': 'state' };

export async function readLedgers(table: Table, tradeIds: readonly string[]): Promise<(TradeLedger | undefined)[]> {
  const items = await table.getMany(tradeIds.map(keyOf));
  return items.map((item) => item && TradeLedger.parse(item));
}

/** Goods that no consolidation holds are free, or held back. */
type Unreserved = 'OPEN' | 'HELD';

const UNRESERVED = { ':open': 'OPEN', ':held': 'HELD' };

export const openLedger = (tradeId: string, otherwise: () => Error, state: Unreserved = 'OPEN'): Write =>
  create({ ...keyOf(tradeId), tradeId, state }, otherwise);

/** Goods are freed or held back; `otherwise` when they stand in a consolidation or were withdrawn. */
export const settleLedger = (tradeId: string, state: Unreserved, otherwise: () => Error): Write =>
  update(
    keyOf(tradeId),
    'SET #state = :state',
    { expression: '#state IN (:open, :held)', names: STATE, values: UNRESERVED },
    otherwise,
    {},
    { ':state': state },
  );

/** Free or held goods are withdrawn; `otherwise` when they stand in a consolidation or were withdrawn before. */
export const withdrawLedger = (tradeId: string, otherwise: () => Error): Write =>
  update(
    keyOf(tradeId),
    'SET #state = :withdrawn',
    { expression: '#state IN (:open, :held)', names: STATE, values: UNRESERVED },
    otherwise,
    {},
    { ':withdrawn': 'WITHDRAWN' },
  );

/** Free goods go into a consolidation; repeating it for the same consolidation holds. */
export const reserveLedger = (tradeId: string, consolidationId: string, otherwise: () => Error): Write =>
  update(
    keyOf(tradeId),
    'SET #state = :reserved, consolidationId = :consolidation',
    {
      expression: '#state = :open OR (#state = :reserved AND consolidationId = :consolidation)',
      names: STATE,
      values: { ':open': 'OPEN', ':consolidation': consolidationId },
    },
    otherwise,
    {},
    { ':reserved': 'RESERVED' },
  );

/** A consolidation gives the goods back; `otherwise` when it does not hold them. */
export const freeLedger = (tradeId: string, consolidationId: string, otherwise: () => Error): Write =>
  update(
    keyOf(tradeId),
    'SET #state = :open REMOVE consolidationId',
    {
      expression: '#state = :reserved AND consolidationId = :consolidation',
      names: STATE,
      values: { ':reserved': 'RESERVED', ':consolidation': consolidationId },
    },
    otherwise,
    {},
    { ':open': 'OPEN' },
  );
