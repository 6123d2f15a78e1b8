import type { TradeAction } from '../../events/trade.ts';
import { TradeChanged } from '../../events/trade.ts';
import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import {
  correctLedger,
  measureLedger,
  openLedger,
  readLedgers,
  settleLedger,
  type TradeLedger,
  withdrawLedger,
} from '../../shared/ledger/ledger.ts';
import { bearNumber, takeNumber } from '../../shared/numbers/numbers.ts';
import { announce } from '../../shared/outbox/message.ts';
import type { RowOf } from '../../shared/reference/lists/index.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import type { Table } from '../../shared/table/table.ts';
import { versionNote, versionsOf } from '../../shared/table/versions.ts';
import type { Write } from '../../shared/table/write.ts';
import type { CountedTrade } from '../domain/counters.ts';
import { type TradeStep, tradeChanged } from '../domain/event.ts';
import type { Filed } from '../domain/filed.ts';
import type { TradeRequest } from '../domain/request.ts';
import { measured, type Trade } from '../domain/trade.ts';
import type { UsesAfter, VoucherUse } from '../domain/voucher-use.ts';
import { count } from './counters.ts';
import { readHistory } from './history.ts';
import {
  goesElsewhere,
  listing,
  listTrades,
  newRegisterWrite,
  record,
  registerWrite,
  reviewWrites,
  type TradeListRequest,
  tradeKey,
} from './listing.ts';
import { readModel } from './read-model.ts';
import { monthStatistics } from './statistics.ts';
import { returnWrites, settledWrites, useWrite } from './voucher-uses.ts';

/** Why a trade changes; what other capabilities hear of it follows from the trade itself. */
interface TradeCause extends Omit<Cause<TradeAction>, 'messages'> {
  /** The consolidator to whom the goods stand offered, where it is to be told. */
  readonly offeredTo?: string | undefined;
}

/** Writes of a change of a trade, and the trade after it. */
interface TradeChange {
  readonly after: Stored<Trade>;
  readonly writes: Write[];
}

/** A trade's items: the aggregate and its listings, what filing has filed, and the counters of what was traded. */
export const tradeStore = (table: Table) => ({
  ...readModel(table),

  load: async (tradeId: string): Promise<Stored<Trade> | undefined> => {
    const districtId = parseIdentifier('trade', tradeId)?.districtId;
    return districtId === undefined ? undefined : record.load(table, tradeKey(districtId, tradeId));
  },

  ledger: async (tradeId: string): Promise<TradeLedger> => {
    const [ledger] = await readLedgers(table, [tradeId]);
    if (ledger === undefined) throw new Error(`trade ${tradeId} has no ledger`);
    return ledger;
  },

  ledgers: (tradeIds: readonly string[]) => readLedgers(table, tradeIds),

  list: (request: TradeListRequest) => listTrades(table, request),

  takeNumber: (districtId: DistrictId, prefix: string, today: string) => takeNumber(table, districtId, prefix, today),

  /** @param keys of further vouchers whose ledgers are read */
  history: (
    districtId: DistrictId,
    request: TradeRequest,
    filed: Filed,
    at: string,
    thresholds: RowOf<'thresholds'>,
    keys: readonly string[] = [],
  ) => readHistory(table, districtId, request, filed, at, thresholds, keys),

  /** Every version of a trade, the first one first. */
  versions: ({ pk }: Stored<Trade>) => versionsOf(table, record, pk),

  register: (trade: Trade, voucherUses: readonly VoucherUse[], cause: TradeCause): TradeChange => {
    const { after, writes } = changed(trade, undefined, cause);
    return {
      after,
      writes: [
        ...writes,
        openLedger(trade.id, conflict, ledgerState(trade)),
        ...(trade.tradeNumber === undefined
          ? []
          : [bearNumber(trade.districtId, trade.tradeNumber, trade.id, conflict)]),
        newRegisterWrite(trade),
        ...voucherUses.map((use) => useWrite(trade.districtId, use, conflict)),
      ],
    };
  },

  /** New measures, or a review's release: the goods are free once nothing holds them back. */
  settle: (trade: Trade, before: Stored<Trade>, cause: TradeCause): TradeChange => {
    const { after, writes } = changed(trade, before, cause);
    return { after, writes: [...writes, settleLedger(trade.id, ledgerState(trade), conflict)] };
  },

  /** What was entered is said anew, and what its vouchers' ledgers have of it. */
  correct: (trade: Trade, voucherUses: UsesAfter, before: Stored<Trade>, cause: TradeCause): TradeChange => {
    const { after, writes } = changed(trade, before, cause);
    const { no = 0 } = trade.correction ?? {};
    return {
      after,
      writes: [
        ...writes,
        ...(goesElsewhere(before.data, trade) ? [registerWrite(trade)] : []),
        correctLedger(trade.id, ledgerState(trade), no, conflict),
        ...settledWrites(trade.districtId, voucherUses, conflict),
      ],
    };
  },

  /** Measures that a consolidation waits for: once they are complete its goods are measured for good. */
  measureAwaited: (trade: Trade, before: Stored<Trade>, cause: TradeCause): TradeChange => {
    const { after, writes } = changed(trade, before, cause);
    return { after, writes: [...writes, measureLedger(trade.id, measured(trade) ? 'RESERVED' : 'AWAITED', conflict)] };
  },

  /** A trade that its parties withdraw or a reviewer rejects. */
  withdraw: async (trade: Trade, before: Stored<Trade>, cause: TradeCause): Promise<TradeChange> => {
    const { after, writes } = changed(trade, before, cause);
    const returned = await returnWrites(table, trade, conflict);
    return { after, writes: [...writes, withdrawLedger(trade.id, conflict), ...returned] };
  },

  change: (trade: Trade, before: Stored<Trade>, cause: TradeCause): Write[] => changed(trade, before, cause).writes,

  count: (trade: CountedTrade, now: Date) => count(table, trade, now),

  statistics: (districtId: DistrictId, month: string) => monthStatistics(table, districtId, month),
});

const ledgerState = (trade: Trade) => {
  if (trade.review?.state === 'OPEN') return 'HELD';
  return measured(trade) ? 'OPEN' : 'UNMEASURED';
};

const conflict = () =>
  new ConcurrencyConflict('the trade, its ledger, its number or a voucher was changed by another request');

/** By what the other capabilities hear of a trade at one of its versions. */
export const tradeMessage = (trade: Trade, version: number, at: string, step?: TradeStep) =>
  announce(TradeChanged, tradeChanged(trade, version, at, step));

function changed(data: Trade, before: Stored<Trade> | undefined, { offeredTo, ...cause }: TradeCause): TradeChange {
  const { action, reasons } = cause;
  const reason = reasons?.join('；');
  const step = { action, ...(reason ? { reason } : {}), ...(offeredTo === undefined ? {} : { offeredTo }) };
  const change = record.writes({
    ...cause,
    note: versionNote(cause),
    pk: tradeKey(data.districtId, data.id),
    before,
    data,
    listing: listing(data),
    messages: [tradeMessage(data, (before?.version ?? 0) + 1, cause.at, step)],
    otherwise: conflict,
  });
  return { ...change, writes: [...change.writes, ...reviewWrites(before?.data, data, cause.at)] };
}
