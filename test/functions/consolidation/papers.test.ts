import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../functions/consolidation/api.ts';
import { consolidationApi } from '../../../functions/consolidation/contract/index.ts';
import type { TradeSnapshot } from '../../../functions/consolidation/domain/trade.ts';
import { checkDigit } from '../../../functions/shared/kernel/container-number.ts';
import { correctLedger } from '../../../functions/shared/ledger/ledger.ts';
import { type CallOptions, call, clerk, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { plan } from './fixtures/planning.ts';
import { CONSOLIDATOR, fewCartons } from './fixtures/sample.ts';
import { APART, fileParties, party, partyArrives, registerSample, request, tradeArrives } from './fixtures/world.ts';

const registry = useRegistry();
let handler: unknown;
beforeAll(async () => {
  handler = build(registry.runtime);
  await fileParties(registry);
});

const send = (operation: keyof typeof consolidationApi, options: CallOptions = {}) =>
  call(handler, consolidationApi, operation, { caller: clerk(), ...options });

const PAPERS = ['getPackingList', 'getCombinationSheet', 'getLoadingPlan', 'getVgm'] as const;

const paper = (operation: (typeof PAPERS)[number], id: string, query: Record<string, string> = {}) =>
  send(operation, { params: { id }, query });

async function planned(): Promise<{ id: string; trades: TradeSnapshot[] }> {
  const trades = await registerSample(registry, fewCartons());
  const { body } = await send('createConsolidation', { body: request(trades, APART) });
  await plan(registry.runtime, body.id);
  return { id: body.id, trades };
}

let used = 0;
async function seal(id: string): Promise<string[]> {
  const { containers } = (await send('getConsolidation', { params: { id } })).body;
  const numbers = containers.map(() => {
    used += 1;
    const stem = `PAPU${100_000 + used}`;
    return `${stem}${checkDigit(stem)}`;
  });
  const body = {
    containers: numbers.map((containerNumber: string, at: number) => ({
      no: at + 1,
      containerNumber,
      sealNumber: `S${used}${at}`,
    })),
  };
  const reply = await send('confirmConsolidation', { params: { id }, body });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return numbers;
}

async function amend(id: string, withdrawTradeIds: string[]) {
  const { headers } = await send('getConsolidation', { params: { id } });
  return send('amendConsolidation', {
    params: { id },
    body: { reason: '客户取消一笔', withdrawTradeIds },
    headers: { 'If-Match': String(headers['ETag']) },
  });
}

const release = (id: string) => send('releaseConsolidation', { params: { id }, body: { reason: '船期取消' } });

/** What a paper says, but for whether it is in force. */
const said = ({ body: { status: _status, voided: _voided, ...rest } }: { body: Record<string, unknown> }) => rest;

describe('the papers of a consolidation that was released', () => {
  it('say what they said, seals and all, and that they are void', async () => {
    const { id, trades } = await planned();
    const numbers = await seal(id);
    const before = await Promise.all(PAPERS.map((one) => paper(one, id)));
    await release(id);

    // The goods are free: they are corrected, and their parties change their names.
    const [first] = trades as [TradeSnapshot];
    await registry.runtime.table.commit([correctLedger(first.tradeId, 'OPEN', 1, () => new Error('not free'))]);
    const lines = first.lines.map((line) => ({ ...line, nameZh: '改正后的品名', netG: 1 }));
    await tradeArrives(registry, { ...first, version: 9, correction: { no: 1, changed: ['第 1 行商品'] }, lines });
    await partyArrives(registry, party(CONSOLIDATOR, 'consolidator', { version: 2, name: '更名后的组货人' }));

    const after = await Promise.all(PAPERS.map((one) => paper(one, id)));
    expect(after.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(after.map(said)).toEqual(before.map(said));
    for (const { body } of after) {
      expect(body).toMatchObject({ status: 'CANCELLED', revision: 1, voided: { reason: '船期取消' } });
    }
    expect(JSON.stringify(after[0]?.body)).toContain(numbers[0]);
    await partyArrives(registry, party(CONSOLIDATOR, 'consolidator', { version: 3 }));
  });

  it('are marked 作废 on every sheet of the page, with day and reason, and in the name of a file', async () => {
    const { id } = await planned();
    const page = async (operation: (typeof PAPERS)[number], accept = 'text/html') =>
      send(operation, { params: { id }, headers: { Accept: accept } });
    for (const one of PAPERS) expect(String((await page(one)).body)).not.toContain('作废');
    await release(id);
    for (const one of PAPERS) {
      const html = String((await page(one)).body);
      expect(html).toContain('<span>作废</span>');
      expect(html).toMatch(/本单为第 1 版装箱方案，已于 2026-03-17 09:30（北京时间）作废；原因：船期取消/);
    }
    const csv = await page('getPackingList', 'text/csv');
    expect(csv.headers['Content-Disposition']).toMatch(/-r1-void\.csv"$/);
  });

  it('are none where there never was a plan', async () => {
    const trades = await registerSample(registry, fewCartons());
    const { body } = await send('createConsolidation', { body: request(trades) });
    await release(body.id);
    expect((await paper('getPackingList', body.id)).status).toBe(409);
    expect((await paper('getPackingList', body.id, { revision: '1' })).status).toBe(404);
  });
});

describe('the papers of an earlier plan', () => {
  it('are read by its revision, and void once the next one stands', async () => {
    const { id, trades } = await planned();
    const numbers = await seal(id);
    const [first] = trades as [TradeSnapshot];
    const before = await paper('getPackingList', id);
    await amend(id, [first.tradeId]);
    // The plan before a change is in force until the new one is.
    const meanwhile = await paper('getPackingList', id, { revision: '1' });
    expect(meanwhile.body).not.toHaveProperty('voided');
    expect(said(meanwhile)).toEqual(said(before));
    expect((await paper('getPackingList', id)).status).toBe(409);

    await plan(registry.runtime, id, 2);
    const old = await paper('getPackingList', id, { revision: '1' });
    expect(said(old)).toEqual(said(before));
    expect(old.body).toMatchObject({ revision: 1, voided: { reason: '客户取消一笔' } });
    expect(old.body.containers[0].containerNumber).toBe(numbers[0]);
    const now = await paper('getPackingList', id);
    expect(now.body).toMatchObject({ revision: 2, status: 'PLANNED' });
    expect(now.body).not.toHaveProperty('voided');
    expect((await paper('getPackingList', id, { revision: '3' })).status).toBe(404);
    expect((await paper('getPackingList', id, { revision: '0' })).status).toBe(400);
    const elsewhere = await send('getPackingList', {
      caller: clerk(YUZHONG),
      params: { id },
      query: { revision: '1' },
    });
    expect(elsewhere.status).toBe(404);
  });
});

describe('the versions of a consolidation', () => {
  it('say who did what, when and why, in which plan, with the seals of then', async () => {
    const { id, trades } = await planned();
    const numbers = await seal(id);
    const [first] = trades as [TradeSnapshot];
    await amend(id, [first.tradeId]);
    await plan(registry.runtime, id, 2);
    await release(id);
    const { body } = await send('listConsolidationVersions', { params: { id } });
    expect(body.items.map((one: any) => [one.action, one.by, one.reasons, one.status, one.revision])).toEqual([
      ['CREATE', 'clerk-500111', [], 'PLANNING', undefined],
      ['PLAN', 'workflow:consolidation', [], 'PLANNED', 1],
      ['CONFIRM', 'clerk-500111', [], 'CONFIRMED', 1],
      ['AMEND', 'clerk-500111', ['客户取消一笔'], 'PLANNING', 1],
      ['PLAN', 'workflow:consolidation', [], 'PLANNED', 2],
      ['RELEASE', 'clerk-500111', ['船期取消'], 'CANCELLED', 2],
    ]);
    expect(body.items[2].seals.map(({ containerNumber }: any) => containerNumber)).toEqual(numbers);
    expect(body.items[4]).toMatchObject({
      seals: [],
      consolidation: { tradeIds: trades.slice(1).map(({ tradeId }) => tradeId) },
    });
    const elsewhere = await send('listConsolidationVersions', { caller: clerk(YUZHONG), params: { id } });
    expect(elsewhere.status).toBe(404);
  });
});
