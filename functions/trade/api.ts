import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { tradeApi } from './contract/index.ts';
import { offerOperations } from './operations/offers.ts';
import { statisticsOperations } from './operations/statistics.ts';
import { tradeOperations } from './operations/trades.ts';

export const build = (runtime: Runtime) =>
  restApi(tradeApi, (on) => ({ ...statisticsOperations(on), ...tradeOperations(on), ...offerOperations(on) }), runtime);

export const handler = build(awsRuntime());
