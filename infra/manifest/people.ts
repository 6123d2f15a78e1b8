import { peopleApi } from '../../functions/people/contract/index.ts';
import type { CapabilityManifest } from './model.ts';

/** People 个人信息: what is held on a party, as a copy; what is to be corrected; what the law has kept. */
export const peopleManifest: CapabilityManifest = {
  functions: {
    PeopleApi: {
      entry: 'functions/people/api.ts',
      // A part of a copy asks some hundreds of records of the others; API Gateway gives up after 29 seconds.
      timeoutSeconds: 28,
      memoryMb: 1024,
      access: {
        registry: 'write',
        audit: 'consult',
        invokes: ['FilingApi', 'AccountsApi', 'TradeApi', 'ConsolidationApi', 'CreditApi', 'NoticesApi', 'WebhooksApi'],
      },
    },
  },
  api: { function: 'PeopleApi', contract: peopleApi },
};
