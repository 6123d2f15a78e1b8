import { describe, expect, it } from 'vitest';
import { build as startDailyRuns } from '../../../functions/credit/schedules/start-daily-runs.ts';
import { build as failRun } from '../../../functions/credit/steps/fail-run.ts';
import { build as finishRun } from '../../../functions/credit/steps/finish-run.ts';
import { build as listEntities } from '../../../functions/credit/steps/list-entities.ts';
import { build as scoreBatch } from '../../../functions/credit/steps/score-batch.ts';
import { build as scoreEntity } from '../../../functions/credit/steps/score-entity.ts';
import { sha256 } from '../../../functions/shared/digest.ts';
import { clerk, DAZU, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { creditKey, creditKit, invoke } from './kit.ts';

const registry = useRegistry();
const kit = creditKit(registry);

/** Every item of a partition, as one digest. */
async function stateOf(pk: string): Promise<string> {
  const { items } = await registry.runtime.table.query({
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ConsistentRead: true,
  });
  return sha256(items);
}

const changes = async (entityId: string) =>
  (await registry.messages(creditKey(entityId))).map((message) =>
    message.type === 'event' ? message.detail : undefined,
  );

describe('a new entity', () => {
  it('starts its scoring and stands at B with 80 points', async () => {
    const entityId = await kit.file('producer');
    expect(await registry.messages(`DST#${DAZU}#CREDIT_SUBJECT#${entityId}`)).toEqual([
      {
        type: 'start',
        workflow: 'credit-scoring',
        executionName: `${entityId}-1`,
        input: { entityId, cause: { type: 'REGISTRATION', id: entityId } },
      },
    ]);
    const cause = { type: 'REGISTRATION', id: entityId };
    expect(await kit.score(entityId, cause)).toEqual({ entityId, score: 80, grade: 'B', scorecardVersion: '2026-1' });
    expect(await changes(entityId)).toEqual([
      {
        entityId,
        districtId: DAZU,
        version: 1,
        at: '2026-03-17T01:30:00.000Z',
        score: 80,
        grade: 'B',
        scorecardVersion: '2026-1',
        handling: {
          review: 'NORMAL',
          laterReviewPercent: 0,
          samplingPercent: 10,
          consolidation: 'NORMAL',
          financeReferral: true,
        },
      },
    ]);
    expect((await kit.credit(entityId)).body.history).toEqual([
      { at: '2026-03-17T01:30:00.000Z', score: 80, grade: 'B', scorecardVersion: '2026-1', contributions: [], cause },
    ]);
  });

  it('is kept by its newest version, however its events arrive', async () => {
    const entityId = await kit.file('merchant', '2026-02-01', DAZU, 2);
    const detail = { entityId, districtId: DAZU, kind: 'merchant', registeredOn: '2026-01-01' };
    await kit.tell({ ...detail, version: 1 });
    await kit.tell({ ...detail, version: 2 });
    expect((await kit.credit(entityId, '2026-01-31')).status).toBe(400);
    await kit.tell({ ...detail, version: 3 });
    expect((await kit.credit(entityId, '2026-01-31')).status).toBe(200);
  });
});

describe('ScoreEntity', () => {
  it('run twice leaves the table as it was', async () => {
    const entityId = await kit.file('merchant');
    await kit.record(entityId, 'COMPLAINT_UPHELD');
    await kit.score(entityId);
    const once = await stateOf(creditKey(entityId));
    await kit.score(entityId);
    expect(await stateOf(creditKey(entityId))).toBe(once);
  });

  it('tells of a change only', async () => {
    const entityId = await kit.file('merchant');
    await kit.score(entityId);
    await kit.record(entityId, 'CHECK_OBSTRUCTED');
    await kit.score(entityId);
    await kit.record(entityId, 'COMPLAINT_UPHELD');
    await kit.score(entityId);
    // The cap of the group is used up: a third fact of it moves nothing.
    await kit.record(entityId, 'COUNTERFEIT_SEIZED');
    await kit.score(entityId);
    expect(
      (await changes(entityId)).map((detail) => [detail?.['version'], detail?.['score'], detail?.['grade']]),
    ).toEqual([
      [1, 80, 'B'],
      [2, 72, 'C'],
      [3, 70, 'C'],
    ]);
  });

  it('tells of a changed grade besides, with the one before and the handling that follows', async () => {
    const entityId = await kit.file('merchant');
    const grades = async () => registry.messages(`DST#${DAZU}#CREDIT_GRADE#${entityId}`);
    await kit.score(entityId);
    await kit.record(entityId, 'COMPLAINT_UPHELD');
    await kit.score(entityId);
    expect(await grades()).toEqual([]);
    await kit.record(entityId, 'SMUGGLING');
    await kit.score(entityId);
    await kit.score(entityId);
    expect(await grades()).toMatchObject([
      {
        type: 'event',
        name: 'GradeChanged',
        detail: {
          entityId,
          version: 3,
          previousGrade: 'B',
          grade: 'D',
          score: 0,
          handling: { review: 'TWO_PERSON', samplingPercent: 100, financeReferral: false },
        },
      },
    ]);
  });

  it('keeps for each standing what every fact contributed then', async () => {
    const entityId = await kit.file('merchant');
    await kit.score(entityId);
    const first = (await kit.record(entityId, 'CHECK_OBSTRUCTED')).body.id;
    await kit.score(entityId);
    const second = (await kit.record(entityId, 'COMPLAINT_UPHELD')).body.id;
    await kit.score(entityId);
    const obstructed = { indicator: 'CHECK_OBSTRUCTED', eventId: first };
    const complaint = { indicator: 'COMPLAINT_UPHELD', eventId: second };
    // The group's cap of 10 is used up in the card's order: the complaint first.
    expect(
      (await kit.credit(entityId)).body.history.map((past: { contributions: unknown }) => past.contributions),
    ).toEqual([
      expect.arrayContaining([
        { ...obstructed, points: -7 },
        { ...complaint, points: -3 },
      ]),
      [{ ...obstructed, points: -8 }],
      [],
    ]);
  });

  it('counts both of two facts recorded and scored at once', async () => {
    const entityId = await kit.file('merchant');
    await kit.score(entityId);
    const retried = async (attempts = 10): Promise<unknown> => {
      try {
        return await kit.score(entityId);
      } catch (error) {
        if (attempts === 0 || (error as Error).name !== 'ConcurrencyConflict') throw error;
        return retried(attempts - 1);
      }
    };
    await Promise.all(
      ['COMPLAINT_UPHELD', 'FILING_CHANGE_UNREPORTED', 'VOUCHER_NOT_SUPPLIED', 'COMPLIANCE_TRAINING'].map(
        async (indicator) => {
          expect((await kit.record(entityId, indicator)).status).toBe(202);
          await retried();
        },
      ),
    );
    expect((await changes(entityId)).at(-1)).toMatchObject({ score: 80 - 3 - 2 - 3 + 2 });
  });

  it('fails for an entity nobody filed', async () => {
    await expect(kit.score(`entity-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`)).rejects.toThrow('no credit is kept');
  });

  it('refuses an input that is not its own', async () => {
    await expect(invoke(scoreEntity(registry.runtime), { entityId: 1 })).rejects.toThrow();
  });
});

describe('a run', () => {
  const start = async (caller = reviewer(YUZHONG)) => (await kit.call('startCreditRun', { caller })).body.id as string;
  const work = async (runId: string) => {
    const { batches } = await invoke<{ batches: unknown[] }>(listEntities(registry.runtime), { runId });
    for (const batch of batches) await invoke(scoreBatch(registry.runtime), { runId, batch });
    return { batches, end: await invoke(finishRun(registry.runtime), { runId }) };
  };

  it('scores every entity of the district, and counts the same when done again', async () => {
    const entityIds = await Promise.all(
      Array.from({ length: 105 }, async () => kit.file('merchant', '2026-01-05', YUZHONG)),
    );
    await kit.record(entityIds[0] ?? '', 'COMPLAINT_UPHELD');
    const elsewhere = await kit.file('merchant');
    const runId = await start();
    const first = await work(runId);
    expect(first.batches).toHaveLength(2);
    expect(first.end).toEqual({ runId, entities: 105, changed: 105 });
    const run = `DST#${YUZHONG}#CREDIT_RUN#${runId}`;
    const once = await stateOf(run);
    expect((await work(runId)).end).toEqual(first.end);
    expect(await stateOf(run)).toBe(once);
    const progress = await kit.call('getCreditRun', { caller: clerk(YUZHONG), params: { id: runId } });
    expect(progress.body).toMatchObject({ status: 'FINISHED', entities: 105, changed: 105, batches: 2 });
    expect((await kit.credit(entityIds[0] ?? '')).body).toMatchObject({ score: 77, history: [{ score: 77 }] });
    expect((await kit.credit(elsewhere)).body.history).toEqual([]);
    expect((await work(await start())).end).toMatchObject({ entities: 105, changed: 0 });
    expect((await work(await start(operator()))).batches.length).toBeGreaterThan(2);
  });

  it('moves the entities whose terms ended', async () => {
    const entityId = await kit.file('merchant', '2026-01-05', '500107');
    await kit.record(entityId, 'COMPLAINT_UPHELD');
    await kit.score(entityId);
    registry.setClock('2026-06-09T15:59:59.000Z');
    expect((await work(await start(reviewer('500107')))).end).toMatchObject({ changed: 0 });
    registry.setClock('2026-06-09T16:00:00.000Z');
    expect((await work(await start(reviewer('500107')))).end).toMatchObject({ changed: 1 });
    expect((await kit.credit(entityId)).body).toMatchObject({ score: 80, contributions: [] });
    registry.setClock('2026-03-17T01:30:00.000Z');
  });

  it('of no entities finishes', async () => {
    const runId = await start(reviewer('500999'));
    expect(await work(runId)).toEqual({ batches: [], end: { runId, entities: 0, changed: 0 } });
  });

  it.each([
    ['ListEntities', listEntities, {}],
    ['ScoreBatch', scoreBatch, { batch: { no: 0, districtId: DAZU, from: 'a', to: 'b' } }],
    ['FinishRun', finishRun, {}],
    ['FailRun', failRun, { execution: 'x', error: 'x' }],
  ])('that does not exist fails %s', async (_name, build, input) => {
    const runId = `creditrun-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`;
    await expect(invoke(build(registry.runtime), { runId, ...input })).rejects.toThrow(
      /there is no (?:run )?creditrun-/,
    );
  });
});

it('starts one run a day and district, however often the clock calls', async () => {
  const starts = async () => {
    await invoke(startDailyRuns(registry.runtime), { schedule: 'daily-credit-runs' });
    const items = await registry.heads('500107', 'CREDIT_RUNS');
    return items.filter((item) => (item['data'] as { startedBy: string }).startedBy === 'schedule:start-daily-runs');
  };
  registry.setClock('2026-04-01T01:00:00.000Z');
  const [first] = await starts();
  expect(await starts()).toHaveLength(1);
  await invoke(finishRun(registry.runtime), { runId: (first!['data'] as { id: string }).id });
  registry.setClock('2026-04-01T15:59:59.999Z');
  expect(await starts()).toHaveLength(1);
  registry.setClock('2026-04-01T16:00:00.000Z');
  const runs = await starts();
  expect(runs).toHaveLength(2);
  expect(await registry.messages(runs[0]?.pk ?? '')).toMatchObject([{ type: 'start', workflow: 'credit-scoring' }]);
});

it('takes up the run of the day that failed, or that cannot be running any more, where it broke off', async () => {
  registry.setClock('2026-04-11T01:00:00.000Z');
  const clock = () => invoke(startDailyRuns(registry.runtime), { schedule: 'daily-credit-runs' });
  await clock();
  const items = await registry.heads(DAZU, 'CREDIT_RUNS');
  const run = items.find((item) => (item['data'] as { startedAt: string }).startedAt === '2026-04-11T01:00:00.000Z');
  const runId = (run!['data'] as { id: string }).id;
  const status = async () => (await kit.call('getCreditRun', { caller: clerk(), params: { id: runId } })).body.status;
  const starts = async () =>
    (await registry.messages(run?.pk ?? '')).map((message) => (message as { executionName?: string }).executionName);
  const fail = (execution: string) => invoke(failRun(registry.runtime), { runId, execution, error: 'ZodError' });
  await fail(runId);
  expect(await status()).toBe('FAILED');
  await clock();
  expect(await status()).toBe('RUNNING');
  // The first execution's failure, told late, is not the second one's.
  await fail(runId);
  expect(await status()).toBe('RUNNING');
  registry.setClock('2026-04-11T08:00:00.001Z');
  expect(await status()).toBe('FAILED');
  await clock();
  expect(await starts()).toEqual([runId, `${runId}-2`, `${runId}-3`]);
  await invoke(finishRun(registry.runtime), { runId });
  await clock();
  expect(await status()).toBe('FINISHED');
  registry.setClock('2026-03-17T01:30:00.000Z');
});
