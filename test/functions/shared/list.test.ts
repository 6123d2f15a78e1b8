import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadCursor } from '../../../functions/shared/table/errors.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { type ListRequest, listPage, OVERLAP_SECONDS } from '../../../functions/shared/table/list.ts';
import type { StoredItem, Table } from '../../../functions/shared/table/table.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry();

const second = (n: number): string => new Date(Date.UTC(2026, 2, 17) + n * 1000).toISOString();

const item = (id: string, changed: string, districtId = '500111'): StoredItem => ({
  pk: districtKey(districtId, 'NOTE', id),
  sk: 'CURRENT',
  listKey: districtKey(districtId, 'NOTES'),
  listSort: `${changed}#${id}`,
});

const request = (extra: Partial<ListRequest> = {}): ListRequest => ({
  districts: ['500111'],
  index: 'byList',
  partition: (districtId) => districtKey(districtId, 'NOTES'),
  limit: 50,
  at: second(0),
  keep: () => true,
  ...extra,
});

async function everyPage(extra: Partial<ListRequest>): Promise<{ keys: string[]; pages: number; nextSince?: string }> {
  const keys: string[] = [];
  let [cursor, pages]: [string | undefined, number] = [undefined, 0];
  for (;;) {
    const page = await listPage(registry.runtime.table, request({ ...extra, cursor }));
    pages += 1;
    expect(page.items.length).toBeLessThanOrEqual(extra.limit ?? 50);
    keys.push(...page.items.map(({ pk }) => pk));
    if (page.nextCursor === null) return { keys, pages, ...(page.nextSince && { nextSince: page.nextSince }) };
    expect(page.nextSince).toBeUndefined();
    cursor = page.nextCursor;
  }
}

describe('a list', () => {
  it('pages every item once, over districts, by time of change, in either direction and from any time', async () => {
    const districts = ['500103', '500107'];
    const all = districts.flatMap((districtId) =>
      Array.from({ length: 7 }, (_, hour) => item(`${districtId}-${hour}`, second(hour * 3600), districtId)),
    );
    for (const one of all) await registry.runtime.table.commit([put(one)]);
    const wanted = all.map(({ pk }) => pk);
    const newest = [...wanted.slice(0, 7).toReversed(), ...wanted.slice(7).toReversed()];
    const later = [...wanted.slice(3, 7), ...wanted.slice(10)];
    for (const limit of [1, 3, 7, 50]) {
      expect((await everyPage({ districts, limit })).keys).toEqual(wanted);
      expect((await everyPage({ districts, limit, newestFirst: true })).keys).toEqual(newest);
      // The same instant as another offset writes it; what follows goes forward in time whatever the list does else.
      const since = '2026-03-17T11:00:00+08:00';
      expect((await everyPage({ districts, limit, newestFirst: true, since })).keys).toEqual(later);
    }
  });

  it('finds the few that a caller may see among many in few queries, and gives up a page rather than its time', async () => {
    const many = Array.from({ length: 2600 }, (_, n) => item(`m${String(n).padStart(4, '0')}`, second(n), '500101'));
    for (let start = 0; start < many.length; start += 100) {
      await registry.runtime.table.commit(many.slice(start, start + 100).map((one) => put(one)));
    }
    const seen = (wanted: readonly number[]) => ({
      districts: ['500101'],
      keep: ({ pk }: StoredItem) => wanted.some((n) => pk.endsWith(`m${String(n).padStart(4, '0')}`)),
    });
    const places = [0, 99, 100, 101, 1234, 2599];
    const found = await everyPage({ ...seen(places), limit: 5 });
    expect(found.keys).toEqual(places.map((n) => many[n]?.pk));
    expect(found.pages).toBeLessThanOrEqual(3);
    expect((await everyPage(seen([]))).pages).toBe(2);
  });

  const first = async (extra: Partial<ListRequest> = {}) =>
    (await listPage(registry.runtime.table, request({ limit: 1, ...extra }))).nextCursor ?? '';
  const changed = (cursor: string, change: (content: any) => void): string => {
    const content = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    change(content);
    return Buffer.from(JSON.stringify(content)).toString('base64url');
  };

  it('refuses a cursor that it did not give', async () => {
    for (const n of [1, 2, 3]) await registry.runtime.table.commit([put(item(`c${n}`, second(n)))]);
    const cursor = await first();
    expect((await listPage(registry.runtime.table, request({ cursor }))).items.length).toBeGreaterThan(0);
    const forged = [
      (content: any) => (content.after.pk = 'DST#500107#NOTE#x'),
      (content: any) => (content.after.listKey = 'DST#500107#NOTES'),
      (content: any) => (content.after.listSort = ''),
      (content: any) => (content.after.listSort = '字'.repeat(400)),
      (content: any) => (content.after.pk += 'x'.repeat(3000)),
      (content: any) => (content.after.sk = 7),
      (content: any) => (content.after.sk = { S: 'CURRENT' }),
      (content: any) => delete content.after.listSort,
      (content: any) => (content.after.extra = 'x'),
      (content: any) => (content.after = []),
      (content: any) => (content.districtId = '500107'),
      (content: any) => (content.list = 'another'),
      (content: any) => (content.began = 'yesterday'),
    ].map((change) => changed(cursor, change));
    const texts = ['nonsense', '', 'bnVsbA', Buffer.from('"\ud842"').toString('base64url'), cursor.slice(0, -4)];
    for (const bad of [...forged, ...texts]) {
      await expect(listPage(registry.runtime.table, request({ cursor: bad })), bad).rejects.toThrow(BadCursor);
    }
  });

  it('refuses the cursor of another list: another state, direction, district or time', async () => {
    const lists: Partial<ListRequest>[] = [
      {},
      { newestFirst: true },
      { since: second(1) },
      { since: second(2) },
      { index: 'byQueue' },
      { partition: (districtId) => districtKey(districtId, 'OTHERS') },
      { districts: ['500111', '500103'] },
    ];
    for (const from of lists.slice(0, 4)) {
      const cursor = await first(from);
      for (const to of lists) {
        const read = listPage(registry.runtime.table, request({ ...to, cursor }));
        if (to === from) await read;
        else await expect(read).rejects.toThrow(BadCursor);
      }
    }
  });
});

/** One change of a record: when its request began, and how many seconds later it is in the index. */
interface Change {
  readonly record: number;
  readonly began: number;
  readonly takes: number;
}

/** Of each record the change that was committed last, by the time it bears. */
function committed(changes: readonly Change[], now: number) {
  const done = changes.filter(({ began, takes }) => began + takes <= now);
  return [...Map.groupBy(done, ({ record }) => record)]
    .map(([record, all]) => {
      const change = all.reduce((a, b) => (b.began + b.takes >= a.began + a.takes ? b : a));
      return {
        pk: `DST#500111#NOTE#r${record}`,
        sk: 'CURRENT',
        listKey: 'DST#500111#NOTES',
        listSort: `${second(change.began)}#r${record}`,
        change,
      };
    })
    .toSorted((a, b) => (a.listSort < b.listSort ? -1 : 1));
}

const keyOf = ({ change: _change, ...key }: Record<string, unknown> = {}) => key;

/** An index of few items a page. */
const indexAt = (changes: readonly Change[], now: () => number): Pick<Table, 'query'> => ({
  query: async ({ ExpressionAttributeValues: values, ExclusiveStartKey: after }) => {
    const items = committed(changes, now()).filter(
      ({ listSort }) =>
        listSort >= String(values?.[':since']) && (after === undefined || listSort > String(after['listSort'])),
    );
    const page = items.slice(0, 3);
    return { items: page, next: page.length < items.length ? keyOf(page.at(-1)) : undefined };
  },
});

describe('a client that follows a list', () => {
  it('misses no change, however late it is committed and however slowly the client reads', async () => {
    const change = fc.record({
      record: fc.nat(8),
      began: fc.nat(2000),
      takes: fc.nat(OVERLAP_SECONDS),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 40 }),
        fc.array(fc.nat(500), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (changes, pauses, limit) => {
          let [now, turn] = [0, 0];
          const index = indexAt(changes, () => now) as Table;
          const seen = new Map<string, Change>();
          let since = second(0);
          /** Reads to the last page; time passes before every one. */
          const reading = async (): Promise<void> => {
            let cursor: string | undefined;
            do {
              now += pauses[turn % pauses.length] ?? 0;
              turn += 1;
              const page = await listPage(index, request({ since, cursor, limit, at: second(now) }));
              for (const one of page.items) seen.set(one.pk, one['change'] as Change);
              cursor = page.nextCursor ?? undefined;
              if (page.nextSince !== undefined) since = page.nextSince;
            } while (cursor !== undefined && turn < 500);
          };
          while (now < 3000 && turn < 300) {
            await reading();
            if (pauses.every((pause) => pause === 0)) now += 100;
          }
          now = Math.max(now, 3000);
          await reading();
          const final = committed(changes, now).map((one): [string, Change] => [one.pk, one.change]);
          expect(seen).toEqual(new Map(final));
        },
      ),
      { numRuns: 200 },
    );
  });
});
