import { describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../infra/local/definitions.ts';
import { workflows } from '../../infra/manifest.ts';
import {
  type Act,
  arn,
  bench,
  type Invocation,
  returns,
  runUntil,
  settle,
  throws,
} from '../infra/local/step-functions/kit.ts';

const definitions = loadDefinitions(workflows);
const consolidationId = 'consolidation-500111-1';

type Case = [
  workflow: string,
  input: Record<string, unknown>,
  script: Record<string, readonly Act[]>,
  /** What a person answers where the workflow waits for one; absent where nobody does. */
  decision?: Record<string, string>,
];

const filing = { filingId: 'filing-500111-1', revision: 1 };
const toReview = { ScreenRisks: [returns({ blocked: false, isApproved: false })], RequestReview: [returns({})] };
const appeal = {
  eventId: 'creditevent-500111-1',
  appeal: 'OBJECTION',
  appealedAt: '2026-01-05T01:00:00.000Z',
  decideUntil: '2026-01-26T16:00:00.000Z',
};

const deliveryId = 'webhook-500111-1_D';

/** A workflow, what it is started with, and what its steps answer; together the cases call every Task. */
const CASES: Case[] = [
  [
    'webhook-delivery',
    { deliveryId, round: 1 },
    { DeliverWebhook: [throws('TypeError')], FailWebhookDelivery: [returns({ deliveryId })] },
  ],
  [
    'notice-delivery',
    { deliveryId: 'notices-500111_D', round: 1 },
    { DeliverNotice: [throws('TypeError')], FailNoticeDelivery: [returns({ deliveryId: 'notices-500111_D' })] },
  ],
  [
    'consolidation',
    { consolidationId, planning: 1 },
    {
      PlanLoad: [returns({ consolidationId, outcome: 'LOADED' })],
      SimplifyDeclarations: [returns({ consolidationId })],
      VerifyPlan: [returns({ consolidationId })],
      PublishPlan: [returns({ consolidationId, status: 'PLANNED' })],
    },
  ],
  [
    'consolidation',
    { consolidationId, planning: 1 },
    {
      PlanLoad: [throws('TypeError')],
      ReleaseReservation: [returns({ consolidationId, failure: 'PLANNING_FAULT' })],
    },
  ],
  [
    'credit-scoring',
    { entityId: 'entity-1', cause: { type: 'REGISTRATION', id: 'entity-1' } },
    { ScoreEntity: [returns({})] },
  ],
  [
    'credit-scoring',
    { runId: 'creditrun-1' },
    {
      ListEntities: [
        returns({ runId: 'creditrun-1', batches: [{ districtId: '500111', from: 'a', to: 'b' }] }),
        returns({ runId: 'creditrun-1', batches: [] }),
      ],
      ScoreBatch: [returns({ entities: 1 })],
      FinishRun: [returns({ runId: 'creditrun-1' })],
    },
  ],
  [
    'filing-batch',
    { batchId: 'filingbatch-500111-1', slices: [1, 2] },
    { FileRows: [returns({ slice: 1 })], FinishBatch: [returns({})] },
  ],
  [
    'trade-import',
    { importId: 'import-500111-1', slices: [1, 2] },
    { RegisterTrades: [returns({ slice: 1 })], FinishImport: [returns({})] },
  ],
  ['credit-scoring', { runId: 'creditrun-1' }, { ListEntities: [throws('TypeError')], FailRun: [returns({})] }],
  ['credit-appeal', appeal, { RequestAppealDecision: [returns({})], EscalateAppeal: [returns({})] }],
  [
    'credit-appeal',
    appeal,
    { RequestAppealDecision: [returns({})], DeliverLetter: [returns({ outcome: 'UPHELD' })] },
    { outcome: 'UPHELD' },
  ],
  ['filing-batch', { batchId: 'b', slices: [1] }, { FileRows: [throws('TypeError')], FailBatch: [returns({})] }],
  [
    'trade-import',
    { importId: 'i', slices: [1] },
    { RegisterTrades: [throws('TypeError')], FailImport: [returns({})] },
  ],
  [
    'filing',
    filing,
    { ScreenRisks: [returns({ blocked: false, isApproved: true })], ApproveFiling: [returns({ approved: true })] },
  ],
  ['filing', filing, { ...toReview, RejectFiling: [returns({})] }, { decision: 'REJECT' }],
  ['filing', filing, { ...toReview, WithdrawFiling: [returns({})] }, { decision: 'WITHDRAW' }],
  [
    'filing',
    filing,
    {
      ...toReview,
      ReturnFiling: [returns({ status: 'RETURNED', answerBy: '2026-02-05T01:00:00.000Z' })],
      LapseReturn: [returns({ status: 'ANSWERED' })],
    },
    { decision: 'RETURN' },
  ],
  ['filing', filing, { ...toReview, LapseFiling: [returns({})] }],
];

const isAsking = (one: Invocation): one is Invocation & { payload: { taskToken: string } } =>
  typeof one.payload === 'object' && one.payload !== null && 'taskToken' in one.payload;

describe('every step is told what began its execution', () => {
  it.each(Object.entries(workflows))('%s has a case for each of its Tasks here', (workflow, { tasks }) => {
    const called = CASES.flatMap(([name, , script]) => (name === workflow ? Object.keys(script) : []));
    expect(new Set(called)).toEqual(new Set(tasks));
  });

  it.each(CASES)('%s %o', async (workflow, input, script, decision) => {
    const one = await bench(definitions, script);
    const { executions } = one.stepFunctions;
    const { id } = executions.start(arn(workflow), 'one', JSON.stringify({ ...input, correlationId: 'request-1' }));
    await runUntil(one, () => decision === undefined || one.invocations.some(isAsking));
    await settle();
    const asking = one.invocations.find(isAsking);
    if (decision && asking) executions.tokens.succeed(asking.payload.taskToken, decision);
    await runUntil(one, () => executions.store.executionById(id)?.status !== 'RUNNING');
    expect(new Set(one.invocations.map(({ name }) => name))).toEqual(new Set(Object.keys(script)));
    for (const { payload } of one.invocations) expect(payload).toMatchObject({ correlationId: 'request-1' });
    await one.stepFunctions.close();
  });
});
