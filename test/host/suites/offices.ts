import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { dayInChina } from '../../../functions/shared/kernel/china-time.ts';
import { CITY } from '../../../functions/shared/kernel/identifier.ts';
import { DISTRICT, type Made } from '../../../infra/local/story/story.ts';
import { agency, clerk } from '../../kit/call.ts';
import { until } from '../../kit/until.ts';
import { registry, startedAt, tell } from './host.ts';

/**
 * A day of an officer and of a manager, each by the own token alone: what they know beforehand is what stands on a container
 * and in the calendar.
 */

let made: Made;

beforeAll(async () => {
  made = await tell();
});

const ok = async (caller: Caller, method: string, path: string, body?: unknown) => {
  const reply = await registry.send(caller, method, path, body);
  expect(reply.status, `${method} ${path}: ${JSON.stringify(reply.body)}`).toBeLessThan(300);
  return reply.body;
};

const everyOne = async (caller: Caller, path: string): Promise<any[]> => {
  const items: any[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await ok(caller, 'GET', `${path}${query}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
};

describe('an officer of the customs', () => {
  const officer = agency();
  const today = dayInChina(startedAt.toISOString());
  let seller: { id: string };

  it('follows a container at the gate back to the stalls that its goods were bought at', async () => {
    const trace = await until('the container to be traced', async () => {
      const { status, body } = await registry.send(officer, 'GET', '/v1/traces/TEMU7654328');
      return status === 200 ? body : undefined;
    });
    const of = (kind: string) => trace.nodes.filter((node: any) => node.kind === kind);
    const sellers = trace.edges.filter(({ relation }: any) => relation === 'SOLD').map(({ from }: any) => from);
    const stalls = trace.edges.filter(({ relation, to }: any) => relation === 'STALL_OF' && sellers.includes(to));
    expect(of('STALL').length).toBeGreaterThan(1);
    expect(new Set(stalls.map(({ to }: any) => to))).toEqual(new Set(sellers));
    seller = of('ENTITY').find(({ id }: any) => id === sellers[0]);
  });

  it('reads each trade in it, with the plan and its declarations, and no number of a person', async () => {
    const trace = await ok(officer, 'GET', '/v1/traces/TEMU7654328');
    const trades = trace.nodes.filter(({ kind }: any) => kind === 'TRADE');
    expect(trades.length).toBeGreaterThan(1);
    for (const { id } of trades) {
      const trade = await ok(officer, 'GET', `/v1/trades/${id}`);
      expect(trade.lines.length).toBeGreaterThan(0);
      expect(trade.buyerName).toBeDefined();
    }
    const consolidation = trace.nodes.find(({ kind }: any) => kind === 'CONSOLIDATION');
    const plan = await ok(officer, 'GET', `/v1/consolidations/${consolidation.id}`);
    expect(plan.containers.map(({ containerNumber }: any) => containerNumber)).toContain('TEMU7654328');
    expect(plan.declarations.length).toBeGreaterThan(0);
    const shop = await ok(officer, 'GET', `/v1/entities/${seller.id}`);
    expect(JSON.stringify(shop)).not.toMatch(/\b\d{17}[\dX]\b|\b1[3-9]\d{9}\b/);
  });

  it('records what was found, which the shop is told with the reason and may object to', async () => {
    const { id } = await ok(officer, 'POST', '/v1/credit-events', {
      entityId: seller.id,
      indicator: 'COMPLAINT_UPHELD',
      occurredOn: today,
      source: { authority: '重庆海关', documentNumber: '渝关查验〔2026〕77号', documentDate: today },
    });
    const shop: Caller = { sub: 'shop', role: 'merchant', districtId: DISTRICT, entityId: seller.id };
    const notice = await until('the shop to be told', async () =>
      (await ok(shop, 'GET', '/v1/notices')).items.find((one: any) => one.recordId === id),
    );
    const { name } = (await ok(officer, 'GET', `/v1/entities/${seller.id}`)).entity;
    expect([notice.kind, notice.message]).toEqual(['CREDIT_FACT_RECORDED', expect.stringContaining(name)]);
    const found = await ok(officer, 'GET', `/v1/credit-events?entityId=${seller.id}`);
    expect(found.items.map((one: any) => one.id)).toContain(id);
  });

  it('changes no record of the centre', async () => {
    const trade = made.get('T1') ?? '';
    for (const [path, body] of [
      [`/v1/trades/${trade}/withdrawal`, { reason: '试' }],
      ['/v1/trades', {}],
      ['/v1/filings', {}],
    ] as const) {
      expect((await registry.send(officer, 'POST', path, body)).status, path).toBe(403);
    }
  });
});

describe('a manager', () => {
  const month = dayInChina(startedAt.toISOString()).slice(0, 7);
  const manager: Caller = { sub: 'manager', role: 'manager', districtId: CITY };

  it('reads the figures of the month, which are those of the trades that were registered and not withdrawn', async () => {
    const cents = (amount: string) => Math.round(Number(amount) * 100);
    const trades = await everyOne(manager, `/v1/trades?districtId=${DISTRICT}&limit=100`);
    const counted = trades.filter(
      ({ createdAt, status }) => dayInChina(createdAt).startsWith(month) && status !== 'WITHDRAWN',
    );
    const expected = {
      trades: counted.length,
      cents: counted.reduce((sum, { totalUsd }) => sum + cents(totalUsd.amount ?? totalUsd), 0),
    };
    // The figures follow the trades by their events.
    const found = await until(`the figures to be ${JSON.stringify(expected)}`, async () => {
      const { items } = await ok(manager, 'GET', `/v1/statistics/trades?month=${month}&groupBy=district`);
      const row = items.find(({ key }: any) => key === DISTRICT);
      const figures = row && { trades: row.trades, cents: cents(row.totalUsd.amount ?? row.totalUsd) };
      return JSON.stringify(figures) === JSON.stringify(expected) ? figures : undefined;
    });
    expect(found.trades).toBeGreaterThan(0);
  });

  it('reads them by market, chapter and destination, as a sheet too', async () => {
    for (const groupBy of ['market', 'chapter', 'destination']) {
      const path = `/v1/statistics/trades?month=${month}&groupBy=${groupBy}`;
      expect((await ok(manager, 'GET', path)).items.length, groupBy).toBeGreaterThan(0);
      const sheet = await registry.send(manager, 'GET', path, undefined, { Accept: 'text/csv' });
      expect([sheet.status, String(sheet.body).trim().split('\n').length > 1], groupBy).toEqual([200, true]);
    }
  });

  it('reads how many parties there are of each kind and how they stand, and changes nothing', async () => {
    const parties = await everyOne(manager, `/v1/entities?districtId=${DISTRICT}&limit=100`);
    const seen = await everyOne(clerk(), '/v1/entities?limit=100');
    expect(new Set(parties.map(({ id }) => id))).toEqual(new Set(seen.map(({ id }) => id)));
    expect((await ok(manager, 'GET', `/v1/credit-statistics?month=${month}`)).month).toBe(month);
    expect((await registry.send(manager, 'POST', '/v1/filings', {})).status).toBe(403);
    expect((await registry.send(manager, 'POST', '/v1/credit-events', {})).status).toBe(403);
  });
});
