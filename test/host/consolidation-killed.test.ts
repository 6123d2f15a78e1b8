import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../infra/local/story/client.ts';
import { type HostProcess, startProcess } from '../kit/process.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'consolidating-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

let host: HostProcess;
/** What the sample chain has consolidated; released, its trades are open. */
let sample: any;

async function send(method: string, path: string, body?: unknown, role = 'clerk', districtId = '500111') {
  const tokens = await fetch(`${host.url}/dev/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ role, districtId }),
  });
  const { token } = (await tokens.json()) as { token: string };
  const answer = await fetch(host.url + path, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      ...(method === 'POST' ? { 'Idempotency-Key': crypto.randomUUID() } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as any };
}

const request = (changes: object = {}) => ({
  consolidatorId: sample.consolidatorId,
  tradeOperatorId: sample.tradeOperatorId,
  destinationCountry: sample.destinationCountry,
  portOfDischarge: sample.portOfDischarge,
  cutoffAt: new Date(Date.now() + 5 * 24 * 3600 * 1000).toISOString(),
  tradeIds: sample.tradeIds,
  options: { seconds: 2 },
  ...changes,
});
const create = (changes: object = {}, districtId = '500111') =>
  send('POST', '/v1/consolidations', request(changes), 'clerk', districtId);
const codes = (reply: { body: any }): string[] => reply.body.errors.map((one: any) => one.code);

const free = async (id: string) => {
  expect((await send('POST', `/v1/consolidations/${id}/release`, { reason: '客户改期' })).status).toBe(200);
  await eventually('the trades to be free', async () => {
    const trades = await Promise.all(sample.tradeIds.map((one: string) => send('GET', `/v1/trades/${one}`)));
    return trades.every(({ body }) => body.status === 'REGISTERED') || undefined;
  });
};

beforeAll(async () => {
  host = await startProcess(dataDir, {}, []);
  [sample] = (await send('GET', '/v1/consolidations?status=CONFIRMED')).body.items;
  await free(sample.id);
}, 240_000);
afterAll(() => host?.kill('SIGINT'));

describe('consolidation on a running host', () => {
  it.each([
    ['an unknown destination', { destinationCountry: 'ZZZ' }, 'UNKNOWN_COUNTRY'],
    ['another destination', { destinationCountry: 'KEN' }, 'OTHER_DESTINATION'],
    ['another port', { portOfDischarge: 'KEMBA' }, 'OTHER_PORT'],
    ['a cut-off in the past', { cutoffAt: '2020-01-01T00:00:00Z' }, 'CUTOFF_PASSED'],
    ['no trades', { tradeIds: [] }, 'TOO_SMALL'],
    ['a container type that there is not', { containerTypes: ['99X9'] }, 'NOT_ALLOWED'],
    ['a negative budget', { options: { seconds: -1 } }, 'TOO_SMALL'],
  ])('refuses %s by name and in Chinese, and holds nothing', async (_what, changes, code) => {
    const reply = await create(changes);
    expect(reply.status).toBe(422);
    expect(codes(reply)).toContain(code);
    for (const { message } of reply.body.errors) expect(message).toMatch(/[\u4e00-\u9fff]/);
    expect((await send('GET', '/v1/consolidations?status=PLANNING')).body.items).toEqual([]);
  });

  it('refuses trades of another district as if there were none', async () => {
    const reply = await create({}, '500103');
    expect(reply.status).toBe(422);
    expect(codes(reply)).toContain('TRADE_NOT_FOUND');
  });

  it('suggests the open trades', async () => {
    const { status, body } = await send('GET', '/v1/consolidation-suggestions');
    expect(status).toBe(200);
    expect(body.items.flatMap((one: any) => one.tradeIds).toSorted()).toEqual(sample.tradeIds.toSorted());
  });

  it('gives trades to one of two consolidations that want them at once, and keeps them over a kill while planning', async () => {
    const both = await Promise.all([create(), create({ tradeIds: sample.tradeIds.slice(0, 2) })]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409]);
    const { id } = both.find(({ status }) => status === 202)!.body;
    await delay(700);
    expect((await send('GET', `/v1/consolidations/${id}`)).body.status).toBe('PLANNING');
    await host.kill('SIGKILL');
    host = await startProcess(dataDir, {}, []);
    const refused = await create();
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain(id);
    const planned = await eventually('the plan', async () => {
      const { body } = await send('GET', `/v1/consolidations/${id}`);
      return body.status === 'PLANNING' ? undefined : body;
    });
    expect(planned).toMatchObject({ status: 'PLANNED', unplaced: [] });
    await free(id);
    // What trade says of a freed trade reaches consolidation a moment later.
    const again = await eventually('another consolidation of the freed trades', async () => {
      const reply = await create();
      return reply.status === 202 ? reply : undefined;
    });
    expect(again.body.id).not.toBe(id);
  }, 180_000);
});
