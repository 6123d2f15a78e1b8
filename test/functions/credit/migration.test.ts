import { afterEach, describe, expect, it } from 'vitest';
import type { CreditEvent } from '../../../functions/credit/domain/event.ts';
import { creditStore } from '../../../functions/credit/store/index.ts';
import { migrations } from '../../../functions/credit/store/migration.ts';
import { sha256 } from '../../../functions/shared/digest.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import { auditEntry, CHAIN_START } from '../../../functions/shared/table/audit.ts';
import { ConcurrencyConflict } from '../../../functions/shared/table/errors.ts';
import { everyItem } from '../../../functions/shared/table/every-item.ts';
import type { StoredItem } from '../../../functions/shared/table/table.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { DAZU } from '../../kit/call.ts';
import { migrated } from '../../kit/migrated.ts';
import { useRegistry } from '../../kit/registry.ts';

/** Items as the first layout kept them (`functions/credit/store` of commit 9d0df65). */

const registry = useRegistry();
const migrate = () => migrated(registry.documents, migrations);
const ulid = (n: number): string => `01JDXKQ8Z3W5T7V9Y1${String(n).padStart(8, '0')}`;
const AT = '2026-03-12T01:30:00.000Z';
const ACTOR = { sub: 'clerk', role: 'clerk', districtId: '500111' } as const;

let entities = 0;
let entityId = '';
const creditPk = () => `DST#${DAZU}#CREDIT#${entityId}` as const;
const newEntity = (): void => {
  entities += 1;
  entityId = identifier('entity', DAZU, ulid(entities));
};
newEntity();
afterEach(newEntity);

const event = (n: number, documentNumber: string, changes: Partial<CreditEvent> = {}): CreditEvent => ({
  id: identifier('creditevent', DAZU, ulid(entities * 100 + n)),
  districtId: DAZU,
  entityId,
  indicator: 'COMPLAINT_UPHELD',
  occurredOn: '2026-03-10',
  source: { authority: '大足区商务委', documentNumber, documentDate: '2026-03-11' },
  status: 'RECORDED',
  recordedAt: AT,
  recordedBy: 'clerk',
  evidence: '投诉笔录',
  ...changes,
});

function oldItems(data: CreditEvent): StoredItem[] {
  const pk = `DST#${DAZU}#CREDIT_EVENT#${data.id}` as const;
  const change = { version: 1, at: AT, actor: ACTOR, action: 'RECORD', reasons: [], previousHash: CHAIN_START };
  const { hash: auditHash } = auditEntry({ pk, content: data, ...change });
  const [list, sort] = [`DST#${DAZU}#CREDIT_EVENTS`, `${AT}#${pk}`];
  const { authority, documentNumber } = data.source;
  return [
    {
      pk,
      sk: 'CURRENT',
      version: 1,
      createdAt: AT,
      updatedAt: AT,
      auditHash,
      data,
      listKey: list,
      listSort: sort,
      queueKey: `${list}#${data.status}`,
      queueSort: sort,
    },
    {
      pk: creditPk(),
      sk: `EVENT#${data.indicator}#${sha256([authority, documentNumber])}`,
      event: data,
    },
  ];
}

const keep = async (...items: StoredItem[]): Promise<void> =>
  registry.runtime.table.commit(items.map((item) => put(item)));

const facts = () =>
  everyItem(registry.runtime.table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': creditPk() },
    ConsistentRead: true,
  });

describe('credit of the first layout', () => {
  it('says the same in the present one, stands in its lists, and is not touched again', async () => {
    const objection = { reasons: ['投诉人已书面撤回'], at: AT, by: 'merchant', decideBy: '2026-04-02' };
    const [one, two] = [event(1, '投诉〔2026〕1号'), event(2, '投诉〔2026〕2号', { status: 'DISPUTED', objection })];
    const subject = {
      entityId,
      districtId: DAZU,
      version: 3,
      kind: 'merchant',
      name: '某店',
      registeredOn: '2026-01-05',
    };
    await keep(...oldItems(one), ...oldItems(two), {
      pk: `DST#${DAZU}#CREDIT_SUBJECT#${entityId}`,
      sk: 'CURRENT',
      version: 3,
      subject,
      listKey: `DST#${DAZU}#CREDIT_SUBJECTS`,
      listSort: entityId,
    });
    const store = creditStore(registry.runtime.table);
    const before = await store.events(entityId);
    expect(before).toHaveLength(2);
    expect((await migrate()).migrated).toEqual({ CREDIT_EVENT: 2, CREDIT: 2, CREDIT_SUBJECT: 1 });
    const bare = ({ evidence: _evidence, ...rest }: CreditEvent) => rest;
    expect((await store.events(entityId)).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([bare(one), bare(two)]);
    expect((await store.event(one.id))?.data).toEqual(one);
    expect(await store.subject(entityId)).toEqual(subject);
    expect(await store.subjectIds(DAZU)).toEqual([entityId]);
    const asked = { districts: [DAZU], limit: 10, at: AT, keep: () => true };
    const listed = async (extra: object) =>
      (await store.listEvents({ ...asked, ...extra })).items.map(({ data: { id } }) => id);
    expect(await listed({ owners: [entityId] })).toEqual([two.id, one.id]);
    expect(await listed({ status: 'DISPUTED' })).toEqual([two.id]);
    expect(await listed({ status: 'RECORDED' })).toEqual([one.id]);
    expect(await store.appealsDue(DAZU, '2026-04-02')).toEqual([two.id]);
    const old = (await facts()).concat(await registry.heads(DAZU, 'CREDIT_EVENTS'));
    for (const item of old) expect(Object.keys(item)).not.toContain('listKey');
    expect((await migrate()).migrated).toEqual({});
  });

  it('of one document in four spellings the earliest keeps the place, and the others wait for a person', async () => {
    const all = ['投诉〔2026〕7号', '投诉[2026]7号', '投诉（2026）⑦号', '投诉 〔2026〕 7 号'].map((number, n) =>
      event(n + 1, number),
    );
    for (const one of all) await keep(...oldItems(one));
    const store = creditStore(registry.runtime.table);
    const before = await store.events(entityId);
    const { collisions } = await migrate();
    const mine = collisions.filter(({ lost }) => all.some(({ id }) => id === lost));
    const [first, ...others] = all;
    expect(new Set(mine.map(({ lost }) => lost))).toEqual(new Set(others.map(({ id }) => id)));
    expect(new Set(mine.map(({ what }) => what))).toEqual(new Set(['CREDIT_FACT']));
    // Nothing is scored otherwise than before.
    const ids = (events: readonly CreditEvent[]) => events.map(({ id }) => id).toSorted();
    expect(ids(await store.events(entityId))).toEqual(ids(before));
    expect(await store.recordedFrom(event(9, '投诉2026〔7〕1号'))).toBeUndefined();
    expect(ids(all)).toContain(await store.recordedFrom(event(9, '投诉【2026】７号')));
    expect((await facts()).filter(({ sk }) => sk.split('#').length === 3)).toMatchObject([
      { event: { id: first?.id } },
    ]);

    // The person revokes one: its own copy changes, and nobody else's.
    const [lost] = others;
    const stored = await store.event(lost?.id ?? '');
    if (!stored) throw new Error('it is kept');
    const cause = { actor: ACTOR, at: AT, action: 'REVOKE', messages: [] };
    await registry.runtime.table.commit(store.change({ ...stored.data, status: 'REVOKED' }, stored, cause));
    const now = await store.events(entityId);
    expect(now.filter(({ status }) => status === 'REVOKED').map(({ id }) => id)).toEqual([lost?.id]);
    expect(now).toHaveLength(4);
    const again = await store.event(lost?.id ?? '');
    if (!again) throw new Error('it is kept');
    await registry.runtime.table.commit(store.change({ ...again.data, status: 'RECORDED' }, again, cause));
    expect(ids(await store.events(entityId))).toEqual(ids(before));
    await migrate();
    expect(ids(await store.events(entityId))).toEqual(ids(before));
  });

  it('of the second layout, whose keys had the brackets of a number, keeps one of two and leaves the other to a person', async () => {
    const store = creditStore(registry.runtime.table);
    const cause = { actor: ACTOR, at: AT, action: 'RECORD', messages: [] };
    const [early, noted, bare, alone] = [
      event(1, '投诉〔2026〕7号'),
      event(2, '投诉[2026] 7号'),
      event(3, '投诉20267号'),
      event(4, '投诉《2026》9号'),
    ];
    // As that release kept them: the second was found before to be of the first one's document.
    const kept = (data: CreditEvent, number: string, note?: string): StoredItem => {
      const { evidence: _evidence, ...copied } = data;
      const sk = `EVENT#${data.indicator}#${sha256(['大足区商务委', number])}`;
      return { pk: creditPk(), sk: note ? `${sk}#${data.id.slice(-26)}` : sk, form: 1, event: copied };
    };
    for (const [data, item] of [
      [early, kept(early, '投诉(2026)7号')],
      [noted, kept(noted, '投诉(2026)7号', early.id)],
      [bare, kept(bare, '投诉20267号')],
      [alone, kept(alone, '投诉(2026)9号')],
    ] as const) {
      const [, ...heads] = store.record(data, cause).toReversed();
      await registry.runtime.table.commit(heads);
      await keep(item);
    }
    const ids = (events: readonly CreditEvent[]) => events.map(({ id }) => id).toSorted();
    const all = ids([early, noted, bare, alone]);
    expect(ids(await store.events(entityId))).toEqual(all);
    expect(await store.recordedFrom(event(9, '投诉「2026」9号'))).toBe(alone.id);
    const { collisions } = await migrate();
    expect(collisions.filter(({ lost }) => all.includes(lost))).toEqual([
      { what: 'CREDIT_FACT', kept: early.id, lost: bare.id },
    ]);
    expect(ids(await store.events(entityId))).toEqual(all);
    expect((await facts()).map(({ form, sk }) => [form, sk.split('#').length])).toEqual(
      expect.arrayContaining([
        [2, 3],
        [2, 4],
      ]),
    );
    expect(await facts()).toHaveLength(4);
    // Whoever waits for a person can be revoked, and nobody else is.
    const lost = await store.event(bare.id);
    if (!lost) throw new Error('it is kept');
    await registry.runtime.table.commit(store.change({ ...lost.data, status: 'REVOKED' }, lost, cause));
    const revoked = (await store.events(entityId)).filter(({ status }) => status === 'REVOKED');
    expect(revoked.map(({ id }) => id)).toEqual([bare.id]);
    expect((await migrate()).migrated['CREDIT']).toBeUndefined();
  });

  it('what changes while it is migrated stays changed', async () => {
    const one = event(1, '投诉〔2026〕1号');
    await keep(...oldItems(one));
    const { table } = registry.runtime;
    const store = creditStore(table);
    const [head, copy] = oldItems(one);
    const stored = await store.event(one.id);
    if (!head || !copy || !stored) throw new Error('it is kept');
    const writes = await Promise.all(
      [head, copy].map(async (item) => {
        const migration = migrations.find(({ kind, isOld }) => kind === item.pk.split('#')[2] && isOld(item));
        return (await migration?.migrate(item, table))?.writes ?? [];
      }),
    );
    const cause = { actor: ACTOR, at: AT, action: 'OBJECT', messages: [] };
    await table.commit(store.change({ ...one, status: 'DISPUTED' }, stored, cause));
    for (const late of writes) await expect(table.commit(late)).rejects.toThrow(ConcurrencyConflict);
    // The earlier copy does not count beside the later one, before it is taken away and after.
    expect((await store.events(entityId)).map(({ status }) => status)).toEqual(['DISPUTED']);
    await migrate();
    expect((await store.events(entityId)).map(({ status }) => status)).toEqual(['DISPUTED']);
    expect(await facts()).toHaveLength(1);
    expect((await store.event(one.id))?.data.status).toBe('DISPUTED');
  });
});
