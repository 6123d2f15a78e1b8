import { interchangeApi } from '../../functions/interchange/contract.ts';
import type { CapabilityManifest, FunctionSpec } from './model.ts';

/** Interchange: the messages and sheets that clients of the trade already send. */
export const interchangeManifest: CapabilityManifest = {
  functions: {
    InterchangeApi: {
      entry: 'functions/interchange/api.ts',
      // A message waits for a plan or an event; API Gateway gives up after 29 seconds.
      timeoutSeconds: 28,
      memoryMb: 1024,
      access: { registry: 'write', invokes: ['FilingApi', 'TradeApi', 'ConsolidationApi'] },
    },
    OnFiledPartyChanged: readModel('functions/interchange/subscribers/on-filed-party-changed.ts'),
    OnFiledGoodsChanged: readModel('functions/interchange/subscribers/on-filed-goods-changed.ts'),
    OnFiledAgreementChanged: readModel('functions/interchange/subscribers/on-filed-agreement-changed.ts'),
  },
  api: { function: 'InterchangeApi', contract: interchangeApi },
  subscriptions: [
    { event: 'EntityChanged', function: 'OnFiledPartyChanged' },
    { event: 'GoodsChanged', function: 'OnFiledGoodsChanged' },
    { event: 'AgreementChanged', function: 'OnFiledAgreementChanged' },
  ],
};

function readModel(entry: FunctionSpec['entry']): FunctionSpec {
  return { entry, timeoutSeconds: 10, memoryMb: 512, access: { registry: 'write' } };
}
