import { contract } from '../../shared/http/contract.ts';
import { offersApi } from './offers.ts';
import { statisticsApi } from './statistics.ts';
import { tradesApi } from './trades.ts';

export { tradeQueues } from './queues.ts';

export const tradeApi = contract({ ...tradesApi, ...offersApi, ...statisticsApi });
