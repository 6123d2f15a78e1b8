import { type Caller, maySee } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import { visible } from '../../shared/http/visible.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { lotToJson, whereToJson } from '../contract/lot-json.ts';
import type { LotsApi } from '../contract/lots.ts';
import { tallyOf } from '../domain/tally.ts';
import type { Trade } from '../domain/trade.ts';
import { type Log, shipmentStore } from '../store/index.ts';

interface Found extends Log {
  readonly data: Log & { readonly trade: Trade };
}

/** Where goods are, and what was counted. */
export function lotOperations({ table }: Runtime): Operations<LotsApi> {
  const store = shipmentStore(table);
  const load = async (tradeId: string): Promise<Found | undefined> => {
    const log = await store.tradeLog(tradeId);
    return log.trade && { ...log, data: { ...log, trade: log.trade } };
  };
  const owned = visible('trade', load, (caller, { trade }) => maySee(caller, partiesOf(trade)));
  const handled = visible(
    'trade',
    load,
    (caller, log) => maySee(caller, partiesOf(log.trade)) || hasHandled(caller, log),
  );

  return {
    getWhereabouts: async ({ caller, params }) => {
      const { batches, data } = await owned(caller, params['id']);
      const { tradeId, tradeNumber } = data.trade;
      const { lots } = tallyOf(tradeId, batches, data.trade);
      return {
        body: {
          tradeId,
          ...(tradeNumber !== undefined && { tradeNumber }),
          lines: lots.map((lot) => whereToJson(lot, data.trade)),
        },
      };
    },

    listLots: async ({ caller, query: { tradeId } }) => {
      const { batches, data } = await handled(caller, tradeId);
      const { lots } = tallyOf(tradeId, batches, data.trade);
      const items = lots.map((lot, index) => lotToJson(lot, index, tradeId, data.trade));
      return { body: { items, nextCursor: null } };
    },
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
