import { creditApi } from '../../functions/credit/contract/index.ts';
import type { Access, CapabilityManifest, FunctionSpec } from './model.ts';

const READ: Access = { registry: 'read' };
const WRITE: Access = { registry: 'write', audit: 'append' };

const step = (entry: FunctionSpec['entry']): FunctionSpec => ({
  entry,
  timeoutSeconds: 15,
  memoryMb: 512,
  access: WRITE,
});

/** Credit 信用评价: facts, scores, grades, and runs over all entities. */
export const creditManifest: CapabilityManifest = {
  functions: {
    CreditApi: { entry: 'functions/credit/api.ts', timeoutSeconds: 15, memoryMb: 512, access: WRITE },
    ScoreEntity: step('functions/credit/steps/score-entity.ts'),
    ListEntities: {
      entry: 'functions/credit/steps/list-entities.ts',
      timeoutSeconds: 60,
      memoryMb: 1024,
      access: READ,
    },
    ScoreBatch: { entry: 'functions/credit/steps/score-batch.ts', timeoutSeconds: 120, memoryMb: 1024, access: WRITE },
    FinishRun: step('functions/credit/steps/finish-run.ts'),
    FailRun: step('functions/credit/steps/fail-run.ts'),
    RequestAppealDecision: step('functions/credit/steps/request-appeal-decision.ts'),
    DeliverLetter: step('functions/credit/steps/deliver-letter.ts'),
    EscalateAppeal: step('functions/credit/steps/escalate-appeal.ts'),
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
    OnCreditTradeChanged: step('functions/credit/subscribers/on-credit-trade-changed.ts'),
    OnCreditFactFound: step('functions/credit/subscribers/on-credit-fact-found.ts'),
  },
  api: { function: 'CreditApi', contract: creditApi },
  workflows: {
    'credit-scoring': {
      definition: 'workflows/credit-scoring/credit-scoring.asl.json',
      tasks: ['ScoreEntity', 'ListEntities', 'ScoreBatch', 'FinishRun', 'FailRun'],
    },
    'credit-appeal': {
      definition: 'workflows/credit-appeal/credit-appeal.asl.json',
      tasks: ['RequestAppealDecision', 'DeliverLetter', 'EscalateAppeal'],
    },
  },
  subscriptions: [
    { event: 'EntityChanged', function: 'OnCreditSubjectChanged' },
    { event: 'TradeChanged', function: 'OnCreditTradeChanged' },
    { event: 'CreditFactFound', function: 'OnCreditFactFound' },
  ],
  // Hourly, so that a day's terms end within the hour; a district has one run a day.
  schedules: [
    { name: 'daily-credit-runs', everyMinutes: 60, function: 'StartDailyRuns' },
    { name: 'appeals-due', everyMinutes: 60, function: 'RemindOfAppeals' },
  ],
};
