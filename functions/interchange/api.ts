import type { Caller } from '../shared/auth/caller.ts';
import { restApi } from '../shared/http/api.ts';
import { type CallApi, lambdaApi } from '../shared/invoke/invoke.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { interchangeApi } from './contract/index.ts';
import { exportOperations } from './operations/exports.ts';
import { gzswOperations } from './operations/gzsw.ts';
import { importOperations } from './operations/imports.ts';
import { type OtherApis, otherApis } from './services/other-apis.ts';

/** Other capabilities are reached through `callApi`. */
export const build = (runtime: Runtime, callApi: CallApi = lambdaApi()) => {
  const apisFor = (caller: Caller): OtherApis => otherApis(callApi, caller);
  return restApi(
    interchangeApi,
    (on) => ({
      ...gzswOperations(on, apisFor),
      ...importOperations(on, apisFor),
      ...exportOperations(on, apisFor),
    }),
    runtime,
  );
};

export const handler = build(awsRuntime());
