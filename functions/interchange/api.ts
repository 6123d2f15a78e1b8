import { setTimeout as delay } from 'node:timers/promises';
import { restApi } from '../shared/http/api.ts';
import { type CallApi, lambdaApi } from '../shared/invoke/invoke.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { interchangeApi } from './contract.ts';
import { answerMessage } from './gzsw/answer.ts';
import { statusOf } from './gzsw/status.ts';
import { gzswStore } from './gzsw/store.ts';
import { type Pause, registryOf } from './registry.ts';
import { knownStore } from './store.ts';

/** Other capabilities are reached through `callApi`; `pause` waits for what their events and workflows bring. */
export const build = (runtime: Runtime, callApi: CallApi = lambdaApi(), pause: Pause = delay) => {
  const [store, known] = [gzswStore(runtime.table), knownStore(runtime.table)];

  return restApi(
    interchangeApi,
    {
      submitGzsw: async ({ caller, body, at }) => {
        const registry = registryOf(callApi, caller, pause);
        return answerMessage(body.bytes, caller, at, { registry, known, store });
      },

      queryGzsw: async ({ caller, query: { type, key } }) => {
        const registry = registryOf(callApi, caller, pause);
        return { body: await statusOf(type, { districtId: caller.districtId, key, registry, known, store }) };
      },
    },
    runtime,
  );
};

export const handler = build(awsRuntime());
