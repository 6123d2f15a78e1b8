import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { BadCursor } from '../../../functions/shared/table/errors.ts';
import { districtKey, type Key } from '../../../functions/shared/table/keys.ts';
import { type Listed, type ListRequest, listPage, OVERLAP_SECONDS } from '../../../functions/shared/table/list.ts';
import { facet, indexKeys, type Listing, ownerPointer, stateKey } from '../../../functions/shared/table/listing.ts';
import type { StoredItem, Table } from '../../../functions/shared/table/table.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { counted } from '../../kit/counted.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry(undefined, false);

const second = (n: number): string => new Date(Date.UTC(2026, 2, 17) + n * 1000).toISOString();

/** A note that was created at a second and changed at another. */
const note = (id: string, { created, changed = created, ...listing }: Note): StoredItem => ({
  pk: districtKey(listing.districtId ?? '500111', 'NOTE', id),
  sk: 'CURRENT',
  ...indexKeys({ districtId: '500111', collection: 'NOTES', ...listing }, second(created), second(changed)),
});

interface Note extends Partial<Listing> {
  readonly created: number;
  readonly changed?: number;
}

async function keep(items: readonly StoredItem[]): Promise<void> {
  for (let start = 0; start < items.length; start += 100) {
    await registry.runtime.table.commit(items.slice(start, start + 100).map((one) => put(one)));
  }
}

type Asked = Partial<ListRequest<StoredItem>>;

const request = (extra: Asked = {}): ListRequest<StoredItem> => ({
  districts: ['500111'],
  collection: 'NOTES',
  limit: 50,
  at: second(0),
  read: (head) => head,
  keep: () => true,
  ...extra,
});

async function everyPage(extra: Asked): Promise<{ keys: string[]; pages: number; nextSince?: string }> {
  const keys: string[] = [];
  let [cursor, pages]: [string | undefined, number] = [undefined, 0];
  for (;;) {
    const page: Listed<StoredItem> = await listPage(registry.runtime.table, request({ ...extra, cursor }));
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
      Array.from({ length: 7 }, (_, hour) => note(`${districtId}-${hour}`, { created: hour * 3600, districtId })),
    );
    await keep(all);
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

  it('pages every item once where many changed at the same instant', async () => {
    const same = Array.from({ length: 230 }, (_, n) => note(`same-${n}`, { created: 7, districtId: '500102' }));
    await keep(same);
    for (const limit of [7, 100]) {
      const { keys } = await everyPage({ districts: ['500102'], limit });
      expect(keys.toSorted()).toEqual(same.map(({ pk }) => pk).toSorted());
    }
  });

  it('of a state stands by creation, whatever changed since, and shows what is in it now', async () => {
    const districts = ['500104'];
    const at = { districtId: '500104' };
    const open = [3, 1, 2].map((created) =>
      note(`open-${created}`, { ...at, created, changed: 90 - created, state: 'OPEN' }),
    );
    await keep([...open, note('done', { ...at, created: 2, state: 'DONE' })]);
    const ids = async (extra: Asked) =>
      (await everyPage({ districts, ...extra })).keys.map((pk) => pk.split('#').at(-1));
    expect(await ids({ state: 'OPEN' })).toEqual(['open-1', 'open-2', 'open-3']);
    expect(await ids({ state: 'OPEN', newestFirst: true, limit: 1 })).toEqual(['open-3', 'open-2', 'open-1']);
    expect(await ids({ state: 'OPEN', since: second(88) })).toEqual(['open-2', 'open-1']);
    expect(await ids({ state: 'DONE' })).toEqual(['done']);
    // The index lags: it still has what left the state.
    const { table } = registry.runtime;
    const lagging: Table = {
      ...table,
      getMany: async (keys) =>
        (await table.getMany(keys)).map(
          (head) =>
            head && (head.pk.endsWith('open-2') ? { ...head, stateKey: stateKey('500104', 'NOTES', 'DONE') } : head),
        ),
    };
    const page = await listPage(lagging, request({ districts, state: 'OPEN' }));
    expect(page.items.map(({ pk }) => pk.split('#').at(-1))).toEqual(['open-1', 'open-3']);
  });

  it('of what is due goes by the days, and ends before a day', async () => {
    const districtId = '500105';
    await keep(
      [3, 1, 2].map((n) => note(`due-${n}`, { districtId, due: `2026-03-0${n}`, created: 9 - n, changed: 90 })),
    );
    const dueOf = async (due: Asked['due']) =>
      (await everyPage({ districts: [districtId], due, limit: 1 })).keys.map((pk) => pk.split('#').at(-1));
    expect(await dueOf('ALL')).toEqual(['due-1', 'due-2', 'due-3']);
    expect(await dueOf({ before: '2026-03-03' })).toEqual(['due-1', 'due-2']);
  });

  describe('among 100 and among 10,000', () => {
    const sizes = [
      ['500106', 100],
      ['500108', 10_000],
    ] as const;
    const idsOf = (keys: readonly { pk: string }[]) => keys.map(({ pk }) => pk.split('#').at(-1));
    const place = (n: number) => `other-${String(n).padStart(5, '0')}`;

    beforeAll(async () => {
      for (const [districtId, count] of sizes) {
        const others = Array.from({ length: count }, (_, n) =>
          note(place(n), {
            districtId,
            created: 100 + n,
            state: n % 2 ? 'OPEN' : 'DONE',
            owners: [`e-${2 + (n % 50)}`, ...(n === 1 ? ['sub-1'] : [])],
            sought: [`K${n % 7}`, `五金经营部${n}号`],
          }),
        );
        const own = [4, 8, 15].map((n) =>
          note(`own-${n}`, { districtId, created: n, changed: 40 - n, owners: ['e-1'], state: 'OPEN' }),
        );
        await keep([...own, ...others]);
        const scope = { districtId, collection: 'NOTES' };
        await keep([ownerPointer(others[1]?.pk as Key['pk'], scope, 'sub-1', second(0))]);
      }
    });

    it.each(sizes)('a party’s own costs the same, and reads no others: %s, %i', async (districtId) => {
      const asked = { districts: [districtId], owners: ['e-1', 'sub-1'] };
      for (const extra of [{}, { state: 'OPEN' }]) {
        const { table, reads } = counted(registry.runtime.table);
        const page = await listPage(table, request({ ...asked, ...extra }));
        expect([idsOf(page.items), page.nextCursor]).toEqual([['own-4', 'own-8', 'own-15', place(1)], null]);
        expect(reads).toEqual({ queries: 2, entries: 4, heads: 4 });
      }
    });

    it.each(sizes)(
      'a party follows its own in the order of their changes, and reads no others: %s, %i',
      async (district) => {
        const asked = { districts: [district], owners: ['e-1', 'sub-1'], since: second(0) };
        const { table, reads } = counted(registry.runtime.table);
        const page = await listPage(table, request(asked));
        expect([idsOf(page.items), page.nextCursor]).toEqual([['own-15', 'own-8', 'own-4', place(1)], null]);
        expect(reads).toMatchObject({ entries: 4, heads: 4 });
        expect(reads.queries).toBeLessThanOrEqual(4);
        const { keys } = await everyPage({ ...asked, since: second(30), limit: 1, state: 'OPEN' });
        expect(idsOf(keys.map((pk) => ({ pk })))).toEqual(['own-8', 'own-4', place(1)]);
        expect(await everyPage({ ...asked, owners: [] })).toMatchObject({ keys: [], pages: 1 });
      },
    );

    it.each(sizes)('a page costs what it shows: %s, %i', async (districtId) => {
      for (const extra of [{}, { state: 'OPEN' }, { newestFirst: true }]) {
        const { table, reads } = counted(registry.runtime.table);
        await listPage(table, request({ districts: [districtId], limit: 10, ...extra }));
        expect(reads.queries).toBe(1);
        expect(reads.heads).toBe(25);
      }
    });

    it.each([
      ['五金经营部4321号', [4321]],
      ['经营部999', [999, ...Array.from({ length: 10 }, (_, n) => 9990 + n)]],
      ['没有', []],
    ])('a search is sifted by the index, and reads what it finds: %s', async (text, found) => {
      const { table, reads } = counted(registry.runtime.table);
      const page = await listPage(table, request({ districts: ['500108'], sought: [text] }));
      expect([idsOf(page.items), page.nextCursor]).toEqual([found.map(place), null]);
      expect(reads.heads).toBe(found.length);
      expect(reads.queries).toBeLessThanOrEqual(4);
    });

    it('several texts sift together, within a state, page by page', async () => {
      const asked = { districts: ['500108'], sought: [facet('K3'), '经营部1'], state: 'OPEN', limit: 100 };
      const { keys } = await everyPage(asked);
      const wanted = Array.from({ length: 10_000 }, (_, n) => n).filter(
        (n) => n % 7 === 3 && n % 2 === 1 && String(n).startsWith('1'),
      );
      expect(idsOf(keys.map((pk) => ({ pk })))).toEqual(wanted.map(place));
    });

    it('the few that a caller may see are found, and a page ends rather than take its time', async () => {
      const places = [0, 99, 100, 101, 1234, 9999].map(place);
      const found = await everyPage({
        districts: ['500108'],
        keep: ({ pk }) => places.some((one) => pk.endsWith(one)),
        limit: 5,
      });
      expect(idsOf(found.keys.map((pk) => ({ pk })))).toEqual(places);
      expect(found.pages).toBeLessThanOrEqual(6);
    });
  });

  const districtId = '500110';
  const first = async (extra: Asked = {}) =>
    (await listPage(registry.runtime.table, request({ districts: [districtId], limit: 1, ...extra }))).nextCursor ?? '';
  const changed = (cursor: string, change: (content: any) => void): string => {
    const content = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    change(content);
    return Buffer.from(JSON.stringify(content)).toString('base64url');
  };

  it('refuses a cursor that it did not give', async () => {
    await keep([1, 2, 3].map((n) => note(`c${n}`, { districtId, created: n, state: 'OPEN', owners: ['e-1'] })));
    const cursor = await first();
    const asked = { districts: [districtId] };
    expect((await listPage(registry.runtime.table, request({ ...asked, cursor }))).items.length).toBeGreaterThan(0);
    const forged = [
      (content: any) => (content.after.pk = 'DST#500107#NOTE#x'),
      (content: any) => (content.after.changeKey = 'DST#500107#NOTES'),
      (content: any) => (content.after.changeSort = ''),
      (content: any) => (content.after.changeSort = '字'.repeat(400)),
      (content: any) => (content.after.pk += 'x'.repeat(3000)),
      (content: any) => (content.after.sk = '\ud800'),
      (content: any) => (content.after.pk += '\udc00'),
      (content: any) => (content.after.sk = 7),
      (content: any) => (content.after.sk = { S: 'CURRENT' }),
      (content: any) => delete content.after.changeSort,
      (content: any) => (content.after.extra = 'x'),
      (content: any) => (content.after = []),
      (content: any) => (content.place = 1),
      (content: any) => (content.place = -1),
      (content: any) => (content.list = 'another'),
      (content: any) => (content.began = 'yesterday'),
    ].map((change) => changed(cursor, change));
    const texts = ['nonsense', '', 'bnVsbA', Buffer.from('"\ud842"').toString('base64url'), cursor.slice(0, -4)];
    for (const bad of [...forged, ...texts]) {
      await expect(listPage(registry.runtime.table, request({ ...asked, cursor: bad })), bad).rejects.toThrow(
        BadCursor,
      );
    }
  });

  it('refuses the cursor of another list: another state, owner, search, direction, district or time', async () => {
    const asked: Asked[] = [
      {},
      { newestFirst: true },
      { since: second(1) },
      { since: second(2) },
      { state: 'OPEN' },
      { owners: ['e-1'] },
      { owners: ['e-2'] },
      { sought: ['e-1'] },
      { since: second(1), owners: ['e-1'] },
      { due: 'ALL' },
      { due: { before: '2026-03-03' } },
      { collection: 'OTHERS' },
      { districts: [districtId, '500103'] },
    ];
    const lists = asked.map((list) => ({ districts: [districtId], ...list }));
    for (const from of lists.slice(0, 6)) {
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
      const pk = `DST#500111#NOTE#r${record}`;
      return {
        pk,
        sk: 'CURRENT',
        changeKey: 'DST#500111#NOTES',
        changeSort: second(change.began),
        place: `${second(change.began)}#${pk}`,
        change,
      };
    })
    .toSorted((a, b) => (a.place < b.place ? -1 : 1));
}

/** Seconds by which the index lags behind the items. */
const LAG = 5;

/** An index of few entries a page, and the items that it lags behind. */
const indexAt = (changes: readonly Change[], now: () => number): Pick<Table, 'query' | 'getMany'> => ({
  query: async ({ ExpressionAttributeValues: values, ExclusiveStartKey: after }) => {
    const items = committed(changes, now() - LAG).filter(
      ({ changeSort, place }) =>
        changeSort >= String(values?.[':from']) &&
        (after === undefined || place > `${String(after['changeSort'])}#${String(after['pk'])}`),
    );
    const page = items.slice(0, 3);
    const last = page.at(-1);
    const { pk = '', sk = '', changeKey = '', changeSort = '' } = last ?? {};
    return { items: page, next: page.length < items.length ? { pk, sk, changeKey, changeSort } : undefined };
  },
  getMany: async (keys) => {
    const items = committed(changes, now());
    return keys.map(({ pk }) => items.find((item) => item.pk === pk));
  },
});

describe('a client that follows a list', () => {
  it('misses no change, however late it is committed and however slowly the client reads', async () => {
    const change = fc.record({
      record: fc.nat(8),
      began: fc.nat(2000),
      takes: fc.nat(OVERLAP_SECONDS - LAG),
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
          now = Math.max(now, 3000 + LAG);
          await reading();
          const final = committed(changes, now).map((one): [string, Change] => [one.pk, one.change]);
          expect(seen).toEqual(new Map(final));
        },
      ),
      { numRuns: 200 },
    );
  });
});
