import { contract } from '../../shared/http/contract.ts';
import { creditsApi } from './credits.ts';
import { eventsApi } from './events.ts';
import { runsApi } from './runs.ts';
import { scorecardsApi } from './scorecards.ts';
import { statisticsApi } from './statistics.ts';

export { creditQueues } from './queues.ts';

export const creditApi = contract({
  ...eventsApi,
  ...creditsApi,
  ...statisticsApi,
  ...scorecardsApi,
  ...runsApi,
});

export type CreditApi = typeof creditApi;
