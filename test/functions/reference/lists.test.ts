import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { build } from '../../../functions/reference/api.ts';
import { referenceApi } from '../../../functions/reference/contract/index.ts';
import { type Caller, ROLES } from '../../../functions/shared/auth/caller.ts';
import { CITY } from '../../../functions/shared/kernel/identifier.ts';
import { call, clerk, DAZU, operator, reviewer } from '../../kit/call.ts';
import { idOf } from '../../kit/ids.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');

const as = (role: Caller['role']): Caller => ({
  sub: role,
  role,
  districtId: role === 'operator' ? CITY : DAZU,
  ...(role === 'merchant' || role === 'agent' ? { entityId: idOf('entity', 1) } : {}),
});

const index = (caller: Caller) => call(build(registry.runtime), referenceApi, 'listReference', { caller });
const read = (list: string, query: Record<string, string> = {}, caller: Caller = as('merchant')) =>
  call(build(registry.runtime), referenceApi, 'readReference', { caller, params: { list }, query });

const SHIPPED_FILES = globSync('seeds/reference/**/*.json').filter((file) => !file.includes('scorecards'));

describe('the lists of reference data', () => {
  it('are named to the operator, every one, in Chinese and with where they are from', async () => {
    const { body } = await index(operator());
    const names = body.items.map(({ list }: { list: string }) => list);
    expect(names).toEqual(SHIPPED_FILES.map((file) => file.replace(/^.*\/|\.json$/g, '')).toSorted());
    for (const { name, origin } of body.items) {
      expect(name).toMatch(/\p{Script=Han}/u);
      expect(origin.source).not.toBe('');
    }
  });

  it.each(ROLES)('are read by %s, each that is named to it and no other', async (role) => {
    const named = new Set((await index(as(role))).body.items.map(({ list }: { list: string }) => list));
    for (const { list } of (await index(operator())).body.items) {
      expect([list, (await read(list, {}, as(role))).status]).toEqual([list, named.has(list) ? 200 : 404]);
    }
  });

  it('keep the refused parties to those who decide and supervise, and answer others as if there were no such list', async () => {
    expect((await read('blocked-parties', {}, reviewer())).body.items).toHaveLength(1);
    for (const caller of [clerk(), as('merchant'), as('agent')]) {
      const [hidden, unknown] = [await read('blocked-parties', {}, caller), await read('blocked-partie', {}, caller)];
      expect(hidden.status).toBe(404);
      expect(hidden.body.detail).toBe(unknown.body.detail.replace('blocked-partie', 'blocked-parties'));
    }
  });

  it.each(['nothing', 'risk/thresholds', 'Rates', '__proto__', 'constructor', '..', '目录'])(
    'have none called %s, and say so',
    async (list) => {
      const { status, body } = await read(list);
      expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
      expect(body.detail).toContain(`没有名为“${list}”的参考数据`);
    },
  );
});

describe('a list', () => {
  it('says what is in force on a day, with the days and the source of every row', async () => {
    const at = async (on: string) => (await read('customs-credit-tiers', { on })).body.items;
    const [march, april] = [await at('2026-03-31'), await at('2026-04-01')];
    const registered = march.find(({ code }: { code: string }) => code === 'REGISTERED');
    expect(registered).toMatchObject({ until: '2026-03-31', origin: { source: expect.stringContaining('251') } });
    expect(april.map(({ code }: { code: string }) => code)).not.toContain('REGISTERED');
  });

  it('is of today in China where no day is named', async () => {
    registry.setClock('2026-03-31T15:59:59.999Z');
    expect((await read('customs-credit-tiers')).body.on).toBe('2026-03-31');
    registry.setClock('2026-03-31T16:00:00.000Z');
    expect((await read('customs-credit-tiers')).body.on).toBe('2026-04-01');
    registry.setClock('2026-03-17T01:30:00.000Z');
  });

  it('has the last day of a row that a later one follows', async () => {
    const { items } = (await read('rates', { on: '2025-06-01' })).body;
    expect(items).toMatchObject([{ month: '2025-01', from: '2025-01-01', until: '2025-12-31', origin: {} }]);
    expect((await read('rates', { on: '2026-06-01' })).body.items).toMatchObject([{ month: '2026-01', until: null }]);
  });

  it('has nothing on a day before its first, and no first day where it always was', async () => {
    expect((await read('rates', { on: '2024-12-31' })).body.items).toEqual([]);
    expect((await read('declaration-rules', { on: '2019-12-31' })).body.items).toEqual([]);
    expect((await read('units')).body.items[0]).toMatchObject({ code: '001', name: '台', from: null, until: null });
  });

  it('has Chinese and English names of countries', async () => {
    const { items } = (await read('countries')).body;
    expect(items).toHaveLength(JSON.parse(readFileSync('seeds/reference/countries.json', 'utf8')).items.length);
    expect(items.find(({ code }: { code: string }) => code === 'ARE')).toMatchObject({
      name: '阿联酋',
      nameEn: 'United Arab Emirates',
    });
    for (const { name, nameEn } of items) expect([name, nameEn]).not.toContain(undefined);
  });

  it('comes whole by pages, no row twice', async () => {
    const whole = (await read('countries')).body.items;
    const found: unknown[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const { body } = await read('countries', { limit: '100', ...(cursor === null ? {} : { cursor }) });
      found.push(...body.items);
      cursor = body.nextCursor;
      pages += 1;
    } while (cursor !== null);
    expect(found).toEqual(whole);
    expect(pages).toBe(3);
  });

  it('has the same tag as long as it says the same, and another on another day', async () => {
    const tag = async (on: string) => (await read('rates', { on })).headers['ETag'];
    expect(await tag('2026-03-17')).toMatch(/^"[\w-]+"$/);
    expect(await tag('2026-03-17')).toBe(await tag('2026-03-17'));
    expect(await tag('2025-03-17')).not.toBe(await tag('2026-03-17'));
  });

  it.each([
    ['a day that is none', { on: '2026-02-30' }],
    ['a cursor that is none', { cursor: '*' }],
    ['an empty cursor', { cursor: '' }],
    ['a limit of nothing', { limit: '0' }],
    ['a limit past the greatest', { limit: '1001' }],
  ])('refuses %s in Chinese', async (_what, query: Record<string, string>) => {
    const { status, body } = await read('units', query);
    expect([status, body.code]).toEqual([400, 'BAD_PARAMETER']);
    expect(body.detail).toMatch(/\p{Script=Han}/u);
  });
});
