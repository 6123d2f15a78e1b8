import { restApi } from '../shared/http/api.ts';
import { type CallApi, lambdaApi } from '../shared/invoke/invoke.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { peopleApi } from './contract/index.ts';
import { requestOperations } from './operations/requests.ts';

/** Other capabilities are reached through `callApi`. */
export const build = (runtime: Runtime, callApi: CallApi = lambdaApi()) =>
  restApi(peopleApi, (on) => requestOperations(on, callApi), runtime);

export const handler = build(awsRuntime());
