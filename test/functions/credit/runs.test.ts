import { describe, expect, it } from 'vitest';
import { build as finishRun } from '../../../functions/credit/steps/finish-run.ts';
import { build as listEntities } from '../../../functions/credit/steps/list-entities.ts';
import { build as scoreBatch } from '../../../functions/credit/steps/score-batch.ts';
import { agency, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { creditKit, invoke } from './kit.ts';

const registry = useRegistry();
const kit = creditKit(registry);

interface Batch {
  readonly districtId: string;
  readonly from: string;
  readonly to: string;
}

const start = async (districtId: string) =>
  (await kit.call('startCreditRun', { caller: reviewer(districtId) })).body.id as string;
const list = async (runId: string) =>
  (await invoke<{ batches: Batch[] }>(listEntities(registry.runtime), { runId })).batches;
const work = async (runId: string, batches: readonly Batch[]) => {
  for (const batch of batches) await invoke(scoreBatch(registry.runtime), { runId, batch });
};
const finish = async (runId: string) => invoke(finishRun(registry.runtime), { runId });
const file = async (count: number, districtId: string) =>
  Promise.all(Array.from({ length: count }, async () => kit.file('merchant', '2026-01-05', districtId)));

describe('a run that is taken up again', () => {
  it('scores whoever is in no finished batch, and nobody twice', async () => {
    const district = '500101';
    const entityIds = (await file(201, district)).toSorted();
    const runId = await start(district);
    const [first, second, third] = await list(runId);
    if (!first || !second || !third) throw new Error('201 entities are three batches');
    await work(runId, [second]);
    // A failed batch that kept part of its work: one entity of the first is scored already.
    await kit.score(entityIds[3] ?? '', { type: 'RUN', id: runId });
    const left = await list(runId);
    expect(left).toEqual([first, third]);
    await work(runId, left);
    expect(await list(runId)).toEqual([]);
    expect(await finish(runId)).toEqual({ runId, entities: 201, changed: 201 });
    for (const entityId of entityIds.slice(0, 10)) {
      const { history } = (await kit.credit(entityId)).body;
      expect(history.map((past: { cause: unknown }) => past.cause)).toEqual([{ type: 'RUN', id: runId }]);
    }
  });
});

describe('the statistics of a month', () => {
  const statistics = async (month: string, caller = reviewer(YUZHONG)) =>
    kit.call('getCreditStatistics', { caller, query: { month } });

  it('are those of its last finished run, and say how far they moved from the month before', async () => {
    const [one = '', other = ''] = await file(4, YUZHONG);
    const run = async (instant: string) => {
      registry.setClock(instant);
      const runId = await start(YUZHONG);
      await work(runId, await list(runId));
      await finish(runId);
      return runId;
    };
    await run('2026-03-17T02:00:00.000Z');
    await kit.record(one, 'COMPLAINT_UPHELD');
    await kit.record(other, 'CHECK_OBSTRUCTED');
    const march = await run('2026-03-18T02:00:00.000Z');
    expect((await statistics('2026-03')).body).toMatchObject({
      month: '2026-03',
      runs: [{ districtId: YUZHONG, runId: march }],
      entities: 4,
      grades: [
        { grade: 'A', entities: 0 },
        { grade: 'B', entities: 3 },
        { grade: 'C', entities: 1 },
        { grade: 'D', entities: 0 },
      ],
      kinds: [{ kind: 'merchant' }],
      stability: { previousMonth: '2026-02', scores: null },
      discrimination: { available: false },
    });
    await kit.record(other, 'SMUGGLING');
    await run('2026-04-18T02:00:00.000Z');
    const { stability, grades } = (await statistics('2026-04')).body;
    expect(grades.at(-1)).toEqual({ grade: 'D', entities: 1 });
    // Scores 80, 80, 77, 72 in March, 80, 80, 77, 0 in April: the bin of 70 loses a quarter of all, that of 0 gains it.
    // (0.25 − 0.5) · ln 0.5 + (0.25 − 0.0001) · ln 2500 = 0.17329 + 1.95522 = 2.1285.
    expect(stability.scores).toBeCloseTo(2.1285, 3);
    expect(stability.indicators).toEqual([
      { indicator: 'CHECK_OBSTRUCTED', entities: { none: 3, one: 1, more: 0 }, psi: 0 },
      { indicator: 'COMPLAINT_UPHELD', entities: { none: 3, one: 1, more: 0 }, psi: 0 },
      { indicator: 'SMUGGLING', entities: { none: 3, one: 1, more: 0 }, psi: expect.closeTo(2.0271, 3) },
    ]);
    registry.setClock('2026-03-17T01:30:00.000Z');
  });

  it('are not replaced by an earlier run that finishes later', async () => {
    await file(1, DAZU);
    const early = await start(DAZU);
    registry.setClock('2026-03-17T01:31:00.000Z');
    const late = await start(DAZU);
    await work(late, await list(late));
    await finish(late);
    await work(early, await list(early));
    await finish(early);
    expect((await statistics('2026-03', reviewer(DAZU))).body.runs).toMatchObject([{ runId: late }]);
    registry.setClock('2026-03-17T01:30:00.000Z');
  });

  it('are the district’s for who is of it, and the city’s for the city', async () => {
    const city = (await statistics('2026-03', operator())).body;
    const yuzhong = (await statistics('2026-03')).body;
    expect(city.runs.length).toBeGreaterThan(yuzhong.runs.length);
    expect(city.entities).toBeGreaterThan(yuzhong.entities);
    expect((await statistics('2026-03', agency())).body).toEqual(city);
    const [entityId = ''] = await file(1, YUZHONG);
    expect((await statistics('2026-03', merchant(entityId, YUZHONG))).body).toEqual(yuzhong);
  });

  it.each(['2026-13', '2026-00', '26-03', '2026-3'])('of %s are refused', async (month) => {
    expect((await statistics(month)).status).toBe(400);
  });
});
