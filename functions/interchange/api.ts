import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from '../shared/auth/caller.ts';
import { restApi } from '../shared/http/api.ts';
import { type CallApi, lambdaApi } from '../shared/invoke/invoke.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { interchangeApi } from './contract.ts';
import { answerMessage } from './gzsw/answer.ts';
import { statusOf } from './gzsw/status.ts';
import { gzswStore } from './gzsw/store.ts';
import { exportTrades } from './imports/export.ts';
import { importOperations } from './imports/operations.ts';
import { importStore } from './imports/store.ts';
import { type Pause, type Registry, registryOf } from './registry.ts';
import { sheetFile } from './sheet/file.ts';
import { knownStore } from './store.ts';

/** Other capabilities are reached through `callApi`; `pause` waits for what their events and workflows bring. */
export const build = (runtime: Runtime, callApi: CallApi = lambdaApi(), pause: Pause = delay) => {
  const [store, known, imports] = [gzswStore(runtime.table), knownStore(runtime.table), importStore(runtime.table)];
  const registryFor = (caller: Caller): Registry => registryOf(callApi, caller, pause);

  return restApi(
    interchangeApi,
    {
      submitGzsw: async ({ caller, body, at }) =>
        answerMessage(body.bytes, caller, at, { registry: registryFor(caller), known, store }),

      queryGzsw: async ({ caller, query: { type, key } }) => {
        const { districtId } = caller;
        const reader = { caller, districtId, registry: registryFor(caller), known, store };
        return { body: await statusOf(type, { ...reader, key }) };
      },

      ...importOperations(runtime, registryFor),

      exportTradeLines: async ({ caller, query, accept }) => {
        const asked = Object.entries(query).flatMap(([name, value]): [string, string][] =>
          value === undefined ? [] : [[name, String(value)]],
        );
        const found = await exportTrades(registryFor(caller), imports, caller.districtId, Object.fromEntries(asked));
        const file = await sheetFile(found.rows, 'trade-lines', accept);
        if (!file) return { body: found };
        const next: Record<string, string> = found.nextCursor === null ? {} : { 'X-Next-Cursor': found.nextCursor };
        return { ...file, headers: { ...file.headers, ...next } };
      },
    },
    runtime,
  );
};

export const handler = build(awsRuntime());
