import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { TAKEN_MINUTES } from '../../../functions/shared/human-task/taking.ts';
import { build as buildSystem } from '../../../functions/system/api.ts';
import { systemApi } from '../../../functions/system/contract.ts';
import { agency, call, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, approve, filed, getFiling } from './kit.ts';
import { merchantSample, tradeOperatorSample } from './samples.ts';

const START = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(START);

beforeEach(() => registry.setClock(START));

const workOf = async (caller: Caller, query = {}) =>
  (await call(buildSystem(registry.runtime), systemApi, 'work', { caller, query })).body.items;
const reviewsOf = async (caller: Caller, query = {}) =>
  (await workOf(caller, query)).find(({ queue }: { queue: string }) => queue === 'FILING_REVIEW');

describe('what waits for a reviewer', () => {
  it('is counted in its district, with the earliest day and what is past it, and no more once it is decided', async () => {
    expect(await reviewsOf(reviewer())).toEqual({ queue: 'FILING_REVIEW', title: '备案待审', count: 0, overdue: 0 });
    const first = await filed(registry.runtime, merchantSample(11));
    registry.setClock('2026-03-18T01:30:00.000Z');
    await filed(registry.runtime, merchantSample(12));
    await filed(registry.runtime, tradeOperatorSample(13), clerk(YUZHONG));
    expect(await reviewsOf(reviewer())).toMatchObject({ count: 2, overdue: 0, oldestDueOn: '2026-03-20' });
    expect(await reviewsOf(operator())).toMatchObject({ count: 3, overdue: 0, oldestDueOn: '2026-03-20' });
    expect(await reviewsOf(operator(), { districtId: YUZHONG })).toMatchObject({ count: 1, oldestDueOn: '2026-03-23' });
    registry.setClock('2026-03-21T01:30:00.000Z');
    expect(await reviewsOf(reviewer())).toMatchObject({ count: 2, overdue: 1 });
    await approve(registry.runtime, first);
    expect(await reviewsOf(reviewer())).toMatchObject({ count: 1, overdue: 0, oldestDueOn: '2026-03-23' });
  });

  it('is nobody else’s', async () => {
    for (const other of [clerk(), agency(), merchant(`entity-${DAZU}-01M8MRXQBS4ZT6MQ6Q98FCZPAQ`)]) {
      expect(await workOf(other)).toEqual([]);
    }
  });
});

describe('a review that is taken', () => {
  const [first, second] = [reviewer(DAZU, 'r1'), reviewer(DAZU, 'r2')];
  const take = (id: string, caller: Caller) => api(registry.runtime, 'takeFiling', { caller, params: { id } });

  it('is shown as taken, and is told to whoever would take it too, until its time is over', async () => {
    const id = await filed(registry.runtime, merchantSample(21));
    const until = new Date(Date.parse(START) + TAKEN_MINUTES * 60_000).toISOString();
    expect((await take(id, first)).body).toEqual({ by: 'r1', until });
    expect((await take(id, second)).body).toMatchObject({
      code: 'WRONG_STATE',
      detail: `该备案正由审核人 r1 办理；请先办理其他事项；${until} 之后无人办理时可再接办`,
    });
    expect((await getFiling(registry.runtime, id, second)).body.taking).toEqual({ by: 'r1', until });
    const listed = async (caller: Caller) => {
      const { body } = await api(registry.runtime, 'listFilings', { caller, query: { status: 'PENDING_REVIEW' } });
      return body.items.find((item: { id: string }) => item.id === id).taking;
    };
    expect(await listed(second)).toEqual({ by: 'r1', until });
    registry.setClock(until);
    expect(await listed(second)).toBeUndefined();
    expect((await take(id, second)).body.by).toBe('r2');
  });

  it('is taken for longer by whoever has it, and may be decided by another', async () => {
    const id = await filed(registry.runtime, merchantSample(22));
    await take(id, first);
    registry.setClock('2026-03-17T01:40:00.000Z');
    expect((await take(id, first)).body.until).toBe('2026-03-17T01:55:00.000Z');
    await approve(registry.runtime, id, second);
    expect((await getFiling(registry.runtime, id, second)).body.taking).toBeUndefined();
  });

  it('is of one where many take it at once', async () => {
    const id = await filed(registry.runtime, merchantSample(23));
    const replies = await Promise.all(Array.from({ length: 12 }, (_, n) => take(id, reviewer(DAZU, `r${n}`))));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 409)).toHaveLength(11);
  });

  it('is nothing of a party’s, nor of what is not under review', async () => {
    const id = await filed(registry.runtime, merchantSample(24));
    expect((await take(id, clerk())).status).toBe(403);
    expect((await take(id, reviewer(YUZHONG))).status).toBe(404);
    await approve(registry.runtime, id);
    expect((await take(id, first)).body.code).toBe('WRONG_STATE');
  });
});
