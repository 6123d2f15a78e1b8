import { creditApi } from '../../functions/credit/contract.ts';
import type { Access, CapabilityManifest } from './model.ts';

const READ: Access = { registry: 'read' };
const WRITE: Access = { registry: 'write', audit: 'append' };

/** Credit 信用评价: facts, scores, grades, and runs over all entities. */
export const creditManifest: CapabilityManifest = {
  functions: {
    CreditApi: { entry: 'functions/credit/api.ts', timeoutSeconds: 15, memoryMb: 512, access: WRITE },
    ScoreEntity: { entry: 'functions/credit/steps/score-entity.ts', timeoutSeconds: 15, memoryMb: 512, access: WRITE },
    ListEntities: {
      entry: 'functions/credit/steps/list-entities.ts',
      timeoutSeconds: 60,
      memoryMb: 1024,
      access: READ,
    },
    ScoreBatch: { entry: 'functions/credit/steps/score-batch.ts', timeoutSeconds: 120, memoryMb: 1024, access: WRITE },
    FinishRun: { entry: 'functions/credit/steps/finish-run.ts', timeoutSeconds: 15, memoryMb: 512, access: WRITE },
    StartDailyRuns: {
      entry: 'functions/credit/schedules/start-daily-runs.ts',
      timeoutSeconds: 15,
      memoryMb: 512,
      access: WRITE,
    },
    OnCreditSubjectChanged: {
      entry: 'functions/credit/subscribers/on-credit-subject-changed.ts',
      timeoutSeconds: 15,
      memoryMb: 512,
      access: { registry: 'write' },
    },
  },
  api: { function: 'CreditApi', contract: creditApi },
  workflows: {
    'credit-scoring': {
      definition: 'workflows/credit-scoring/credit-scoring.asl.json',
      tasks: ['ScoreEntity', 'ListEntities', 'ScoreBatch', 'FinishRun'],
    },
  },
  subscriptions: [{ event: 'EntityChanged', function: 'OnCreditSubjectChanged' }],
  // Hourly, so that a day's terms end within the hour; a district has one run a day.
  schedules: [{ name: 'daily-credit-runs', everyMinutes: 60, function: 'StartDailyRuns' }],
};
