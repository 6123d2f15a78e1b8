import { beforeAll, describe, expect, it } from 'vitest';
import { FilingChanged } from '../../../functions/events/filing.ts';
import { MarketStallsChanged, StallVacated } from '../../../functions/events/market.ts';
import { build as buildOnStalls } from '../../../functions/filing/subscribers/filing-on-market-stalls-changed.ts';
import { build } from '../../../functions/market/api.ts';
import { marketApi } from '../../../functions/market/contract/index.ts';
import { build as buildOnFiling } from '../../../functions/market/subscribers/market-on-filing-changed.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import type { Message } from '../../../functions/shared/outbox/message.ts';
import { type Kept, wholeMessage } from '../../../functions/shared/outbox/whole.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { workOf } from '../../../functions/system/work.ts';
import { agency, type CallOptions, call, clerk, DAZU, merchant, reviewer, YUZHONG } from '../../kit/call.ts';
import { invoke } from '../../kit/deliver.ts';
import { publish } from '../../kit/reference.ts';
import { useRegistry } from '../../kit/registry.ts';
import { delivery } from '../events/samples.ts';
import { api, approve, approved, decide, filed, getEntity, getFiling, runStep, toReview } from '../filing/kit.ts';
import { usccOf as codeOf, merchantSample } from '../filing/samples.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');
const MARKET = 'dazu-longshui-hardware';
const market = (districtId = DAZU): Caller => ({ sub: `market-${districtId}`, role: 'market', districtId });

/** The code that a sample's merchant has. */
const usccOf = (n: number): string => codeOf(n, '92500111');

/** What was told, to be carried by the test. */
const told: Message[] = [];

const runtime = (): Runtime => ({
  ...registry.runtime,
  table: {
    ...registry.runtime.table,
    commit: async (writes) => {
      await registry.runtime.table.commit(writes);
      for (const write of writes) {
        const item = write.item('').Put?.Item as unknown as Kept | undefined;
        if (String((item as { sk?: unknown } | undefined)?.sk).startsWith('OUTBOX#'))
          told.push(await wholeMessage(item!, registry.runtime.table));
      }
    },
  },
});

const HEARD: Readonly<Record<string, (on: Runtime) => unknown>> = {
  [MarketStallsChanged.name]: buildOnStalls,
  [FilingChanged.name]: buildOnFiling,
};

/** Carries what was told, each twice, as events come at least once; answers what nobody here hears. */
async function carried(): Promise<Extract<Message, { type: 'event' }>[]> {
  const others: Extract<Message, { type: 'event' }>[] = [];
  for (let message = told.shift(); message; message = told.shift()) {
    if (message.type !== 'event') continue;
    const hears = HEARD[message.name];
    if (!hears) others.push(message);
    else for (let n = 0; n < 2; n += 1) await invoke(hears(runtime()), delivery(message.name as never, message.detail));
  }
  return others;
}

const ask = (operation: keyof typeof marketApi, options: CallOptions = {}) =>
  call(build(runtime()), marketApi, operation, { caller: market(), params: { id: MARKET }, ...options });

const say = (...stalls: object[]) => ask('sayMarketStalls', { body: { stalls } });

const sheet = (rows: readonly string[][], commit = false) =>
  ask('uploadMarketStalls', {
    headers: { 'Content-Type': 'text/csv' },
    query: commit ? { commit: 'true' } : {},
    body: [['区（楼）', '层', '摊位号', '统一社会信用代码', '租期起', '租期止', '腾退日期'], ...rows]
      .map((row) => row.join(','))
      .join('\n'),
  });

/** A merchant's form with a stall of its own. */
const sampleAt = (n: number, number: string) => {
  const { kind, entity } = merchantSample(n);
  return { kind, entity: { ...entity, stall: { building: 'A区', floor: '1层', number } } };
};

const lease = (n: number) => {
  const { from, to: until } = merchantSample(n).entity.stallLease;
  return { state: 'LEASED', code: usccOf(n), from, until };
};

beforeAll(async () => {
  await publish(registry, 'market-confirmations', { from: '2026-03-17', rows: [{ districtId: DAZU }] });
});

describe('the stalls of a market', () => {
  it('are said by form, told whole and once, and read by the offices of the district', async () => {
    const stall = { building: 'Z区', number: '1', ...lease(901) };
    const { status, body } = await say(stall);
    expect([status, body]).toEqual([
      201,
      { committed: true, rows: 1, added: 1, changed: 0, faults: [], notes: [], etag: '"1"' },
    ]);
    expect(told).toMatchObject([
      { name: 'MarketStallsChanged', detail: { version: 1, marketId: MARKET, stalls: [stall] } },
    ]);
    await carried();
    // The same once more is no change.
    expect((await say({ ...stall, building: 'z區' })).body).toMatchObject({ added: 0 });
    await carried();
    for (const caller of [market(), clerk(), reviewer()]) {
      expect((await ask('listMarketStalls', { caller, query: { state: 'LEASED' } })).body.items).toHaveLength(1);
    }
    expect((await ask('listMarketStalls', { caller: clerk(YUZHONG) })).status).toBe(404);
    expect((await ask('listMarketStalls', { caller: agency(DAZU) })).status).toBe(403);
    expect((await ask('sayMarketStalls', { caller: market(YUZHONG), body: { stalls: [stall] } })).status).toBe(404);
  });

  it('are refused with all that is wrong, and nothing of them is kept', async () => {
    const { status, body } = await say(
      { building: 'Y区', number: '1', state: 'LEASED' },
      { building: 'Y区', number: '2', ...lease(902), from: '2027-01-01', until: '2026-01-01' },
      { building: 'Y区', number: '3', state: 'VACATED' },
      { building: 'y區', number: '３', state: 'FREE' },
    );
    expect(status).toBe(422);
    expect(body.errors.map(({ code, pointer }: { code: string; pointer: string }) => [code, pointer])).toEqual([
      ['LEASE_INCOMPLETE', '/stalls/0'],
      ['TERM', '/stalls/1/until'],
      ['VACATED_ON', '/stalls/2/vacatedOn'],
      ['DUPLICATE_STALL', '/stalls/3'],
    ]);
    expect(told).toEqual([]);
  });

  it('come by a sheet, previewed with every fault by its row, and are kept only when none is left', async () => {
    const good = ['X区', '1层', '018', usccOf(903), '2026年1月1日', '2027/12/31', ''];
    const wrong = await sheet(
      [good, ['X区', '', '', '', '', '', ''], ['X区', '', '20', '', '2026-02-30', '', '']],
      true,
    );
    expect(wrong.body).toMatchObject({ committed: false, rows: 3, added: 0 });
    expect(wrong.body.faults.map(({ row }: { row: number }) => row)).toEqual([3, 4]);
    const preview = await sheet([good, ['X区', '', '21', '', '', '', '']]);
    expect(preview.body).toMatchObject({ committed: false, rows: 2, added: 2, faults: [] });
    expect(
      (await ask('listMarketStalls')).body.items.filter(({ building }: { building: string }) => building === 'X区'),
    ).toEqual([]);
    expect((await sheet([good, ['X区', '', '21', '', '', '', '']], true)).body).toMatchObject({
      committed: true,
      added: 2,
    });
    const kept = (await ask('listMarketStalls')).body.items.filter(
      ({ building }: { building: string }) => building === 'X区',
    );
    expect(kept).toMatchObject([{ state: 'LEASED', from: '2026-01-01', until: '2027-12-31' }, { state: 'FREE' }]);
    await carried();
  });

  it('come by a sheet within the bounds of the form, whatever stands in its cells', async () => {
    const { status, body } = await sheet(
      [
        ['V区', '', '1', 'abc', '2026-01-01', '2027-01-01', ''],
        ['V区', '', '2', '', '2026-13-01', '', ''],
        ['V区', '', '3', '', '', '', '20260045'],
        ['V区', '九'.repeat(31), '4', '', '', '', ''],
      ],
      true,
    );
    expect([status, body.committed]).toEqual([201, false]);
    expect(body.faults.map(({ row }: { row: number }) => row)).toEqual([2, 3, 4, 5]);
    expect(body.faults[0].message).toContain('承租人统一社会信用代码');
    // Nothing was kept: the list is of the version that it was of.
    expect(body.etag).toBe((await ask('listMarketStalls')).body.etag);
  });

  it('of a large market come in one sheet, and are told in messages of a size that an event takes', async () => {
    const rows = Array.from({ length: 1500 }, (_, n) => ['W区', '', String(n + 1), '', '', '', '']);
    expect((await sheet(rows, true)).body).toMatchObject({ committed: true, added: 1500 });
    expect(told).toHaveLength(8);
    for (const message of told) expect(JSON.stringify(message).length).toBeLessThan(100_000);
    told.length = 0;
    const page = await ask('listMarketStalls', { query: { limit: '200', cursor: '1400' } });
    expect(page.body.items.length).toBeGreaterThan(100);
    expect(page.body.nextCursor).toBeNull();
    expect((await ask('listMarketStalls', { query: { cursor: '-1' } })).status).toBe(400);
  });

  it('have beside them the goods that the market has recognised', async () => {
    const goods = [{ hs: '8204', name: '手动扳手' }];
    expect((await ask('sayMarketGoods', { body: { goods } })).status).toBe(200);
    expect((await ask('listMarketGoods', { caller: reviewer() })).body.goods).toEqual(goods);
    expect((await ask('sayMarketGoods', { body: { goods }, headers: { 'If-Match': '"1"' } })).status).toBe(412);
  });
});

const waiting = async () =>
  (await workOf(registry.runtime.table, market(), [DAZU], '2026-03-17')).find(({ queue }) => queue === 'MARKET_CLAIM')
    ?.count;

describe('a merchant’s filing where its district has the market confirm', () => {
  it('shows that the market has said nothing, waits in its queue, and shows its word; the reviewer decides anyhow', async () => {
    const filingId = await filed(runtime(), sampleAt(911, '111'));
    await carried();
    const before = (await getFiling(registry.runtime, filingId, reviewer())).body;
    expect(before.marketWord).toBe('NOTHING_SAID');
    expect(before.findings.find(({ code }: { code: string }) => code === 'STALL_NOT_CONFIRMED')).toMatchObject({
      severity: 'REVIEW',
    });
    expect(await waiting()).toBe(1);
    const claims = await ask('listMarketClaims', { params: {}, query: { state: 'OPEN' } });
    expect(claims.body.items).toMatchObject([{ id: filingId, stall: 'A区1层111', code: usccOf(911), state: 'OPEN' }]);
    const answer = (caller = market()) =>
      ask('answerMarketClaim', { caller, params: { id: filingId }, body: { outcome: 'CONFIRMED' } });
    expect((await answer(market(YUZHONG))).status).toBe(404);
    expect((await answer()).body).toMatchObject({ id: filingId, state: 'CONFIRMED' });
    expect((await answer()).status).toBe(409);
    await carried();
    expect(await waiting()).toBe(0);
    expect((await getFiling(registry.runtime, filingId, reviewer())).body.marketWord).toBe('CONFIRMED');
    await approve(runtime(), filingId);
    await carried();
    expect((await getEntity(registry.runtime, filingId.replace('filing', 'entity'))).body.marketWord).toBe('CONFIRMED');
  });

  it('is not held up by a market that denies or says nothing', async () => {
    const filingId = await filed(runtime(), sampleAt(912, '112'));
    await carried();
    await ask('answerMarketClaim', { params: { id: filingId }, body: { outcome: 'DENIED', reason: '已另租' } });
    await carried();
    const denied = (await ask('listMarketClaims', { params: {}, caller: reviewer(), query: { state: 'DENIED' } })).body;
    expect(denied.items).toMatchObject([{ id: filingId, reason: '已另租' }]);
    await approve(runtime(), filingId);
    await carried();
    expect((await getEntity(registry.runtime, filingId.replace('filing', 'entity'))).body).toMatchObject({
      status: 'ACTIVE',
      marketWord: 'NOTHING_SAID',
    });
  });

  it('is asked of the market again when it waits again, though it says the same stall', async () => {
    const form = sampleAt(916, '116');
    const filingId = await filed(runtime(), form);
    await carried();
    const waited = await waiting();
    await decide(runtime(), filingId, { decision: 'RETURN', reasons: ['缺执照'] });
    await runStep(runtime(), 'ReturnFiling', { filingId, revision: 1 });
    await carried();
    expect(await waiting()).toBe((waited ?? 0) - 1);
    const read = await getFiling(registry.runtime, filingId);
    const answered = await api(runtime(), 'reviseFiling', {
      caller: clerk(),
      params: { id: filingId },
      body: { entity: form.entity },
      headers: { 'If-Match': read.headers['ETag'] },
    });
    expect(answered.status, JSON.stringify(answered.body)).toBe(202);
    await toReview(runtime(), filingId, 2);
    await carried();
    expect(await waiting()).toBe(waited);
    await decide(runtime(), filingId, { decision: 'APPROVE' });
    await runStep(runtime(), 'ApproveFiling', { filingId, revision: 2 });
    await carried();
  });

  it.each([
    ['LET_TO_ANOTHER', { ...lease(913), code: usccOf(999) }],
    ['LEASE_DIFFERS', { ...lease(913), until: '2026-04-01' }],
    ['NOT_LET', { state: 'FREE' }],
    ['CONFIRMED', lease(913)],
  ])('shows %s by what the market says of the stall, however it is written', async (word, said) => {
    await say({ building: 'a區', floor: '首层', number: '113', ...said });
    await carried();
    const form = sampleAt(913, '113号');
    const filingId = await filed(runtime(), form);
    expect((await getFiling(registry.runtime, filingId)).body.marketWord).toBe(word);
    const read = await getFiling(registry.runtime, filingId, clerk());
    await api(runtime(), 'withdrawFiling', {
      caller: clerk(),
      params: { id: filingId },
      body: {},
      headers: { 'If-Match': read.headers['ETag'] },
    });
    await runStep(runtime(), 'WithdrawFiling', { filingId, revision: 1 });
    await carried();
  });

  it('keeps its approval when the stall is vacated; its merchant and the counter are told, once', async () => {
    const entityId = await approved(runtime(), sampleAt(914, '114'));
    await carried();
    const vacated = {
      building: 'A区',
      floor: '1层',
      number: '114',
      state: 'VACATED',
      vacatedOn: '2026-03-16',
      reason: '退租',
    };
    await say(vacated);
    const others = await carried();
    const again = await carried();
    expect([...others, ...again].filter(({ name }) => name === StallVacated.name)).toMatchObject([
      { detail: { entityId, stall: 'A区1层114', vacatedOn: '2026-03-16', reason: '退租' } },
    ]);
    const { body } = await getEntity(registry.runtime, entityId, merchant(entityId));
    expect([body.status, body.marketWord]).toEqual(['ACTIVE', 'VACATED']);
    // Said once more, in another sheet, it is no news.
    await say(vacated);
    expect((await carried()).filter(({ name }) => name === StallVacated.name)).toEqual([]);
  });
});

describe('a district that does not ask its market', () => {
  it('has no word, no finding and no queue of it', async () => {
    registry.setClock('2026-03-16T01:30:00.000Z');
    const filingId = await filed(runtime(), sampleAt(915, '115'));
    await carried();
    const { body } = await getFiling(registry.runtime, filingId);
    expect(body).not.toHaveProperty('marketWord');
    expect(body.findings.map(({ code }: { code: string }) => code)).not.toContain('STALL_NOT_CONFIRMED');
    expect(await waiting()).toBe(0);
    registry.setClock('2026-03-17T01:30:00.000Z');
  });
});
