import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../../../functions/filing/store/migration.ts';
import { register } from '../../../functions/filing/store/register.ts';
import { beginningsOf, shownBy, wordsOf, wordWrites } from '../../../functions/filing/store/search.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { searchForm } from '../../../functions/shared/kernel/comparison.ts';
import { ConcurrencyConflict } from '../../../functions/shared/table/errors.ts';
import { everyItem } from '../../../functions/shared/table/every-item.ts';
import type { Key } from '../../../functions/shared/table/keys.ts';
import { stateKey, wordItem, wordsKey } from '../../../functions/shared/table/listing.ts';
import { clear, create, put, replace } from '../../../functions/shared/table/write.ts';
import { clerk, DAZU, merchant, YUZHONG } from '../../kit/call.ts';
import { counted, keepItems } from '../../kit/counted.ts';
import { migrated } from '../../kit/migrated.ts';
import { useRegistry } from '../../kit/registry.ts';
import { api, approve, approved, asked, getEntity, graded, suspend } from './kit.ts';
import { merchantSample, tradeOperatorSample } from './samples.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');

const named = (n: number, name: string, number: string, phone: string) => {
  const sample = merchantSample(n);
  const { entity } = sample;
  const stall = { building: 'C区', floor: '3层', number };
  return { ...sample, entity: { ...entity, name, stall, contact: { ...entity.contact, phone } } };
};

let shop: string;
let other: string;

beforeAll(async () => {
  shop = await approved(registry.runtime, named(601, '大足区龙水镇鸿运五金经营部', '0617号', '13883126617'));
  other = await approved(registry.runtime, named(602, '鸿运日用品商行', '0618号', '13883126618'));
  await approved(registry.runtime, tradeOperatorSample(603), clerk(YUZHONG));
});

const found = async (query: Record<string, string>, caller: Caller = clerk()): Promise<string[]> =>
  (await api(registry.runtime, 'listEntities', { caller, query })).body.items.map(({ id }: { id: string }) => id);

/** The keys of the words under which an entity stands. */
async function wordsKept(id: string): Promise<Key[]> {
  const items = await everyItem(registry.runtime.table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': wordsKey(DAZU, 'ENTITIES') },
  });
  return items.filter(({ sk }) => sk.endsWith(`#${id}`)).map(({ pk, sk }) => ({ pk: pk as Key['pk'], sk }));
}

describe('an entity', () => {
  it('is found by any part of its name, its number and its last digits, its stall, and its phone’s last four', async () => {
    const { filingNumber } = (await getEntity(registry.runtime, shop)).body;
    const words = [
      '鸿运五金',
      '龙水镇鸿运',
      '大足区龙水',
      filingNumber,
      filingNumber.toLowerCase(),
      'C区3层617号',
      'c-3-0617',
    ];
    for (const q of [...words, '6617']) expect([q, ...(await found({ q }))]).toEqual([q, shop]);
    expect(new Set(await found({ q: '鸿运' }))).toEqual(new Set([shop, other]));
    expect(await found({ q: '五金鸿运' })).toEqual([]);
    expect(await found({ q: filingNumber.slice(-6) })).toContain(shop);
    // Phones are for the offices, and others' for no party.
    expect(await found({ q: '6617' }, merchant(other))).toEqual([]);
    expect(await found({ q: '6617' }, clerk(YUZHONG))).toEqual([]);
  });

  it('is found once, page by page', async () => {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = { q: '鸿运', limit: '1', ...(cursor && { cursor }) };
      const { body } = await api(registry.runtime, 'listEntities', { caller: clerk(), query });
      ids.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    expect(ids.toSorted()).toEqual([shop, other].toSorted());
  });

  it('is found by its new name and phone, and no more by those before', async () => {
    const id = await approved(registry.runtime, named(604, '旧名百货', '0620号', '13883126620'));
    const filingId = await asked(registry.runtime, 'requestAmendment', id, {
      entity: named(604, '新名百货', '0620号', '13883126621').entity,
    });
    await approve(registry.runtime, filingId);
    for (const q of ['旧名百货', '6620']) expect([q, await found({ q })]).toEqual([q, []]);
    for (const q of ['新名百货', '6621', '百货']) expect([q, await found({ q })]).toEqual([q, [id]]);
  });

  it('is listed by status, by grade as credit told it last, and by the end of its term', async () => {
    const id = await approved(registry.runtime, named(605, '等级测试店', '0621号', '13883126622'));
    await graded(registry.runtime, id, 'C');
    expect(await found({ grade: 'C' })).toEqual([id]);
    expect(await found({ grade: 'C', q: '等级' })).toEqual([id]);
    expect(await found({ grade: 'A', q: '等级' })).toEqual([]);
    await graded(registry.runtime, id, 'B', 2);
    await graded(registry.runtime, id, 'C', 1);
    expect(await found({ grade: 'C' })).toEqual([]);
    expect(await found({ grade: 'B', kind: 'merchant' })).toEqual([id]);
    expect(await found({ grade: 'B', kind: 'buyer' })).toEqual([]);
    const { validUntil } = (await getEntity(registry.runtime, id)).body;
    const after = new Date(Date.parse(validUntil) + 86_400_000).toISOString().slice(0, 10);
    expect(await found({ validUntilBefore: validUntil, q: '等级' })).toEqual([]);
    expect(await found({ validUntilBefore: after, kind: 'merchant' })).toContain(id);
    await suspend(registry.runtime, id);
    expect(await found({ status: 'SUSPENDED' })).toEqual([id]);
    expect(await found({ status: 'ACTIVE', q: '等级' })).toEqual([]);
    expect(await found({ validUntilBefore: after })).not.toContain(id);
  });

  it('is found by no words of an earlier release until it is brought up to date', async () => {
    const id = await approved(registry.runtime, named(606, '迁移前老店', '0623号', '13883126623'));
    await graded(registry.runtime, id, 'D');
    const pk = `DST#${DAZU}#ENTITY#${id}`;
    await registry.runtime.table.commit((await wordsKept(id)).map(clear));
    for (const sk of ['GRADE', 'CURRENT']) {
      const UpdateExpression = sk === 'CURRENT' ? 'REMOVE sought' : 'REMOVE ownerKey, ownerSort, stateKey, stateSort';
      await registry.documents.send(new UpdateCommand({ TableName: 'registry', Key: { pk, sk }, UpdateExpression }));
    }
    expect(await found({ q: '老店' })).toEqual([]);
    expect(await found({ grade: 'D' })).toEqual([]);
    await migrated(registry.documents, migrations);
    for (const query of [{ q: '老店' }, { q: '6623' }, { grade: 'D' }]) expect(await found(query)).toEqual([id]);
  });

  it('is found by the words that the release before kept beside it once they are where words stand now', async () => {
    const id = await approved(registry.runtime, named(607, '并排旧词铺', '0624号', '13883126624'));
    const pk = `DST#${DAZU}#ENTITY#${id}`;
    const now = await wordsKept(id);
    const beside = [...now.map(({ sk }) => sk.slice(0, sk.lastIndexOf('#'))), 'T#早已不用的名字'];
    await registry.runtime.table.commit([
      ...now.map(clear),
      ...beside.map((word, n) =>
        put({ pk, sk: `WORD#${n}`, form: 1, ownerKey: `DST#${DAZU}#ENTITIES#OWNER#WORDS`, ownerSort: word }),
      ),
    ]);
    expect(await found({ q: '旧词' })).toEqual([]);
    await migrated(registry.documents, migrations);
    for (const q of ['旧词', '6624', 'C区3层624号']) expect([q, await found({ q })]).toEqual([q, [id]]);
    expect(await wordsKept(id)).toEqual(now);
    const { items } = await registry.runtime.table.query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :word)',
      ExpressionAttributeValues: { ':pk': pk, ':word': 'WORD#' },
    });
    expect(items).toEqual([]);
  });

  it('keeps no words but its own, whatever it was called before', async () => {
    const id = await approved(registry.runtime, named(608, '先名杂货', '0625号', '13883126625'));
    await approve(
      registry.runtime,
      await asked(registry.runtime, 'requestAmendment', id, {
        entity: named(608, '后名杂货', '0625号', '13883126625').entity,
      }),
    );
    const kept = (await wordsKept(id)).map(({ sk }) => sk);
    expect(kept.filter((sk) => sk.includes('先'))).toEqual([]);
    expect(kept.filter((sk) => sk.includes('后'))).toHaveLength(1);
  });

  it('stands under every word of its newest version, however its changes race', async () => {
    const { table } = registry.runtime;
    const id = `entity-${DAZU}-01M8MS4V2CTE8XMX7V529K1027`;
    const key = { pk: `DST#${DAZU}#ENTITY#${id}`, sk: 'CURRENT' } as const;
    const wordsOfName = (name: string) => wordsOf({ name, identifier: 'x' }, 'JY5001112026000001');
    const names = ['东升五金厂', '西升五金厂', '东升商行', '升五金经营部'];
    await table.commit([
      put({ ...key, version: 1, name: '东升五金厂' }),
      ...wordWrites(key.pk, DAZU, [], wordsOfName('东升五金厂')),
    ]);
    const rename = async (turn: number): Promise<void> => {
      const record = await table.get(key);
      const [version, before] = [Number(record?.['version']), String(record?.['name'])];
      const name = names[turn % names.length] ?? '';
      await table
        .commit([
          replace({ ...key, version: version + 1, name }, version, () => new ConcurrencyConflict('renamed meanwhile')),
          ...wordWrites(key.pk, DAZU, wordsOfName(before), wordsOfName(name)),
        ])
        .catch((error: unknown) => {
          if (!(error instanceof ConcurrencyConflict)) throw error;
        });
    };
    for (let round = 0; round < 12; round += 1) {
      await Promise.all(Array.from({ length: 6 }, (_, n) => rename(round + n * 5)));
      const record = await table.get(key);
      expect(record?.['version']).toBeGreaterThan(round + 1);
      const kept = new Set((await wordsKept(id)).map(({ sk }) => sk.slice(0, sk.lastIndexOf('#'))));
      expect(wordsOfName(String(record?.['name'])).filter((word) => !kept.has(word))).toEqual([]);
    }
    await table.commit([clear(key)]);
  });

  it('that did not come about is found by none of the words that were there before it', async () => {
    const { table } = registry.runtime;
    const never = `DST#${DAZU}#ENTITY#entity-${DAZU}-01M8MS4V2CTE8XMX7V529K1026` as const;
    const refused = () => new Error('somebody was first');
    const words = wordWrites(never, DAZU, [], ['T#从未登记商行']);
    await expect(
      table.commit([...words, create({ pk: `DST#${DAZU}#ENTITY#${shop}`, sk: 'CURRENT' }, refused)]),
    ).rejects.toThrow('somebody was first');
    expect(await found({ q: '从未登记' })).toEqual([]);
  });
});

describe('a search', () => {
  beforeAll(() =>
    keepItems(
      registry.documents,
      Array.from({ length: 5000 }, (_, n) => ({
        ...wordItem({ districtId: DAZU, collection: 'ENTITIES' }, `T#别家商行${n}`, `DST#${DAZU}#ENTITY#other-${n}`),
        stateKey: stateKey(DAZU, 'ENTITIES', 'merchant'),
        stateSort: String(n),
      })),
    ),
  );

  it('reads what it finds, however many others there are', async () => {
    const { table, reads } = counted(registry.runtime.table);
    const at = '2026-03-17T01:30:00.000Z';
    const page = await register(table).entityPage({
      q: '鸿运五金',
      districts: [DAZU],
      limit: 50,
      at,
      keep: () => true,
    });
    expect(page.items.map(({ data }) => data.id)).toEqual([shop]);
    expect(reads.entries).toBe(1);
    expect(reads.heads).toBe(1);
    expect(reads.queries).toBeLessThanOrEqual(3);
  });

  it('finds a name by whatever it says from a Chinese character on', () => {
    const name = fc.array(fc.constantFrom(...Array.from('大足区龙水镇五金厂AB1（）')), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(name, fc.nat(), fc.nat(), (characters, from, length) => {
        const start = from % characters.length;
        // The last character alone is no word, unless it is all there is.
        if (!/\p{Script=Han}/u.test(characters[start] ?? '') || searchForm(characters.slice(start).join('')).length < 2)
          return;
        const q = characters.slice(start, start + 1 + (length % 10)).join('');
        const words = wordsOf({ name: characters.join(''), identifier: 'x' }, 'JY5001112026000001');
        const shown = shownBy(words, beginningsOf(q, DAZU, false));
        expect(shown).toBeDefined();
        expect(words.some((word) => word.slice(2).startsWith(searchForm(q)))).toBe(true);
      }),
    );
  });
});
