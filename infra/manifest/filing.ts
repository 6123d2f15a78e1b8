import { filingApi } from '../../functions/filing/contract/index.ts';
import { type CapabilityManifest, changer, keeper } from './model.ts';

/** 备案: entities, goods and agency agreements. */
export const filingManifest: CapabilityManifest = {
  functions: {
    FilingApi: {
      entry: 'functions/filing/api.ts',
      timeoutSeconds: 20,
      memoryMb: 1024,
      access: { registry: 'write', audit: 'append', documents: 'grant', certificates: 'sign' },
    },
    ScreenRisks: changer('functions/filing/steps/screen-risks.ts'),
    RequestReview: changer('functions/filing/steps/request-review.ts'),
    ApproveFiling: changer('functions/filing/steps/approve-filing.ts'),
    ReturnFiling: changer('functions/filing/steps/return-filing.ts'),
    RejectFiling: changer('functions/filing/steps/reject-filing.ts'),
    WithdrawFiling: changer('functions/filing/steps/withdraw-filing.ts'),
    LapseFiling: changer('functions/filing/steps/lapse-filing.ts'),
    LapseReturn: changer('functions/filing/steps/lapse-return.ts'),
    FileRows: {
      entry: 'functions/filing/steps/file-rows.ts',
      timeoutSeconds: 120,
      memoryMb: 1024,
      atOnce: 50,
      access: { registry: 'write', audit: 'append', documents: 'bring' },
    },
    FinishBatch: changer('functions/filing/steps/finish-batch.ts'),
    FailBatch: changer('functions/filing/steps/fail-batch.ts'),
    OnCreditChanged: {
      entry: 'functions/filing/subscribers/on-credit-changed.ts',
      timeoutSeconds: 10,
      memoryMb: 512,
      access: { registry: 'write' },
    },
    OnFilingTradeChanged: {
      entry: 'functions/filing/subscribers/on-filing-trade-changed.ts',
      timeoutSeconds: 10,
      memoryMb: 512,
      access: { registry: 'write' },
    },
    FilingOnEntityChanged: changer('functions/filing/subscribers/filing-on-entity-changed.ts'),
    FilingOnMarketStallsChanged: keeper('functions/filing/subscribers/filing-on-market-stalls-changed.ts'),
    KeepEvidence: {
      entry: 'functions/filing/subscribers/keep-evidence.ts',
      timeoutSeconds: 60,
      memoryMb: 512,
      atOnce: 40,
      access: { registry: 'write', documents: 'keep' },
    },
    ClearUploads: {
      entry: 'functions/filing/schedules/clear-uploads.ts',
      timeoutSeconds: 300,
      memoryMb: 512,
      atOnce: 1,
      access: { registry: 'write', documents: 'clear' },
    },
    WatchTerms: {
      entry: 'functions/filing/schedules/watch-terms.ts',
      timeoutSeconds: 300,
      memoryMb: 512,
      atOnce: 1,
      access: { registry: 'write', audit: 'append' },
    },
  },
  api: { function: 'FilingApi', contract: filingApi },
  workflows: {
    filing: {
      tasks: [
        'ScreenRisks',
        'RequestReview',
        'ApproveFiling',
        'ReturnFiling',
        'RejectFiling',
        'WithdrawFiling',
        'LapseFiling',
        'LapseReturn',
      ],
    },
    'filing-batch': { tasks: ['FileRows', 'FinishBatch', 'FailBatch'] },
  },
  subscriptions: [
    { event: 'CreditChanged', function: 'OnCreditChanged' },
    { event: 'TradeChanged', function: 'OnFilingTradeChanged' },
    { event: 'EntityChanged', function: 'FilingOnEntityChanged' },
    { event: 'MarketStallsChanged', function: 'FilingOnMarketStallsChanged' },
    { event: 'DocumentsCited', function: 'KeepEvidence' },
  ],
  // Hourly, so that a day's work is done within its first hour and taken up again where it broke off.
  schedules: [
    { name: 'daily-filing-terms', everyMinutes: 60, function: 'WatchTerms' },
    { name: 'hourly-uploads', everyMinutes: 60, function: 'ClearUploads' },
  ],
};
