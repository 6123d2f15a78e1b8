import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { marketApi } from './contract/index.ts';
import { claimOperations } from './operations/claims.ts';
import { stallOperations } from './operations/stalls.ts';

export const build = (runtime: Runtime) =>
  restApi(marketApi, (on) => ({ ...stallOperations(on), ...claimOperations(on) }), runtime);

export const handler = build(awsRuntime());
