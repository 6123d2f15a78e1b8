import type { Operations } from '../../shared/http/api.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { lotToJson, whereToJson } from '../contract/lot-json.ts';
import type { LotsApi } from '../contract/lots.ts';
import { tallyOf } from '../domain/tally.ts';
import { readers } from '../services/readers.ts';
import { shipmentStore } from '../store/index.ts';

/** Where goods are, and what was counted. */
export function lotOperations({ table }: Runtime): Operations<LotsApi> {
  const { owned, handled } = readers(shipmentStore(table));
  return {
    getWhereabouts: async ({ caller, params }) => {
      const { trade, batches } = (await owned(caller, params['id'])).data;
      const { tradeId, tradeNumber } = trade;
      const { lots } = tallyOf(tradeId, batches, trade);
      return {
        body: {
          tradeId,
          ...(tradeNumber !== undefined && { tradeNumber }),
          lines: lots.map((lot) => whereToJson(lot, trade)),
        },
      };
    },

    listLots: async ({ caller, query: { tradeId } }) => {
      const { trade, batches } = (await handled(caller, tradeId)).data;
      const { lots } = tallyOf(tradeId, batches, trade);
      const items = lots.map((lot, index) => lotToJson(lot, index, tradeId, trade));
      return { body: { items, nextCursor: null } };
    },
  };
}
