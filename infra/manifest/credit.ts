import { creditApi } from '../../functions/credit/contract/index.ts';
import { type Access, type CapabilityManifest, changer } from './model.ts';

const READ: Access = { registry: 'read' };
const WRITE: Access = { registry: 'write', audit: 'append' };

/** Credit 信用评价: facts, scores, grades, and runs over all entities. */
export const creditManifest: CapabilityManifest = {
  functions: {
    CreditApi: { entry: 'functions/credit/api.ts', timeoutSeconds: 15, memoryMb: 512, access: WRITE },
    ScoreEntity: changer('functions/credit/steps/score-entity.ts'),
    ListEntities: {
      entry: 'functions/credit/steps/list-entities.ts',
      timeoutSeconds: 60,
      memoryMb: 1024,
      atOnce: 5,
      access: READ,
    },
    ScoreBatch: {
      entry: 'functions/credit/steps/score-batch.ts',
      timeoutSeconds: 120,
      memoryMb: 1024,
      atOnce: 20,
      access: WRITE,
    },
    FinishRun: changer('functions/credit/steps/finish-run.ts'),
    FailRun: changer('functions/credit/steps/fail-run.ts'),
    RequestAppealDecision: changer('functions/credit/steps/request-appeal-decision.ts'),
    DeliverLetter: changer('functions/credit/steps/deliver-letter.ts'),
    EscalateAppeal: changer('functions/credit/steps/escalate-appeal.ts'),
    StartDailyRuns: {
      entry: 'functions/credit/schedules/start-daily-runs.ts',
      timeoutSeconds: 15,
      memoryMb: 512,
      access: WRITE,
    },
    RemindOfAppeals: {
      entry: 'functions/credit/schedules/remind-of-appeals.ts',
      timeoutSeconds: 30,
      memoryMb: 512,
      access: { registry: 'write' },
    },
    OnCreditSubjectChanged: {
      entry: 'functions/credit/subscribers/on-credit-subject-changed.ts',
      timeoutSeconds: 15,
      memoryMb: 512,
      access: { registry: 'write' },
    },
    OnCreditTradeChanged: changer('functions/credit/subscribers/on-credit-trade-changed.ts'),
    OnCreditFactFound: changer('functions/credit/subscribers/on-credit-fact-found.ts'),
  },
  api: { function: 'CreditApi', contract: creditApi },
  workflows: {
    'credit-scoring': { tasks: ['ScoreEntity', 'ListEntities', 'ScoreBatch', 'FinishRun', 'FailRun'] },
    'credit-appeal': { tasks: ['RequestAppealDecision', 'DeliverLetter', 'EscalateAppeal'] },
  },
  subscriptions: [
    { event: 'EntityChanged', function: 'OnCreditSubjectChanged' },
    { event: 'AdmissionChanged', function: 'OnCreditSubjectChanged' },
    { event: 'TradeChanged', function: 'OnCreditTradeChanged' },
    { event: 'CreditFactFound', function: 'OnCreditFactFound' },
  ],
  // Hourly, so that a day's terms end within the hour; a district has one run a day.
  schedules: [
    { name: 'daily-credit-runs', everyMinutes: 60, function: 'StartDailyRuns' },
    { name: 'appeals-due', everyMinutes: 60, function: 'RemindOfAppeals' },
  ],
};
