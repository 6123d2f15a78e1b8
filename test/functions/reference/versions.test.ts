import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { ROLES } from '../../../functions/shared/auth/caller.ts';
import { CITY } from '../../../functions/shared/kernel/identifier.ts';
import { CACHE_MS, reference } from '../../../functions/shared/reference/reference.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { deedsOf } from '../../kit/audit.ts';
import { type CallOptions, DAZU, merchant } from '../../kit/call.ts';
import { idOf } from '../../kit/ids.ts';
import { ratesRow } from '../../kit/rates.ts';
import { AUTHOR, onReference, PUBLISHER, publish } from '../../kit/reference.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');

const on = (operation: Parameters<typeof onReference>[1], options: CallOptions) =>
  onReference(registry.runtime, operation, options);
const submit = (list: string, version: Record<string, unknown>, options: CallOptions = {}) =>
  on('submitReferenceVersion', {
    caller: AUTHOR,
    params: { list },
    body: { source: '海关总署公告2026年第1号', from: '2026-04-01', ...version },
    ...options,
  });
const publication = (list: string, version: number, options: CallOptions = {}) =>
  on('publishReferenceVersion', { caller: PUBLISHER, params: { list, version: String(version) }, ...options });
const rowsOn = async (list: string, day: string) =>
  (await on('readReference', { caller: AUTHOR, params: { list }, query: { on: day } })).body.items;

describe('a version', () => {
  it('is previewed, published by another, and in force from its day with its source', async () => {
    const drafted = await submit('customs-offices', {
      rows: [
        { code: '8018', name: '永川海关' },
        { code: '8001', name: '重庆海关本部' },
      ],
    });
    expect(drafted.status).toBe(201);
    expect(drafted.headers['Location']).toBe('/v1/reference/customs-offices/versions/1');
    expect(drafted.body).toMatchObject({
      list: 'customs-offices',
      version: 1,
      status: 'DRAFT',
      asOf: '2026-03-17',
      author: AUTHOR.sub,
      counts: { added: 1, changed: 1, ended: 0, unchanged: 0 },
      changes: [
        { key: '8018', change: 'ADDED', from: '2026-04-01' },
        { key: '8001', change: 'CHANGED', fields: [{ field: 'name', before: '重庆海关', after: '重庆海关本部' }] },
      ],
    });
    // Nothing is in force before it is published.
    registry.setClock(new Date(Date.parse('2026-03-17T01:30:00.000Z') + CACHE_MS).toISOString());
    expect((await rowsOn('customs-offices', '2026-04-01')).map(({ code }: { code: string }) => code)).not.toContain(
      '8018',
    );

    expect((await publication('customs-offices', 1)).body).toMatchObject({
      status: 'PUBLISHED',
      publishedBy: PUBLISHER.sub,
    });
    registry.setClock('2026-03-17T01:30:00.000Z');
    const [before, after] = [
      await rowsOn('customs-offices', '2026-03-31'),
      await rowsOn('customs-offices', '2026-04-01'),
    ];
    const named = (rows: { code: string }[], code: string) => rows.find((row) => row.code === code);
    expect(named(before, '8018')).toBeUndefined();
    expect(named(before, '8001')).toMatchObject({ name: '重庆海关', until: '2026-03-31' });
    expect(named(after, '8001')).toMatchObject({
      name: '重庆海关本部',
      from: '2026-04-01',
      until: null,
      origin: { source: '海关总署公告2026年第1号', asOf: '2026-03-17' },
    });
    expect(named(after, '8003')).toMatchObject({ origin: { asOf: '2015-12-31' } });
  });

  it('is told all its faults at once, and nothing of it is kept', async () => {
    const { status, body } = await submit('customs-offices', {
      rows: [{ code: '80', name: '甲' }, { code: '8020', name: '乙', from: '2026-03-01' }, { code: '8021' }],
    });
    expect([status, body.code]).toEqual([422, 'RULE_VIOLATION']);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/rows/0/code',
      '/rows/1/from',
      '/rows/2/name',
    ]);
    expect(body.errors[1].message).toBe('第 2 行起期 2026-03-01 早于本版的起期 2026-04-01；请改正，或把本版的起期提前');
    expect((await submit('customs-offices', { rows: [{ code: '8022', name: '丁' }] })).body.version).toBe(2);
  });

  it.each([
    ['no rows', { rows: [] }],
    ['no source', { source: undefined, rows: [{ code: '8023', name: '甲' }] }],
    ['a day that is none', { from: '2026-02-30', rows: [{ code: '8023', name: '甲' }] }],
    ['a field that there is not', { rows: [{ code: '8023', name: '甲' }], colour: 'red' }],
    [
      'rates of a month that is not that of their first day',
      { rows: [{ ...ratesRow('2026-05'), from: '2026-04-01' }] },
    ],
  ])('is refused with %s', async (_what, version) => {
    expect((await submit('rates', version)).status).toBe(422);
  });

  it('is there once, however often the request is sent', async () => {
    const options = { headers: { 'Idempotency-Key': 'once' } };
    const version = { rows: [{ code: '998', name: '盏' }] };
    const [first, again] = [await submit('units', version, options), await submit('units', version, options)];
    expect(again.body).toEqual(first.body);
    expect(again.headers['Idempotent-Replayed']).toBe('true');
    const key = { headers: { 'Idempotency-Key': 'publish-once' } };
    const [done, repeated] = [await publication('units', 1, key), await publication('units', 1, key)];
    expect([done.status, repeated.body]).toEqual([200, done.body]);
  });

  it('is published by no one who wrote it, and by nobody twice', async () => {
    const { version } = (await submit('units', { rows: [{ code: '997', name: '篓' }] })).body;
    const own = await publication('units', version, { caller: AUTHOR });
    expect([own.status, own.body.detail]).toEqual([
      403,
      `《计量单位代码》第 ${version} 版不能由提交人自己发布；请由另一名管理人员核对后发布`,
    ]);
    expect((await publication('units', version)).status).toBe(200);
    const twice = await publication('units', version);
    expect([twice.status, twice.body.code]).toEqual([409, 'WRONG_STATE']);
  });

  it('whose preview is of before another’s publication is not published', async () => {
    const [one, other] = [
      await submit('markets', { rows: [marketRow('甲市场')] }),
      await submit('markets', { rows: [marketRow('乙市场')] }),
    ];
    expect((await publication('markets', one.body.version)).status).toBe(200);
    const late = await publication('markets', other.body.version);
    expect([late.status, late.body.detail]).toEqual([
      409,
      '《试点市场》第 2 版预览之后，该清单已有另一版发布，预览不再准确；请按现行内容重新提交，核对预览后再发布',
    ]);
    registry.setClock(new Date(registry.runtime.now().getTime() + CACHE_MS).toISOString());
    const rows = await rowsOn('markets', '2026-04-01');
    expect(rows.find(({ id }: { id: string }) => id === 'dazu-longshui-hardware')).toMatchObject({ name: '甲市场' });
  });

  it('of many that are published at once wins one, and the others are told; another list goes through beside it', async () => {
    const drafts = [];
    for (const name of ['甲', '乙', '丙', '丁'])
      drafts.push((await submit('hs-chapters', { rows: [{ chapter: '82', title: name }] })).body);
    const beside = (await submit('document-types', { rows: [await parametersOf('document-types')] })).body;
    const answers = await Promise.all([
      ...drafts.map(({ version }) => publication('hs-chapters', version)),
      publication('document-types', beside.version),
    ]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.slice(0, 4).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409]);
    expect(statuses[4]).toBe(200);
    const winner = ['甲', '乙', '丙', '丁'][statuses.indexOf(200)];
    const { read } = host();
    expect((await read.on('2026-04-01')).hsChapters.get('82')?.title).toBe(winner);
  });

  it('of many that are submitted at once each has its number', async () => {
    const drafts = await Promise.all(
      ['甲', '乙', '丙'].map((name) => submit('tenants', { rows: [{ id: '500112', name }] })),
    );
    expect(drafts.map(({ body }) => Number(body.version)).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
  });

  it('reaches a function that runs within a minute, and not only one that starts', async () => {
    const { read, later } = host();
    expect((await read.on('2026-06-01')).units.has('996')).toBe(false);
    const { version } = (await submit('units', { from: '2026-06-01', rows: [{ code: '996', name: '筐子' }] })).body;
    await publication('units', version);
    later(CACHE_MS);
    expect((await read.on('2026-06-01')).units.get('996')?.name).toBe('筐子');
    expect((await read.on('2026-05-31')).units.has('996')).toBe(false);
    expect(CACHE_MS).toBeLessThan(60_000);
  });

  it('replaces a whole list where it is complete: what it does not name ends', async () => {
    const rows = [
      { code: '001', name: '台' },
      { code: '007', name: '个' },
    ];
    const drafted = (await submit('units', { from: '2027-01-01', complete: true, rows })).body;
    expect(drafted.counts.ended).toBeGreaterThan(100);
    expect(drafted.changes.length).toBeLessThanOrEqual(200);
    await publication('units', drafted.version);
    const { read } = host();
    expect([...(await read.on('2027-01-01')).units.keys()].toSorted()).toEqual(['001', '007']);
    expect((await read.on('2026-12-31')).units.size).toBeGreaterThan(100);
  });

  it('is never changed by a later one, which corrects it from a day', async () => {
    const stands = (
      await on('readReferenceVersion', { caller: AUTHOR, params: { list: 'customs-offices', version: '1' } })
    ).body;
    await publish(registry, 'customs-offices', {
      from: '2026-05-01',
      rows: [{ code: '8018', name: '永川海关（新）' }],
    });
    const after = (
      await on('readReferenceVersion', { caller: AUTHOR, params: { list: 'customs-offices', version: '1' } })
    ).body;
    expect(after).toEqual(stands);
    const named = async (day: string) =>
      (await rowsOn('customs-offices', day)).find(({ code }: { code: string }) => code === '8018')?.name;
    expect([await named('2026-04-30'), await named('2026-05-01')]).toEqual(['永川海关', '永川海关（新）']);
  });

  it('is in the audit trail: who submitted, who published', async () => {
    const pk = districtKey(CITY, 'REFERENCE_VERSION', 'customs-offices', '000001');
    expect(await deedsOf(registry.runtime, pk)).toEqual([
      [AUTHOR.sub, 'SUBMIT'],
      [PUBLISHER.sub, 'PUBLISH'],
    ]);
  });

  it('is listed, the newest first', async () => {
    const { items } = (
      await on('listReferenceVersions', { caller: AUTHOR, params: { list: 'customs-offices' }, query: {} })
    ).body;
    expect(items.map(({ version }: { version: number }) => version)).toEqual([3, 2, 1]);
  });
});

describe('versions are', () => {
  it.each(ROLES.filter((role) => role !== 'operator'))('nothing for %s', async (role) => {
    const caller: Caller = role === 'merchant' ? merchant(idOf('entity', 1)) : { sub: role, role, districtId: DAZU };
    const params = { list: 'units', version: '1' };
    const body = { source: '公告', from: '2026-04-01', rows: [{ code: '995', name: '甲' }] };
    expect((await on('submitReferenceVersion', { caller, params, body })).status).toBe(403);
    expect((await on('publishReferenceVersion', { caller, params })).status).toBe(403);
    expect((await on('readReferenceVersion', { caller, params })).status).toBe(403);
  });

  it.each(['0', '01', '99', '1e1', '-1', '一', '1000000'])('not found by the number %s', async (version) => {
    const params = { list: 'units', version };
    expect((await on('readReferenceVersion', { caller: AUTHOR, params })).status).toBe(404);
    expect((await on('publishReferenceVersion', { caller: AUTHOR, params })).status).toBe(404);
  });

  it('not those of a list that there is not', async () => {
    expect((await submit('moon-phases', { rows: [{ phase: 'FULL' }] })).status).toBe(404);
  });
});

describe('the tariff of a year', () => {
  it('of 13,000 codes is loaded whole, and a code that is not in it is none from its day on', async () => {
    const rows = [
      ...Array.from({ length: 97 }, (_, chapter) => ({
        hs: String(chapter + 1).padStart(2, '0'),
        name: `第 ${chapter + 1} 章`,
        complete: true,
      })),
      ...Array.from({ length: 13_000 }, (_, index) => ({
        hs: `${String((index % 97) + 1).padStart(2, '0')}${String(index).padStart(6, '0')}00`,
        name: `第 ${index} 种其他未列名的机器、器具和零件，不论是否带有附件`,
        legalUnit: '035',
        secondUnit: '007',
      })),
    ];
    const drafted = await submit('tariff', { from: '2027-01-01', complete: true, rows });
    expect(drafted.body.counts).toMatchObject({ added: 13_097, ended: 10 });
    expect((await publication('tariff', drafted.body.version)).status).toBe(200);
    const { tariff } = await host().read.on('2027-01-01');
    expect(tariff.size).toBe(13_097);
    expect((await host().read.on('2026-12-31')).tariff.size).toBe(10);
  });
});

const marketRow = (name: string) => ({
  id: 'dazu-longshui-hardware',
  name,
  districtId: DAZU,
  pilotStatus: 'APPROVED',
  batch: 6,
  approvedOn: '2022-09-28',
  effectiveFrom: null,
  legalBasis: '海关总署公告2022年第101号',
});

/** The set of parameters in force, as it may be submitted again. */
async function parametersOf(list: string) {
  const [{ from: _from, until: _until, origin: _origin, ...row }] = await rowsOn(list, '2026-03-17');
  return row;
}

/** A host of its own, whose clock is moved by hand. */
function host() {
  let now = Date.parse('2026-03-17T01:30:00.000Z');
  return {
    read: reference(registry.runtime.table, () => new Date(now)),
    later: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}
