import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../../../functions/filing/store/migration.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { TAKEN_MINUTES } from '../../../functions/shared/human-task/taking.ts';
import { build as buildSystem } from '../../../functions/system/api.ts';
import { systemApi } from '../../../functions/system/contract.ts';
import { agency, call, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { migrated } from '../../kit/migrated.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, approve, decide, filed, getFiling, runStep } from './kit.ts';
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
      expect(await reviewsOf(other)).toBeUndefined();
    }
  });
});

describe('a filing that was returned', () => {
  const returnsOf = async (caller: Caller) =>
    (await workOf(caller)).find(({ queue }: { queue: string }) => queue === 'FILING_RETURNED');

  it('waits for its answer by whoever filed it, and by the centre, until it is answered', async () => {
    const own = merchant(`entity-${DAZU}-01M8MRXQBS4ZT6MQ6Q98FCZPA1`);
    const id = await filed(registry.runtime, merchantSample(31), own);
    expect(await returnsOf(own)).toMatchObject({ count: 0 });
    await decide(registry.runtime, id, { decision: 'RETURN', reasons: ['缺少租赁合同'] });
    await runStep(registry.runtime, 'ReturnFiling', { filingId: id, revision: 1 });
    const { answerBy } = (await getFiling(registry.runtime, id)).body;
    const dueOn = new Date(Date.parse(answerBy) - 1 + 8 * 3_600_000).toISOString().slice(0, 10);
    expect(await returnsOf(own)).toMatchObject({ count: 1, overdue: 0, oldestDueOn: dueOn });
    expect(await returnsOf(clerk())).toMatchObject({ count: 1 });
    expect(await returnsOf(clerk(YUZHONG))).toMatchObject({ count: 0 });
    expect(await returnsOf(merchant(`entity-${DAZU}-01M8MRXQBS4ZT6MQ6Q98FCZPA2`))).toMatchObject({ count: 0 });
    await api(registry.runtime, 'withdrawFiling', { caller: own, params: { id } });
    expect(await returnsOf(own)).toMatchObject({ count: 0 });
  });

  it('is found by its day once a return of an earlier release is brought up to date', async () => {
    const id = await filed(registry.runtime, merchantSample(32));
    await decide(registry.runtime, id, { decision: 'RETURN', reasons: ['缺少租赁合同'] });
    await runStep(registry.runtime, 'ReturnFiling', { filingId: id, revision: 1 });
    await registry.documents.send(
      new UpdateCommand({
        TableName: 'registry',
        Key: { pk: `DST#${DAZU}#FILING#${id}`, sk: 'CURRENT' },
        UpdateExpression: 'REMOVE dueKey, dueSort',
      }),
    );
    expect(await returnsOf(clerk())).toMatchObject({ count: 0 });
    await migrated(registry.documents, migrations);
    expect(await returnsOf(clerk())).toMatchObject({ count: 1 });
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
