import { interchangeApi } from '../../functions/interchange/contract/index.ts';
import { type CapabilityManifest, keeper } from './model.ts';

/** Interchange: the messages and sheets that clients of the trade already send. */
export const interchangeManifest: CapabilityManifest = {
  functions: {
    InterchangeApi: {
      entry: 'functions/interchange/api.ts',
      // A message of a hundred items asks as many requests of the others; API Gateway gives up after 29 seconds.
      timeoutSeconds: 28,
      memoryMb: 1024,
      access: { registry: 'write', audit: 'append', invokes: ['FilingApi', 'TradeApi', 'ConsolidationApi'] },
    },
    RegisterTrades: {
      entry: 'functions/interchange/steps/register-trades.ts',
      timeoutSeconds: 60,
      memoryMb: 512,
      atOnce: 30,
      access: { registry: 'write', invokes: ['TradeApi'] },
    },
    // It takes back what a large sheet has registered.
    FinishImport: {
      entry: 'functions/interchange/steps/finish-import.ts',
      timeoutSeconds: 300,
      memoryMb: 512,
      atOnce: 10,
      access: { registry: 'write', audit: 'append', invokes: ['TradeApi'] },
    },
    FailImport: {
      entry: 'functions/interchange/steps/fail-import.ts',
      timeoutSeconds: 15,
      memoryMb: 512,
      access: { registry: 'write', audit: 'append' },
    },
    OnFiledPartyChanged: keeper('functions/interchange/subscribers/on-filed-party-changed.ts'),
    OnFiledGoodsChanged: keeper('functions/interchange/subscribers/on-filed-goods-changed.ts'),
    OnFiledAgreementChanged: keeper('functions/interchange/subscribers/on-filed-agreement-changed.ts'),
    // Confirms the containers of a packing list that came before its plan.
    OnPackedConsolidationChanged: {
      entry: 'functions/interchange/subscribers/on-packed-consolidation-changed.ts',
      timeoutSeconds: 30,
      memoryMb: 512,
      access: { registry: 'write', invokes: ['ConsolidationApi'] },
    },
  },
  api: { function: 'InterchangeApi', contract: interchangeApi },
  workflows: {
    'trade-import': { tasks: ['RegisterTrades', 'FinishImport', 'FailImport'] },
  },
  subscriptions: [
    { event: 'EntityChanged', function: 'OnFiledPartyChanged' },
    { event: 'AdmissionChanged', function: 'OnFiledPartyChanged' },
    { event: 'GoodsChanged', function: 'OnFiledGoodsChanged' },
    { event: 'AgreementChanged', function: 'OnFiledAgreementChanged' },
    { event: 'ConsolidationChanged', function: 'OnPackedConsolidationChanged' },
  ],
};
