import { z } from 'zod';
import { parseIdentifier } from '../kernel/identifier.ts';
import { form, readForm } from '../table/form.ts';
import { CURRENT, districtKey, type Key } from '../table/keys.ts';
import { type Migration, noteForm } from '../table/migration.ts';
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
  /**
   * HELD: entered, but under review. UNMEASURED: only the measures are missing. AWAITED: as UNMEASURED, in a consolidation
   * that waits for them; RESERVED as soon as they are there.
   */
  state: z.enum(['OPEN', 'HELD', 'UNMEASURED', 'AWAITED', 'RESERVED', 'WITHDRAWN']),
  /** The consolidation that holds the goods; only while AWAITED or RESERVED. */
  consolidationId: z.string().optional(),
  /** Its 组货单号, for whoever is told that it holds them. */
  consolidationNumber: z.string().optional(),
  /** How often what was entered of the goods was corrected; absent where never. */
  correction: z.int().optional(),
  /** The goods are offered to a consolidator, through a day in China; while it holds them by the offer, that stays. */
  offer: z.object({ offerId: z.string(), consolidatorId: z.string(), until: z.string() }).optional(),
});

export type LedgerOffer = NonNullable<TradeLedger['offer']>;

export type TradeLedger = z.infer<typeof TradeLedger>;

const LEDGER = form('ledger', TradeLedger);

const keyOf = (tradeId: string): Key => ({
  pk: districtKey(parseIdentifier('trade', tradeId)?.districtId ?? '', 'LEDGER', tradeId),
  sk: CURRENT,
});

const STATE = { '#state': 'state' };

export async function readLedgers(table: Table, tradeIds: readonly string[]): Promise<(TradeLedger | undefined)[]> {
  const items = await table.getMany(tradeIds.map(keyOf));
  return items.map((item) => item && readForm(LEDGER, item, item['form']));
}

/** Whether a consolidation holds the goods. */
export const isTaken = (ledger: TradeLedger | undefined): ledger is TradeLedger & { consolidationId: string } =>
  ledger?.consolidationId !== undefined && (ledger.state === 'AWAITED' || ledger.state === 'RESERVED');

/** The offer by which goods are a consolidator's to take, or are held by it, on a day. */
export const offerTo = (
  ledger: TradeLedger | undefined,
  consolidatorId: string | undefined,
  day: string,
): LedgerOffer | undefined => {
  const offer = ledger?.offer;
  return offer?.consolidatorId === consolidatorId && (isTaken(ledger) || (offer && day <= offer.until))
    ? offer
    : undefined;
};

/** Goods that no consolidation holds are free, or held back. */
type FreeState = 'OPEN' | 'HELD' | 'UNMEASURED';

const IS_FREE = {
  expression: '#state IN (:open, :held, :unmeasured)',
  names: STATE,
  values: { ':open': 'OPEN', ':held': 'HELD', ':unmeasured': 'UNMEASURED' },
};

export const openLedger = (tradeId: string, otherwise: () => Error, state: FreeState = 'OPEN'): Write =>
  create({ ...keyOf(tradeId), form: LEDGER.version, tradeId, state }, otherwise);

/** Goods are freed or held back; `otherwise` when they stand in a consolidation or were withdrawn. */
export const settleLedger = (tradeId: string, state: FreeState, otherwise: () => Error): Write =>
  update(keyOf(tradeId), 'SET #state = :state', IS_FREE, otherwise, {}, { ':state': state });

/** Free goods are corrected, and freed or held back; `otherwise` when they stand in a consolidation or were withdrawn. */
export const correctLedger = (tradeId: string, state: FreeState, no: number, otherwise: () => Error): Write =>
  update(
    keyOf(tradeId),
    'SET #state = :state, correction = :no',
    IS_FREE,
    otherwise,
    {},
    { ':state': state, ':no': no },
  );

/** Goods that a consolidation waits for are measured, all of them or some; `otherwise` when none waits for them. */
export const measureLedger = (tradeId: string, state: 'AWAITED' | 'RESERVED', otherwise: () => Error): Write =>
  update(
    keyOf(tradeId),
    'SET #state = :state',
    { expression: '#state = :awaited', names: STATE, values: { ':awaited': 'AWAITED' } },
    otherwise,
    {},
    { ':state': state },
  );

/** Free or held goods are withdrawn; `otherwise` when they stand in a consolidation or were withdrawn before. */
export const withdrawLedger = (tradeId: string, otherwise: () => Error): Write =>
  update(keyOf(tradeId), 'SET #state = :withdrawn REMOVE offer', IS_FREE, otherwise, {}, { ':withdrawn': 'WITHDRAWN' });

/**
 * Free or held goods are offered; `otherwise` where another offer of them stands on the day, or they are not there to be
 * offered.
 */
export const offerLedger = (tradeId: string, offer: LedgerOffer, day: string, otherwise: () => Error): Write =>
  update(
    keyOf(tradeId),
    'SET offer = :offer',
    {
      expression: `${IS_FREE.expression} AND (attribute_not_exists(offer) OR offer.#until < :day)`,
      names: { ...IS_FREE.names, '#until': 'until' },
      values: { ...IS_FREE.values, ':day': day },
    },
    otherwise,
    {},
    { ':offer': offer },
  );

/** An offer ends; `otherwise` where the goods are held by it, or stand under another by now. */
export const endOfferLedger = (tradeId: string, offerId: string, otherwise: () => Error): Write =>
  update(
    keyOf(tradeId),
    'REMOVE offer',
    {
      expression: `${IS_FREE.expression} AND offer.offerId = :offerId`,
      names: IS_FREE.names,
      values: { ...IS_FREE.values, ':offerId': offerId },
    },
    otherwise,
  );

/** The state of goods outside a consolidation, by that which they have within one. */
const STATE_WHEN_FREED = { RESERVED: 'OPEN', AWAITED: 'UNMEASURED' } as const;

type ReservedState = keyof typeof STATE_WHEN_FREED;

/** The consolidation that takes goods. */
interface Holder {
  readonly id: string;
  readonly consolidationNumber?: string | undefined;
}

/**
 * Free goods go into a consolidation, unmeasured ones as AWAITED; repeating it for the same consolidation holds.
 *
 * @param offerId the offer by which they do; held by any other right they are no more offered to anybody
 * @param correction the latest correction that whoever takes them has heard of: what was entered must not be another by now
 */
export const reserveLedger = (
  tradeId: string,
  { id: consolidationId, consolidationNumber }: Holder,
  otherwise: () => Error,
  state: ReservedState = 'RESERVED',
  offerId?: string,
  correction?: number,
): Write =>
  update(
    keyOf(tradeId),
    [
      'SET #state = :taken, consolidationId = :consolidation',
      consolidationNumber === undefined ? '' : ', consolidationNumber = :number',
      offerId === undefined ? ' REMOVE offer' : '',
    ].join(''),
    {
      expression: [
        '(#state = :outside OR (#state = :taken AND consolidationId = :consolidation))',
        correction === undefined ? 'attribute_not_exists(correction)' : 'correction = :correction',
        ...(offerId === undefined ? [] : ['offer.offerId = :offerId']),
      ].join(' AND '),
      names: STATE,
      values: {
        ':outside': STATE_WHEN_FREED[state],
        ':consolidation': consolidationId,
        ...(offerId === undefined ? {} : { ':offerId': offerId }),
        ...(correction === undefined ? {} : { ':correction': correction }),
      },
    },
    otherwise,
    {},
    { ':taken': state, ...(consolidationNumber === undefined ? {} : { ':number': consolidationNumber }) },
  );

/** A consolidation gives the goods back; `otherwise` when it does not hold them, or not in that state. */
export const freeLedger = (
  tradeId: string,
  consolidationId: string,
  otherwise: () => Error,
  state: ReservedState = 'RESERVED',
): Write =>
  update(
    keyOf(tradeId),
    'SET #state = :outside REMOVE consolidationId, consolidationNumber',
    {
      expression: '#state = :taken AND consolidationId = :consolidation',
      names: STATE,
      values: { ':taken': state, ':consolidation': consolidationId },
    },
    otherwise,
    {},
    { ':outside': STATE_WHEN_FREED[state] },
  );

export const ledgerMigration: Migration = noteForm('LEDGER', LEDGER.version);
