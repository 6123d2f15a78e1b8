import { consolidationApi } from '../../functions/consolidation/contract/index.ts';
import { type CapabilityManifest, keeper } from './model.ts';

/** Consolidation 组货拼箱. */
export const consolidationManifest: CapabilityManifest = {
  functions: {
    ConsolidationApi: {
      entry: 'functions/consolidation/api.ts',
      timeoutSeconds: 15,
      // Groups open trades for suggestions in a thread of its pool, draws loading plans.
      memoryMb: 1769,
      access: { registry: 'write', audit: 'append' },
    },
    PlanLoad: {
      entry: 'functions/consolidation/steps/plan-load.ts',
      timeoutSeconds: 120,
      // Two whole processors: a search on each.
      memoryMb: 3538,
      atOnce: 40,
      computes: true,
      access: { registry: 'write' },
    },
    SimplifyDeclarations: {
      entry: 'functions/consolidation/steps/simplify-declarations.ts',
      timeoutSeconds: 30,
      memoryMb: 1024,
      access: { registry: 'write' },
    },
    VerifyPlan: {
      entry: 'functions/consolidation/steps/verify-plan.ts',
      timeoutSeconds: 60,
      memoryMb: 3008,
      atOnce: 40,
      computes: true,
      access: { registry: 'read' },
    },
    PublishPlan: {
      entry: 'functions/consolidation/steps/publish-plan.ts',
      timeoutSeconds: 30,
      memoryMb: 1024,
      access: { registry: 'write', audit: 'append' },
    },
    ReleaseReservation: {
      entry: 'functions/consolidation/steps/release-reservation.ts',
      timeoutSeconds: 30,
      memoryMb: 512,
      access: { registry: 'write', audit: 'append' },
    },
    OnTradeChanged: {
      entry: 'functions/consolidation/subscribers/on-trade-changed.ts',
      timeoutSeconds: 30,
      memoryMb: 512,
      access: { registry: 'write', audit: 'append' },
    },
    OnConsolidationCreditChanged: {
      entry: 'functions/consolidation/subscribers/on-consolidation-credit-changed.ts',
      timeoutSeconds: 10,
      memoryMb: 512,
      access: { registry: 'write' },
    },
    ConsolidationOnAgreementChanged: keeper(
      'functions/consolidation/subscribers/consolidation-on-agreement-changed.ts',
    ),
    ConsolidationOnTradeOfferChanged: keeper(
      'functions/consolidation/subscribers/consolidation-on-trade-offer-changed.ts',
    ),
    OnConsolidationPartyChanged: {
      entry: 'functions/consolidation/subscribers/on-consolidation-party-changed.ts',
      timeoutSeconds: 10,
      memoryMb: 512,
      access: { registry: 'write' },
    },
  },
  api: { function: 'ConsolidationApi', contract: consolidationApi },
  workflows: {
    consolidation: { tasks: ['PlanLoad', 'SimplifyDeclarations', 'VerifyPlan', 'PublishPlan', 'ReleaseReservation'] },
  },
  subscriptions: [
    { event: 'TradeChanged', function: 'OnTradeChanged' },
    { event: 'AgreementChanged', function: 'ConsolidationOnAgreementChanged' },
    { event: 'TradeOfferChanged', function: 'ConsolidationOnTradeOfferChanged' },
    { event: 'EntityChanged', function: 'OnConsolidationPartyChanged' },
    { event: 'AdmissionChanged', function: 'OnConsolidationPartyChanged' },
    { event: 'CreditChanged', function: 'OnConsolidationCreditChanged' },
  ],
};
