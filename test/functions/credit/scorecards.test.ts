import { describe, expect, it } from 'vitest';
import type { Scorecard } from '../../../functions/credit/domain/scorecard.ts';
import { build as finishRun } from '../../../functions/credit/steps/finish-run.ts';
import { build as listEntities } from '../../../functions/credit/steps/list-entities.ts';
import { build as scoreBatch } from '../../../functions/credit/steps/score-batch.ts';
import { runStore } from '../../../functions/credit/store/runs.ts';
import { clerk, DAZU, operator, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { CARD } from './domain/kit.ts';
import { creditKit, invoke } from './kit.ts';

const registry = useRegistry();
const kit = creditKit(registry);

const author = operator();
const publisher = { ...operator(), sub: 'another' };

/** The first card with complaints at 9 points. */
function stricter(version: string, effectiveFrom: string): Scorecard {
  const card = { ...structuredClone(CARD), version, effectiveFrom };
  const complaint = card.indicators.find(({ code }) => code === 'COMPLAINT_UPHELD');
  if (complaint?.effect === 'DEDUCTION') complaint.points = -9;
  return card;
}
const draft = async (version: string, effectiveFrom: string) =>
  kit.call('draftScorecard', { caller: author, body: stricter(version, effectiveFrom) });
const publish = async (version: string, caller = publisher) =>
  kit.call('publishScorecard', { caller, params: { version } });

async function simulate(version: string, asOf?: string) {
  const { status, body } = await kit.call('simulateScorecard', {
    caller: author,
    params: { version },
    ...(asOf === undefined ? {} : { query: { asOf } }),
  });
  expect(status).toBe(202);
  const runId = body.id as string;
  const { batches } = await invoke<{ batches: unknown[] }>(listEntities(registry.runtime), { runId });
  for (const batch of batches) await invoke(scoreBatch(registry.runtime), { runId, batch });
  await invoke(finishRun(registry.runtime), { runId });
  return (await kit.call('getCreditRun', { caller: author, params: { id: runId } })).body;
}

describe('a scorecard', () => {
  it('is drafted, simulated, published by another, and scores from its day on', async () => {
    const entityId = await kit.file('merchant');
    await kit.file('merchant', '2026-01-05', YUZHONG);
    await kit.record(entityId, 'COMPLAINT_UPHELD');
    await kit.score(entityId);

    const made = await draft('2026-2', '2026-03-20');
    expect(made).toMatchObject({ status: 201, headers: { Location: '/v1/scorecards/2026-2' } });
    expect(await publish('2026-2')).toMatchObject({ status: 422, body: { errors: [{ code: 'NOT_SIMULATED' }] } });

    // 77 of B would be 80 - 9 = 71 of C; the other two hold no facts.
    const simulation = await simulate('2026-2');
    expect(simulation).toMatchObject({
      status: 'FINISHED',
      simulation: { scorecardVersion: '2026-2', asOf: '2026-03-17' },
      entities: 2,
      changed: 1,
      moves: [
        { from: 'B', to: 'B', entities: 1 },
        { from: 'B', to: 'C', entities: 1 },
      ],
    });
    const movers = await kit.call('listCreditRunMovers', { caller: author, params: { id: simulation.id } });
    expect(movers.body).toEqual({
      items: [
        {
          entityId,
          name: '大足龙水某五金经营部',
          before: { score: 77, grade: 'B', scorecardVersion: '2026-1' },
          after: { score: 71, grade: 'C', scorecardVersion: '2026-2' },
        },
      ],
      nextCursor: null,
    });
    expect((await kit.credit(entityId)).body).toMatchObject({ score: 77, history: [{ score: 77 }] });
    // Before the fact nothing would have moved; before the filing there was nobody.
    expect(await simulate('2026-2', '2026-03-09')).toMatchObject({ entities: 2, changed: 0 });
    expect(await simulate('2026-2', '2026-01-04')).toMatchObject({ entities: 0, moves: [] });

    expect((await publish('2026-2', author)).status).toBe(403);
    expect(await publish('2026-2')).toMatchObject({ status: 200, body: { status: 'PUBLISHED' } });
    expect((await publish('2026-2')).status).toBe(409);

    registry.setClock('2026-03-19T15:59:59.000Z');
    expect((await kit.credit(entityId)).body).toMatchObject({ score: 77, scorecardVersion: '2026-1' });
    registry.setClock('2026-03-19T16:00:00.000Z');
    expect((await kit.credit(entityId)).body).toMatchObject({ score: 71, scorecardVersion: '2026-2' });
    expect((await kit.credit(entityId, '2026-03-19')).body).toMatchObject({ score: 77, scorecardVersion: '2026-1' });
    expect(await kit.score(entityId)).toMatchObject({ score: 71, grade: 'C' });
    registry.setClock('2026-03-17T01:30:00.000Z');
  });

  it('has a version of its own, and a day of its own that is to come', async () => {
    expect(await draft('2026-1', '2026-09-01')).toMatchObject({ status: 409, body: { code: 'DUPLICATE' } });
    await draft('2026-3', '2026-03-17');
    expect(await draft('2026-3', '2026-09-01')).toMatchObject({ status: 409, body: { code: 'DUPLICATE' } });
    await simulate('2026-3');
    // 2026-2 takes effect on 20 March, after the newer 2026-3.
    expect(await publish('2026-3')).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'EFFECTIVE_TOO_EARLY' }, { code: 'EFFECTIVE_CIRCULAR' }] },
    });

    for (const version of ['2026-4', '2026-5']) {
      await draft(version, '2026-10-01');
      await simulate(version);
    }
    const replies = await Promise.all([publish('2026-4'), publish('2026-5')]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422]);
    expect(replies.find(({ status }) => status === 422)?.body.errors).toMatchObject([{ code: 'EFFECTIVE_TWICE' }]);
  });

  it('shows all movers of a simulation, batch by batch, to the city only', async () => {
    await draft('2026-8', '2026-12-02');
    const { id } = await simulate('2026-8');
    const runs = runStore(registry.runtime.table);
    const run = (await runs.run(id))?.data;
    if (!run) throw new Error('the simulation is kept');
    const reached = { score: 80, grade: 'B', scorecardVersion: '2026-1' } as const;
    const batches = ['x', 'y', 'z'].map((from) => ({ districtId: DAZU, from, to: from, entities: 1, changed: 1 }));
    for (const batch of batches) {
      const mover = {
        entityId: batch.from,
        name: '某商户',
        before: reached,
        after: { ...reached, grade: 'C' as const },
      };
      await runs.finishBatch(run, batch, [mover]);
    }
    const named: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: Record<string, string> = cursor === '' ? {} : { cursor };
      const page = await kit.call('listCreditRunMovers', { caller: author, params: { id }, query });
      named.push(...page.body.items.map((mover: { entityId: string }) => mover.entityId));
      cursor = page.body.nextCursor;
    }
    expect(named.slice(-3)).toEqual(['x', 'y', 'z']);
    expect(new Set(named).size).toBe(named.length);
    expect((await kit.call('listCreditRunMovers', { caller: clerk(), params: { id } })).status).toBe(403);
  });

  it('replays a past day to the same bytes after three later cards', async () => {
    const entityId = await kit.file('customsBroker', '2025-01-05');
    for (const indicator of ['COMPLAINT_UPHELD', 'DECLARATION_AMENDED', 'FILING_DATA_FALSE', 'COMPLIANCE_TRAINING']) {
      await kit.record(entityId, indicator);
    }
    const past = async () => {
      const { history: _history, ...body } = (await kit.credit(entityId, '2026-03-16')).body;
      return JSON.stringify(body);
    };
    const before = await past();
    for (const [version, effectiveFrom, day] of [
      ['2027-1', '2027-01-01', '2026-12-31'],
      ['2027-2', '2027-02-01', '2027-01-31'],
      ['2027-3', '2027-03-01', '2027-02-28'],
    ] as const) {
      await draft(version, effectiveFrom);
      await simulate(version);
      registry.setClock(`${day}T02:00:00.000Z`);
      expect((await publish(version)).status).toBe(200);
    }
    registry.setClock('2027-06-01T02:00:00.000Z');
    expect((await kit.credit(entityId)).body.scorecardVersion).toBe('2027-3');
    expect(await past()).toBe(before);
    registry.setClock('2026-03-17T01:30:00.000Z');
  });

  it('that is unsound is refused with all its faults', async () => {
    const body = stricter('2026-6', '2026-11-01');
    const reply = await kit.call('draftScorecard', {
      caller: author,
      body: { ...body, base: 101, indicators: [{ ...body.indicators[0], months: 0.5 }] },
    });
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toMatchObject([{ pointer: '/base' }, { pointer: '/indicators/0/months' }]);
  });

  it('is shown as a draft to the city only', async () => {
    await draft('2026-7', '2026-12-01');
    const versions = async (caller = clerk()) =>
      (await kit.call('listScorecards', { caller })).body.items.map((card: { version: string }) => card.version);
    expect(await versions(operator())).toContain('2026-7');
    expect(await versions()).not.toContain('2026-7');
    expect((await versions()).at(-1)).toBe('2026-1');
    const get = async (version: string, caller = clerk()) => kit.call('getScorecard', { caller, params: { version } });
    expect((await get('2026-7', operator())).body).toMatchObject({ version: '2026-7', status: 'DRAFT' });
    expect((await get('2026-7')).status).toBe(404);
    expect((await get('2026-1')).body).toMatchObject({ version: '2026-1', status: 'PUBLISHED' });
  });

  it('cannot be changed once published, and must exist', async () => {
    expect((await publish('2026-1')).status).toBe(409);
    expect((await publish('2030-1')).status).toBe(404);
    expect((await kit.call('simulateScorecard', { caller: author, params: { version: '2026-1' } })).status).toBe(409);
    expect((await kit.call('simulateScorecard', { caller: clerk(DAZU), params: { version: '2026-1' } })).status).toBe(
      403,
    );
  });
});
