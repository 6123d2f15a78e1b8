import { filingApi } from '../../functions/filing/contract.ts';
import type { CapabilityManifest, FunctionSpec } from './model.ts';

const step = (entry: FunctionSpec['entry']): FunctionSpec => ({
  entry,
  timeoutSeconds: 15,
  memoryMb: 512,
  access: { registry: 'write', audit: 'append' },
});

/** 备案: entities, goods and agency agreements. */
export const filingManifest: CapabilityManifest = {
  functions: {
    FilingApi: {
      entry: 'functions/filing/api.ts',
      timeoutSeconds: 10,
      memoryMb: 512,
      access: { registry: 'write', audit: 'append' },
    },
    ScreenRisks: step('functions/filing/steps/screen-risks.ts'),
    RequestReview: step('functions/filing/steps/request-review.ts'),
    ApproveFiling: step('functions/filing/steps/approve-filing.ts'),
    ReturnFiling: step('functions/filing/steps/return-filing.ts'),
    RejectFiling: step('functions/filing/steps/reject-filing.ts'),
    WithdrawFiling: step('functions/filing/steps/withdraw-filing.ts'),
    LapseFiling: step('functions/filing/steps/lapse-filing.ts'),
    OnCreditChanged: {
      entry: 'functions/filing/subscribers/on-credit-changed.ts',
      timeoutSeconds: 10,
      memoryMb: 512,
      access: { registry: 'write' },
    },
  },
  api: { function: 'FilingApi', contract: filingApi },
  workflows: {
    filing: {
      definition: 'workflows/filing/filing.asl.json',
      tasks: [
        'ScreenRisks',
        'RequestReview',
        'ApproveFiling',
        'ReturnFiling',
        'RejectFiling',
        'WithdrawFiling',
        'LapseFiling',
      ],
    },
  },
  subscriptions: [{ event: 'CreditChanged', function: 'OnCreditChanged' }],
};
