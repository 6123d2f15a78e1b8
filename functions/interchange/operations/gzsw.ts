import type { Caller } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { gzswApi } from '../contract/gzsw.ts';
import { answerMessage } from '../services/gzsw/answer.ts';
import { statusOf } from '../services/gzsw/status.ts';
import type { Registry } from '../services/registry.ts';
import { gzswStore } from '../store/gzsw.ts';
import { knownStore } from '../store/known.ts';

/** Messages of the Guangzhou dialect, and what is asked of them afterwards. */
export function gzswOperations(
  runtime: Runtime,
  registryFor: (caller: Caller) => Registry,
): Operations<typeof gzswApi> {
  const [store, known] = [gzswStore(runtime.table), knownStore(runtime.table)];
  return {
    submitGzsw: async ({ caller, body, at }) =>
      answerMessage(body.bytes, caller, at, { registry: registryFor(caller), known, store }),

    queryGzsw: async ({ caller, query: { type, key } }) => {
      const { districtId } = caller;
      const reader = { caller, districtId, registry: registryFor(caller), known, store };
      return { body: await statusOf(type, { ...reader, key }) };
    },
  };
}
