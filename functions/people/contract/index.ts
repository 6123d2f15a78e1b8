import { requestsApi } from './requests.ts';

export { peopleQueues } from './queues.ts';

export const peopleApi = requestsApi;

export type PeopleApi = typeof peopleApi;
