import { contract } from '../../shared/http/contract.ts';
import { requestsApi } from './requests.ts';

export { peopleQueues } from './queues.ts';

export const peopleApi = contract({ ...requestsApi });

export type PeopleApi = typeof peopleApi;
