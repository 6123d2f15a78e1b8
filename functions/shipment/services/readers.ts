import { type Caller, maySee } from '../../shared/auth/caller.ts';
import { visible } from '../../shared/http/visible.ts';
import type { Trade } from '../domain/trade.ts';
import type { Log, shipmentStore } from '../store/index.ts';

interface Found {
  readonly data: Log & { readonly trade: Trade };
}

/** Who reads what is known of a trade's goods: `owned` whose they are and the offices, `handled` whoever told of them too. */
export function readers(store: ReturnType<typeof shipmentStore>) {
  const load = async (tradeId: string): Promise<Found | undefined> => {
    const log = await store.tradeLog(tradeId);
    return log.trade && { data: { ...log, trade: log.trade } };
  };
  return {
    owned: visible('trade', load, (caller, { trade }) => maySee(caller, partiesOf(trade))),
    handled: visible('trade', load, (caller, log) => maySee(caller, partiesOf(log.trade)) || hasHandled(caller, log)),
  };
}

const partiesOf = ({ districtId, merchantId, tradeOperatorId }: Trade) => ({
  districtId,
  parties: [merchantId, ...(tradeOperatorId === undefined ? [] : [tradeOperatorId])],
});

/** Whether the caller's entity has told anything about the goods. */
const hasHandled = (caller: Caller, { batches, trade }: Log): boolean =>
  caller.entityId !== undefined &&
  trade?.districtId === caller.districtId &&
  batches.some(({ by }) => by.entityId === caller.entityId);
