import { beforeAll, describe, expect, it } from 'vitest';
import { readLedgers } from '../../../functions/shared/ledger/ledger.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { build as buildSystem } from '../../../functions/system/api.ts';
import { systemApi } from '../../../functions/system/contract.ts';
import { build } from '../../../functions/trade/api.ts';
import { tradeApi } from '../../../functions/trade/contract/index.ts';
import { asRead, type CallOptions, call, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { body, fileSample, line, MERCHANT } from './samples.ts';

const registry = useRegistry();
beforeAll(async () => fileSample(registry.runtime));

const on = (operation: keyof typeof tradeApi, options: CallOptions = {}) =>
  call(build(registry.runtime), tradeApi, operation, { caller: clerk(), ...options });

/** A trade that was entered after its goods were packed. */
async function doubtful(changes: Record<string, unknown> = {}): Promise<string> {
  const vouchers = [{ type: 'PACKING_LIST', number: 'ZX-1', issuedOn: '2026-03-16' }];
  const reply = await on('registerTrade', { body: body({ vouchers, ...changes }) });
  expect(reply).toMatchObject({
    status: 201,
    body: { status: 'REGISTERED', reviewState: 'OPEN', reviewFindings: [{ code: 'ENTERED_AFTER_PACKING' }] },
  });
  return reply.body.id;
}

const decide = async (id: string, decision: string, caller = reviewer(), reasons = ['已核对出库单']) => {
  const headers = await asRead(on('readTrade', { caller, params: { id } }));
  return on('reviewTrade', { caller, params: { id }, body: { decision, reasons }, headers });
};
const ledgerOf = async (id: string) => (await readLedgers(registry.runtime.table, [id]))[0]?.state;
const waiting = async (caller = reviewer()): Promise<string[]> => {
  const { body: page } = await on('listTrades', { caller, query: { review: 'OPEN', limit: '200' } });
  return page.items.map((item: { id: string }) => item.id);
};

it('is counted among what waits for a reviewer until it is decided', async () => {
  const counted = async (caller = reviewer()): Promise<number | undefined> => {
    const { items } = (await call(buildSystem(registry.runtime), systemApi, 'work', { caller })).body;
    return items.find(({ queue }: { queue: string }) => queue === 'TRADE_REVIEW')?.count;
  };
  const before = (await counted()) ?? 0;
  const [first, second] = [await doubtful(), await doubtful()];
  expect(await counted()).toBe(before + 2);
  expect(await counted(reviewer(YUZHONG))).toBe(0);
  await decide(first, 'RELEASE');
  expect(await counted()).toBe(before + 1);
  await decide(second, 'REJECT');
  expect(await counted()).toBe(before);
  // The city decides no review of a trade, and none of a party's work is told.
  expect(await counted(operator())).toBeUndefined();
  expect(await counted(clerk())).toBeUndefined();
});

describe('reviewTrade', () => {
  it('frees the goods of a released trade', async () => {
    const id = await doubtful();
    expect(await ledgerOf(id)).toBe('HELD');
    const reply = await decide(id, 'RELEASE');
    expect(reply).toMatchObject({ status: 200, body: { status: 'REGISTERED', reviewState: 'RELEASED' } });
    expect(await ledgerOf(id)).toBe('OPEN');
    const { body: trade } = await on('readTrade', { params: { id } });
    expect(trade.reviewDecision).toEqual({
      by: `reviewer-${DAZU}`,
      at: '2026-03-17T01:30:00.000Z',
      reasons: ['已核对出库单'],
    });
    expect((await decide(id, 'RELEASE')).status).toBe(409);
  });

  it('withdraws a rejected trade and tells the others', async () => {
    const id = await doubtful();
    const reply = await decide(id, 'REJECT');
    expect(reply.body).toMatchObject({ status: 'WITHDRAWN', reviewState: 'REJECTED' });
    expect(await ledgerOf(id)).toBe('WITHDRAWN');
    const messages = await registry.messages(districtKey(DAZU, 'TRADE', id));
    expect(messages.map((message) => 'detail' in message && message.detail)).toMatchObject([
      { status: 'REGISTERED', review: 'OPEN' },
      { status: 'WITHDRAWN', review: 'REJECTED' },
    ]);
  });

  it('releases no goods that are not measured', async () => {
    const id = await doubtful({ lines: [line({ cartons: undefined })] });
    await decide(id, 'RELEASE');
    expect(await ledgerOf(id)).toBe('UNMEASURED');
    const measured = await on('measureTrade', {
      params: { id },
      headers: { 'If-Match': '"2"' },
      body: { lines: [{ lineNo: 1, cartons: line().cartons }] },
    });
    expect(measured.status).toBe(200);
    expect(await ledgerOf(id)).toBe('OPEN');
  });

  it('keeps goods back that are measured while the review is open', async () => {
    const id = await doubtful({ lines: [line({ cartons: undefined })] });
    await on('measureTrade', {
      params: { id },
      headers: { 'If-Match': '"1"' },
      body: { lines: [{ lineNo: 1, cartons: line().cartons }] },
    });
    expect(await ledgerOf(id)).toBe('HELD');
  });

  it('lists what waits for a reviewer, and only that', async () => {
    const before = await waiting();
    const [released, withdrawn, open] = [await doubtful(), await doubtful(), await doubtful()];
    expect((await waiting()).toSorted()).toEqual([...before, released, withdrawn, open].toSorted());
    await decide(released, 'RELEASE');
    await on('withdrawTrade', { params: { id: withdrawn } });
    expect((await waiting()).toSorted()).toEqual([...before, open].toSorted());
    expect(await waiting(operator())).toContain(open);
    expect(await waiting(reviewer(YUZHONG))).toEqual([]);
    expect(await waiting(merchant(MERCHANT))).toContain(open);
    expect((await decide(withdrawn, 'RELEASE')).status).toBe(409);
  });

  it('is for another person than the one who entered the trade, of the same district', async () => {
    const id = await doubtful();
    expect((await decide(id, 'RELEASE', reviewer(DAZU, `clerk-${DAZU}`))).status).toBe(403);
    expect((await decide(id, 'RELEASE', reviewer(YUZHONG))).status).toBe(404);
    expect((await decide(id, 'RELEASE', clerk())).status).toBe(403);
    expect((await decide(id, 'RELEASE', reviewer(), [])).status).toBe(422);
    expect((await decide(id, 'KEEP')).status).toBe(422);
  });

  it('is not needed where no rule asks for it', async () => {
    const reply = await on('registerTrade', { body: body() });
    expect(reply.body).toMatchObject({ reviewFindings: [] });
    expect(reply.body).not.toHaveProperty('reviewState');
    expect((await decide(reply.body.id, 'RELEASE')).status).toBe(409);
  });
});
