import { beforeAll, describe, expect, it } from 'vitest';
import type { Made } from '../../../infra/local/story/story.ts';
import { clerk, YUZHONG } from '../../kit/call.ts';
import { until } from '../../kit/until.ts';
import { registry, tell } from './host.ts';

/** What a consolidation is refused for, and what is suggested, once the sample chain's trades are open again. */

let made: Made;
// biome-ignore lint/suspicious/noExplicitAny: a test reads what came back
let sample: any;

beforeAll(async () => {
  made = await tell();
});

const send = (method: string, path: string, body?: unknown, districtId?: string) =>
  registry.send(clerk(districtId), method, path, body);

const create = (changes: object = {}, districtId?: string) => {
  const { consolidatorId, tradeOperatorId, destinationCountry, portOfDischarge, tradeIds } = sample;
  const cutoffAt = new Date(Date.now() + 5 * 24 * 3600 * 1000).toISOString();
  const as = { consolidatorId, tradeOperatorId, destinationCountry, portOfDischarge, tradeIds, cutoffAt };
  return send('POST', '/v1/consolidations', { ...as, options: { seconds: 0.1 }, ...changes }, districtId);
};
const codes = (reply: { body: any }): string[] => reply.body.errors.map((one: any) => one.code);

describe('consolidation of open trades', () => {
  beforeAll(async () => {
    const path = `/v1/consolidations/${made.get('CO1')}`;
    sample = (await send('GET', path)).body;
    expect((await send('POST', `${path}/release`, { reason: '客户改期' })).status).toBe(200);
    await until('the trades to be free', async () => {
      const trades = await Promise.all(sample.tradeIds.map((one: string) => send('GET', `/v1/trades/${one}`)));
      return trades.every(({ body }) => body.status === 'REGISTERED') || undefined;
    });
  });

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
    const reply = await create({}, YUZHONG);
    expect(reply.status).toBe(422);
    expect(codes(reply)).toContain('TRADE_NOT_FOUND');
  });

  it('suggests the open trades', async () => {
    const { status, body } = await send('GET', '/v1/consolidation-suggestions');
    expect(status).toBe(200);
    // Other suites have trades open too.
    expect(body.items.flatMap((one: any) => one.tradeIds)).toEqual(expect.arrayContaining(sample.tradeIds));
  });
});
