import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Caller, ROLES } from '../../../functions/shared/auth/caller.ts';
import { dayInChina } from '../../../functions/shared/kernel/china-time.ts';
import { CITY, TRIAL } from '../../../functions/shared/kernel/identifier.ts';
import { CannotBegin, smoke } from '../../../infra/commands/smoke/smoke.ts';
import { DISTRICT, type Made } from '../../../infra/local/story/story.ts';
import { routes } from '../../../infra/manifest.ts';
import { tokenOf } from '../../kit/host.ts';
import { settled } from '../../kit/settled.ts';
import { registry, tell } from './host.ts';

/**
 * What is got without naming a record in its path and is no list of them: one message, an empty form, one record's chain, the
 * goods of one trade.
 */
const NO_LISTS = new Set([
  '/v1/interchange/gzsw/status',
  '/v1/imports/templates/merchants',
  '/v1/audit-entries',
  '/v1/shipment-lots',
]);

const QUERIES: Readonly<Record<string, string>> = {
  '/v1/directory': '?kind=buyer',
  '/v1/notice-deliveries': `?districtId=${DISTRICT}`,
  '/v1/account-names': '?subs=reviewer-500111',
  '/v1/statistics/trades': `?month=${dayInChina(new Date().toISOString()).slice(0, 7)}`,
};

/** Every list and every figure of the contract. */
const LISTS = routes
  .map(({ endpoint }) => endpoint)
  .filter(({ method, path, roles }) => method === 'GET' && roles.length > 0 && !path.includes('{'))
  .filter(({ path }) => !NO_LISTS.has(path));

let made: Made;

const callers = (): Caller[] =>
  ROLES.flatMap((role) =>
    (role === 'operator' ? [CITY] : role === 'agency' || role === 'manager' ? [CITY, DISTRICT] : [DISTRICT]).map(
      (districtId) => ({
        sub: `before-and-after-${role}`,
        role,
        districtId,
        ...(role === 'merchant' ? { entityId: made.get('M1') ?? '' } : {}),
        ...(role === 'agent' ? { entityId: made.get('TO1') ?? '' } : {}),
      }),
    ),
  );

/** What each role is answered by each list, in its district and in the city. */
async function everything(): Promise<Record<string, { status: number; body: unknown }>> {
  const asked = callers().flatMap((caller) =>
    LISTS.filter(({ roles }) => roles.includes(caller.role)).map(async ({ path }) => {
      const { status, body } = await registry.send(caller, 'GET', path + (QUERIES[path] ?? ''), undefined, {
        Accept: 'application/json',
      });
      return [`${caller.role} ${caller.districtId} ${path}`, { status, body }] as const;
    }),
  );
  return Object.fromEntries(await Promise.all(asked));
}

const tokens = async (districtId: string) => ({
  clerk: await tokenOf(registry.host, 'clerk', districtId),
  reviewer: await tokenOf(registry.host, 'reviewer', districtId),
});

const run = async (name: string, districtId = TRIAL): Promise<string[]> => {
  const parts: string[] = [];
  const { url } = registry.host;
  await smoke({
    url,
    tokens: await tokens(districtId),
    run: name,
    now: new Date(),
    say: (part) => void parts.push(part),
  });
  return parts;
};

beforeAll(async () => {
  made = await tell();
});

describe('the smoke run', () => {
  it('comes through the main chain, and no list or figure of a centre, a party or the city is other than before', async () => {
    await settled(registry.host, () => 0);
    const before = await everything();
    const parts = await run('0000001');
    expect(parts).toHaveLength(9);
    await settled(registry.host, () => 0);
    expect(await everything()).toEqual(before);
    expect(Object.entries(before).filter(([, { status }]) => status !== 200)).toEqual([]);
    expect(Object.keys(before).length).toBeGreaterThan(50);
  });

  it('comes through again although a trace is told late, and stands in the trial district', async () => {
    const asked = globalThis.fetch;
    let late = 3;
    const told = vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
      const isLate = new Request(input).url.includes('/v1/traces/') && (late -= 1) >= 0;
      return isLate ? Promise.resolve(new Response('{"code":"NOT_FOUND"}', { status: 404 })) : asked(input, init);
    });
    try {
      await run('0000002');
    } finally {
      told.mockRestore();
    }
    expect(late).toBeLessThan(0);
    const clerk: Caller = { sub: 'c', role: 'clerk', districtId: TRIAL };
    const trades = (await registry.send(clerk, 'GET', '/v1/trades')).body.items;
    expect(trades.map((one: { status: string }) => one.status)).toEqual(['PACKED', 'PACKED']);
    const operator: Caller = { sub: 'o', role: 'operator', districtId: CITY };
    expect((await registry.send(operator, 'GET', `/v1/trades?districtId=${TRIAL}`)).body.items).toEqual([]);
  });

  it('signs no certificate of what was never filed', async () => {
    const clerk: Caller = { sub: 'c', role: 'clerk', districtId: TRIAL };
    const [entity] = (await registry.send(clerk, 'GET', '/v1/entities')).body.items;
    expect(await registry.send(clerk, 'GET', `/v1/entities/${entity.id}/certificate`)).toMatchObject({
      status: 409,
      body: { code: 'WRONG_STATE', detail: expect.stringContaining('试运行') },
    });
  });

  it('sends nothing where nothing answers, or one person has both tokens', async () => {
    const of = { run: '0000004', now: new Date(), say: () => {} };
    const both = await tokens(TRIAL);
    await expect(smoke({ ...of, url: 'http://127.0.0.1:9', tokens: both })).rejects.toThrow(CannotBegin);
    const issue = (role: 'clerk' | 'reviewer') => registry.host.tokens.issue({ sub: 'one', role, districtId: TRIAL });
    const one = { clerk: await issue('clerk'), reviewer: await issue('reviewer') };
    await expect(smoke({ ...of, url: registry.host.url, tokens: one })).rejects.toThrow('two people');
  });

  it('sends nothing with tokens of a centre', async () => {
    await expect(run('0000003', DISTRICT)).rejects.toThrow(CannotBegin);
    await expect(run('0000003', DISTRICT)).rejects.toThrow('clerk of 500111');
  });
});
