import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from '../shared/auth/caller.ts';
import { restApi } from '../shared/http/api.ts';
import { type CallApi, lambdaApi } from '../shared/invoke/invoke.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { interchangeApi } from './contract/index.ts';
import { exportOperations } from './operations/exports.ts';
import { gzswOperations } from './operations/gzsw.ts';
import { importOperations } from './operations/imports.ts';
import { type Pause, type Registry, registryOf } from './services/registry.ts';

/** Other capabilities are reached through `callApi`; `pause` waits for what their events and workflows bring. */
export const build = (runtime: Runtime, callApi: CallApi = lambdaApi(), pause: Pause = delay) => {
  const registryFor = (caller: Caller): Registry => registryOf(callApi, caller, pause);
  return restApi(
    interchangeApi,
    {
      ...gzswOperations(runtime, registryFor),
      ...importOperations(runtime, registryFor),
      ...exportOperations(runtime, registryFor),
    },
    runtime,
  );
};

export const handler = build(awsRuntime());
