import { contract } from '../../shared/http/contract.ts';
import { claimsApi } from './claims.ts';
import { stallsApi } from './stalls.ts';

export { marketQueues } from './queues.ts';

export const marketApi = contract({ ...stallsApi, ...claimsApi });

export type MarketApi = typeof marketApi;
