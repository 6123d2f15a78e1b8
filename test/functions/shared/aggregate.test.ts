import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aggregate, type Change, type Stored } from '../../../functions/shared/table/aggregate.ts';
import { form } from '../../../functions/shared/table/form.ts';
import { BODY_PREFIX, bodyKey, CURRENT, districtKey, type Key } from '../../../functions/shared/table/keys.ts';
import { listPage } from '../../../functions/shared/table/list.ts';
import { unpacked } from '../../../functions/shared/table/packed.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry();

const Head = z.object({ status: z.string(), revision: z.int() });
const Body = z.object({ text: z.string(), note: z.string().optional() });
type Letter = z.infer<typeof Head> & z.infer<typeof Body>;

const layout = {
  head: form('letter', Head),
  body: form('letter-body', Body),
  brief: ({ text }: Letter) => ({ initial: text.slice(0, 1) }),
};
/** Letters whose body is numbered by what it says, and such as number it themselves. */
const counted = aggregate(layout);
const revised = aggregate({ ...layout, bodyNumber: ({ revision }: Letter) => revision });

let letters = 0;
const newPk = (): Key['pk'] => {
  letters += 1;
  return districtKey('500111', 'LETTER', String(letters));
};

const changeOf = (pk: Key['pk'], before: Stored<Letter> | undefined, data: Letter): Change<Letter> => ({
  pk,
  before,
  data,
  listing: { districtId: '500111', collection: 'LETTERS', state: data.status },
  actor: { sub: 'clerk', role: 'clerk', districtId: '500111' },
  at: '2026-03-17T01:30:00.000Z',
  action: 'CHANGE',
  otherwise: () => new Error('changed meanwhile'),
});

const writesOf = (kind: typeof counted, ...input: Parameters<typeof changeOf>) => kind.writes(changeOf(...input));

async function change(kind: typeof counted, pk: Key['pk'], data: Letter, before?: Stored<Letter>) {
  const { writes, after } = writesOf(kind, pk, before, data);
  await registry.runtime.table.commit(writes);
  return after;
}

const bodiesOf = async (pk: Key['pk']) => {
  const { items } = await registry.runtime.table.query({
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :body)',
    ExpressionAttributeValues: { ':pk': pk, ':body': BODY_PREFIX },
  });
  return items;
};

describe('a record of head and bodies', () => {
  it('packs a body, and leaves to it what its events repeat', async () => {
    const { table } = registry.runtime;
    const packed = aggregate({ ...layout, packsBody: true, told: ['text'] });
    const pk = newPk();
    const message = (text: string, status: string) =>
      ({ type: 'event', name: 'TradeChanged', version: 1, detail: { status, text } }) as const;
    const say = async (data: Letter, before?: Stored<Letter>): Promise<Stored<Letter>> => {
      const { writes, after } = packed.writes({
        ...changeOf(pk, before, data),
        messages: [message(data.text, data.status)],
      });
      await table.commit(writes);
      return after;
    };
    const first = await say({ status: 'A', revision: 1, text: '一' });
    const second = await say({ status: 'B', revision: 1, text: '一' }, first);
    const third = await say({ status: 'B', revision: 2, text: '二' }, second);
    expect(await packed.load(table, pk)).toEqual(third);
    expect((await bodiesOf(pk)).map((item) => unpacked(item['data']))).toEqual([{ text: '一' }, { text: '二' }]);
    expect(await registry.messages(pk)).toEqual([message('一', 'A'), message('一', 'B'), message('二', 'B')]);
    const kept = await table.get({ pk, sk: 'OUTBOX#00000002#00' });
    expect(kept).toMatchObject({ message: { detail: { status: 'B' } }, told: { sk: bodyKey(1), fields: ['text'] } });
    expect(JSON.stringify(kept)).not.toContain('一');
  });

  it('packs what a head says where its kind does, and reads it alike, packed or as an earlier release left it', async () => {
    const { table } = registry.runtime;
    const packed = aggregate({ ...layout, packsHead: true, keepsVersions: true });
    const [source, pk] = [newPk(), newPk()];
    const origin = await change(counted, source, { status: 'A', revision: 1, text: '一' });
    const open = changeOf(pk, undefined, { status: 'OPEN', revision: 1, text: '一' });
    const first = aggregate({ ...layout, keepsVersions: true }).writes({ ...open, bodyOf: origin, note: { by: '甲' } });
    await table.commit(first.writes);
    expect(await packed.load(table, pk)).toEqual(first.after);
    const second = packed.writes({
      ...changeOf(pk, first.after, { ...open.data, status: 'SHUT' }),
      note: { by: '乙' },
    });
    await table.commit(second.writes);
    const [head] = await table.getMany([{ pk, sk: CURRENT }]);
    if (!head) throw new Error('the head is not there');
    expect(['data', 'brief', 'note', 'bodyPk'].filter((attribute) => attribute in head)).toEqual([]);
    expect(await packed.load(table, pk)).toEqual(second.after);
    expect((await packed.loadHead(table, pk))?.brief).toEqual({ initial: '一' });
    expect(await packed.wholesOf(table, [head])).toEqual([second.after]);
    const versions = await packed.versions(table, pk);
    expect(versions.map(({ note, data }) => [note, data.status])).toEqual([
      [{ by: '甲' }, 'OPEN'],
      [{ by: '乙' }, 'SHUT'],
    ]);
    expect((await packed.version(table, pk, 1))?.data).toEqual(open.data);
  });

  it('is found by each of its owners, of whom the second needs no item of its own beside a body', async () => {
    const { table } = registry.runtime;
    const [pk, bare] = [newPk(), newPk()];
    const owned = changeOf(pk, undefined, { status: 'A', revision: 1, text: '一' });
    const listing = { ...owned.listing, owners: [1, 2, 3].map((one) => `entity-500111-${pk.slice(-1)}${one}`) };
    const { writes, after } = counted.writes({ ...owned, listing });
    const headOnly = aggregate({ head: form('card', Head) });
    const card = headOnly.writes({ ...owned, listing, pk: bare, data: { status: 'A', revision: 1 } });
    await table.commit([...writes, ...card.writes]);
    // A second body takes nothing from the first.
    await table.commit(
      counted.writes({ ...owned, before: after, data: { ...owned.data, text: '二' }, listing }).writes,
    );
    const pointers = async (of: Key['pk']) =>
      (await table.query({ KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': of } })).items
        .filter(({ sk }) => sk.startsWith('OWNER#'))
        .map(({ sk }) => sk.slice(-1));
    expect([await pointers(pk), await pointers(bare)]).toEqual([['3'], ['2', '3']]);
    for (const owner of listing.owners) {
      const page = await listPage(table, {
        districts: ['500111'],
        collection: 'LETTERS',
        owners: [owner],
        limit: 10,
        at: owned.at,
        read: (item) => item.pk,
        keep: () => true,
      });
      expect(page.items.toSorted()).toEqual([pk, bare].toSorted());
    }
  });

  it('is listed anew by what it says now, packed or not, and stands once in the list of each owner', async () => {
    const { table } = registry.runtime;
    const told = (initials: number) =>
      aggregate({ ...layout, packsHead: true, brief: ({ text }: Letter) => ({ initial: text.slice(0, initials) }) });
    const [packed, later] = [told(1), told(2)];
    const pk = newPk();
    const owners = [`entity-500111-${pk.slice(-1)}8`, `entity-500111-${pk.slice(-1)}9`];
    const made = changeOf(pk, undefined, { status: 'A', revision: 1, text: '一二' });
    const listing = { ...made.listing, owners };
    const { writes, after } = packed.writes({ ...made, listing });
    await table.commit(writes);
    const relisting = later.relisting(
      'LETTER',
      () => true,
      () => ({ ...listing, state: 'ANEW' }),
    );
    const [head] = await table.getMany([{ pk, sk: CURRENT }]);
    if (!head || !relisting.isOld(head)) throw new Error('the head is not there');
    await table.commit((await relisting.migrate(head, table)).writes);
    expect(await later.load(table, pk)).toEqual(after);
    expect((await later.loadHead(table, pk))?.brief).toEqual({ initial: '一二' });
    const page = async (asked: { owners: string[] } | { state: string }) =>
      (
        await listPage(table, {
          districts: ['500111'],
          collection: 'LETTERS',
          ...asked,
          limit: 10,
          at: made.at,
          read: (item) => item.pk,
          keep: () => true,
        })
      ).items;
    expect(await page({ owners: owners.slice(1) })).toEqual([pk]);
    expect(await page({ state: 'ANEW' })).toEqual([pk]);
  });

  it('is read as it was written, whatever changed in which order, and keeps each body once', async () => {
    const text = fc.constantFrom('一', '二', '三');
    const changes = fc.array(fc.record({ status: fc.constantFrom('A', 'B'), text, note: fc.option(text) }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(changes, async (steps) => {
        const pk = newPk();
        let before: Stored<Letter> | undefined;
        const said: unknown[] = [];
        for (const [index, { note, ...step }] of steps.entries()) {
          const data = { ...step, ...(note === null ? {} : { note }), revision: index };
          const body = { text: data.text, ...(note === null ? {} : { note }) };
          if (JSON.stringify(said.at(-1)) !== JSON.stringify(body)) said.push(body);
          before = await change(counted, pk, data, before);
          expect(await counted.load(registry.runtime.table, pk)).toEqual({ ...before, data });
          const head = await counted.loadHead(registry.runtime.table, pk);
          expect(head?.data).toEqual({ status: data.status, revision: index });
          expect(head?.brief).toEqual({ initial: data.text });
        }
        expect((await counted.bodies(registry.runtime.table, pk)).map(({ content }) => content)).toEqual(said);
      }),
      { numRuns: 25 },
    );
  });

  it('numbers a body as the data says, and never changes one', async () => {
    const pk = newPk();
    const first = await change(revised, pk, { status: 'A', revision: 1, text: '一' });
    const second = await change(revised, pk, { status: 'A', revision: 2, text: '一' }, first);
    expect((await bodiesOf(pk)).map(({ sk }) => sk)).toEqual([bodyKey(1), bodyKey(2)]);
    expect(() => writesOf(revised, pk, second, { status: 'B', revision: 2, text: '二' })).toThrow('cannot change');
  });

  it('refers to the body of another record that says the same, and has its own as soon as it does not', async () => {
    const [source, pk] = [newPk(), newPk()];
    const origin = await change(counted, source, { status: 'A', revision: 1, text: '一' });
    const data = { status: 'IN_FORCE', revision: 1, text: '一' };
    const { writes, after } = counted.writes({ ...changeOf(pk, undefined, data), bodyOf: origin });
    await registry.runtime.table.commit(writes);
    expect(await bodiesOf(pk)).toEqual([]);
    expect((await counted.load(registry.runtime.table, pk))?.data).toEqual(data);
    const suspended = await change(counted, pk, { ...data, status: 'SUSPENDED' }, after);
    expect(suspended.body).toEqual({ pk: source, number: 1 });
    const changed = await change(counted, pk, { ...data, text: '二' }, suspended);
    expect(changed.body).toEqual({ pk, number: 3 });
    const loaded = await counted.load(registry.runtime.table, pk);
    expect(loaded?.data.text).toBe('二');
    const heads = await registry.runtime.table.getMany([
      { pk, sk: CURRENT },
      { pk: source, sk: CURRENT },
    ]);
    const wholes = await counted.wholesOf(
      registry.runtime.table,
      heads.filter((item) => item !== undefined),
    );
    expect(wholes.map(({ data: { text } }) => text)).toEqual(['二', '一']);
  });

  it('is read while it is written: one of the versions, never a mixture', async () => {
    const pk = newPk();
    let before = await change(counted, pk, { status: '0', revision: 0, text: '0' });
    let isWriting = true;
    const reading = (async () => {
      let seen = 0;
      while (isWriting) {
        const found = await counted.load(registry.runtime.table, pk);
        expect(found?.data.text).toBe(found?.data.status);
        seen += 1;
      }
      return seen;
    })();
    for (let n = 1; n <= 40; n += 1) {
      before = await change(counted, pk, { status: String(n), revision: n, text: String(n) }, before);
    }
    isWriting = false;
    expect(await reading).toBeGreaterThan(5);
  });

  it('is found beside what else its partition holds: by one query where nothing sorts between', async () => {
    const pk = newPk();
    const stored = await change(counted, pk, { status: 'A', revision: 1, text: '一' });
    for (const sk of ['A', 'BODY', 'BODY$', 'DUE', 'TURN', 'CURRENT#'])
      await registry.runtime.table.commit([put({ pk, sk })]);
    let gets = 0;
    const table = {
      ...registry.runtime.table,
      get: (key: Key) => {
        gets += 1;
        return registry.runtime.table.get(key);
      },
    };
    expect(await counted.load(table, pk)).toEqual(stored);
    // `BODY$` stands between: what is beside the head is not its body, which is read by its key.
    expect(gets).toBe(1);
  });

  it('of the first layout is read, and takes the present one with its next change', async () => {
    const pk = newPk();
    const data = { status: 'A', revision: 1, text: '一' };
    const old = { version: 3, createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-02-01T00:00:00.000Z' };
    const item = { pk, sk: CURRENT, ...old, auditHash: 'f'.repeat(64), data, listKey: 'x', listSort: 'y' };
    await registry.runtime.table.commit([put(item)]);
    const loaded = await counted.load(registry.runtime.table, pk);
    expect(loaded).toEqual({ pk, ...old, auditHash: 'f'.repeat(64), data });
    expect(await counted.loadHead(registry.runtime.table, pk)).toMatchObject({ brief: { initial: '一' } });
    const after = await change(counted, pk, { ...data, status: 'B' }, loaded);
    expect(after).toMatchObject({ version: 4, createdAt: old.createdAt, body: { pk, number: 4 } });
    expect(await counted.load(registry.runtime.table, pk)).toEqual(after);
    expect(await registry.runtime.table.get({ pk, sk: CURRENT })).not.toHaveProperty('listKey');
  });

  it('keeps the versions that changes end, with what was noted of them', async () => {
    const kept = aggregate({ ...layout, keepsVersions: true });
    const pk = newPk();
    const texts = ['一', '一', '二'];
    let before: Stored<Letter> | undefined;
    for (const [index, text] of texts.entries()) {
      const data = { status: String(index), revision: 0, text };
      const { writes, after } = kept.writes({ ...changeOf(pk, before, data), note: { by: `clerk-${index}` } });
      await registry.runtime.table.commit(writes);
      before = after;
    }
    const versions = await kept.versions(registry.runtime.table, pk);
    expect(versions.map(({ version, note, data }) => [version, note, data.status, data.text])).toEqual(
      texts.map((text, index) => [index + 1, { by: `clerk-${index}` }, String(index), text]),
    );
    expect((await kept.version(registry.runtime.table, pk, 2))?.data).toEqual({ status: '1', revision: 0, text: '一' });
    expect((await kept.version(registry.runtime.table, pk, 3))?.data.text).toBe('二');
    expect(await kept.version(registry.runtime.table, pk, 4)).toBeUndefined();
    expect(await bodiesOf(pk)).toHaveLength(2);
    // Each is written once: the head and, of a version that ended, one item beside it.
    const past = await registry.runtime.table.get({ pk, sk: 'VERSION#V#00000003' });
    expect(past).toBeUndefined();
  });

  it('that was written once more from the same reading is refused, its body too', async () => {
    const pk = newPk();
    const first = await change(counted, pk, { status: 'A', revision: 1, text: '一' });
    const at = await Promise.allSettled(
      Array.from({ length: 6 }, (_, n) => change(counted, pk, { status: 'A', revision: 1, text: `二${n}` }, first)),
    );
    expect(at.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await bodiesOf(pk)).toHaveLength(2);
  });
});
