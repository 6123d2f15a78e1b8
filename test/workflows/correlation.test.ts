import { describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../infra/local/definitions.ts';
import { workflows } from '../../infra/manifest.ts';
import { type Act, bench, returns, run, throws } from '../infra/local/step-functions/kit.ts';

const definitions = loadDefinitions(workflows);
const consolidationId = 'consolidation-500111-1';

/** A workflow, what it is started with, and what its steps answer; together the cases call every Task that waits for nobody. */
const CASES: [workflow: string, input: Record<string, unknown>, script: Record<string, readonly Act[]>][] = [
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
  [
    'filing',
    { filingId: 'filing-500111-1', revision: 1 },
    { ScreenRisks: [returns({ blocked: false, isApproved: true })], ApproveFiling: [returns({ approved: true })] },
  ],
];

describe('every step is told what began its execution', () => {
  it.each(CASES)('%s %o', async (workflow, input, script) => {
    const one = await bench(definitions, script);
    await run(one, workflow, { ...input, correlationId: 'request-1' });
    expect(new Set(one.invocations.map(({ name }) => name))).toEqual(new Set(Object.keys(script)));
    for (const { payload } of one.invocations) expect(payload).toMatchObject({ correlationId: 'request-1' });
    await one.stepFunctions.close();
  });
});
