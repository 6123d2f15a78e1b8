import type { Operations } from '../../shared/http/api.ts';
import { etag } from '../../shared/http/schemas.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { cargoApi } from '../contract/cargo.ts';
import { cargoToJson } from '../contract/cargo-json.ts';
import { readableIn, tradesHeld } from '../services/reading.ts';
import { consolidationStore } from '../store/index.ts';

/** What is loaded, for whoever judges a load before it is sent. */
export function cargoOperations(runtime: Runtime): Operations<typeof cargoApi> {
  const store = consolidationStore(runtime.table);
  const readable = readableIn(store);
  return {
    getCargo: async ({ caller, params }) => {
      const stored = await readable(caller, params['id']);
      const lists = await runtime.reference.at(stored.createdAt);
      return {
        body: cargoToJson(stored.data, await tradesHeld(store, stored.data), lists),
        headers: etag(stored.version),
      };
    },
  };
}
