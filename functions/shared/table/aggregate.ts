import type { z } from 'zod';
import { sha256 } from '../digest.ts';
import { auditEntry, auditWrite, type Cause, CHAIN_START } from './audit.ts';
import { ConcurrencyConflict } from './errors.ts';
import { everyItem } from './every-item.ts';
import { type Form, readForm } from './form.ts';
import { BODY_PREFIX, type BodyAt, bodyKey, CURRENT, type Key, PAST_PREFIX, versionKey } from './keys.ts';
import { type IndexKeys, indexKeys, type Listing, ownerKeys, ownerPointer } from './listing.ts';
import type { Migration } from './migration.ts';
import { outboxWrites } from './outbox.ts';
import { pack, unpacked } from './packed.ts';
import type { StoredItem, Table } from './table.ts';
import { create, put, putWhere, update, type Write } from './write.ts';

/** An aggregate as it stands in the table. */
export interface Stored<D> {
  readonly pk: Key['pk'];
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Hash of the last audit entry; the next entry points to it. */
  readonly auditHash: string;
  readonly data: D;
  /** Where its body stands; absent where it has none, or was written when records were kept whole. */
  readonly body?: BodyAt;
  /** What was noted of this version beside the data. */
  readonly note?: unknown;
  /**
   * The execution that waits for a person's decision on the record (`shared/human-task/task.ts`); no part of what it says.
   */
  readonly task?: Task;
}

/** An execution that waits for a decision on a record; only a round where that is decided, before or after it was asked. */
export interface Task {
  readonly round: string;
  readonly taskToken?: string | undefined;
  readonly taskExecution?: string | undefined;
}

/** A head, with what is told of the body for lists and rules. */
export type StoredHead<H, Brief> = Stored<H> & { readonly brief: Brief };

/**
 * How a kind of aggregate is kept: the head, an item of about 1 KB that every change rewrites, and numbered bodies, each
 * written once by the transaction that first says so. The domain's data is both, whole.
 */
export interface Layout<H, B, Brief> {
  readonly head: Form<z.ZodType<H>>;
  /** Fields that seldom change; absent where the head holds everything. */
  readonly body?: Form<z.ZodType<B> & { readonly shape: object }>;
  /** Whether bodies are kept as compressed bytes, where they are large for what they say. */
  readonly packsBody?: boolean;
  /** The same of what heads say, where it comes to more than a kilobyte; no condition can ask for any of it. */
  readonly packsHead?: boolean;
  /** Fields of the body that the record's events repeat as they are: a message refers to them, and holds them not again. */
  readonly told?: readonly (keyof B & string)[];
  /** The number of the data's body, e.g. its revision; without, a body has that of the version that first says so. */
  readonly bodyNumber?: (data: H & B) => number;
  /** What a reader of the head needs to know of the body. */
  readonly brief?: (data: H & B) => Brief;
  /** Whether a change keeps the head that it replaces, with its note. */
  readonly keepsVersions?: boolean;
}

export interface Change<D> extends Cause {
  readonly pk: Key['pk'];
  /** What was read; undefined for a new aggregate. */
  readonly before: Stored<D> | undefined;
  readonly data: D;
  readonly listing: Listing;
  /** A record whose body may say the same: it is then referred to and not written again. */
  readonly bodyOf?: Pick<Stored<unknown>, 'body' | 'data'> | undefined;
  /** What is to be known of this version beside the data, e.g. who made it; small, and no part of the audit's digest. */
  readonly note?: unknown;
  /** The task that the record has from now on; absent where it keeps the one that it had. */
  readonly task?: Task | undefined;
  /** What it means when the aggregate is no longer as it was read. */
  readonly otherwise: () => Error;
}

export interface Aggregate<H, B, Brief> {
  /** The whole: one strongly consistent query finds the head and the newest body beside it. */
  readonly load: (table: Table, pk: Key['pk']) => Promise<Stored<H & B> | undefined>;
  /** The head alone, where the body is not needed. */
  readonly loadHead: (table: Table, pk: Key['pk']) => Promise<StoredHead<H, Brief> | undefined>;
  /** A head as an item of the table. */
  readonly headOf: (item: StoredItem) => StoredHead<H, Brief>;
  /** The wholes of heads, in their order; bodies are read together. */
  readonly wholesOf: (table: Table, items: readonly StoredItem[]) => Promise<Stored<H & B>[]>;
  /** Every body in a record's own partition, the first one first. */
  readonly bodies: (table: Table, pk: Key['pk']) => Promise<{ readonly number: number; readonly content: B }[]>;
  /**
   * Every version of a record whose kind keeps them, the first one first; the last is the record as it stands. In the
   * first layout a version's note stood around its data, and is answered with the item's other attributes.
   */
  readonly versions: (table: Table, pk: Key['pk']) => Promise<Stored<H & B>[]>;
  /** One version of such a record. */
  readonly version: (table: Table, pk: Key['pk'], version: number) => Promise<Stored<H & B> | undefined>;
  /** One body, wherever it stands. */
  readonly body: (table: Table, at: BodyAt) => Promise<B | undefined>;
  /**
   * The writes of one change: the aggregate under its version, its audit entry, its outbox messages. Committed together,
   * they are one step of the aggregate's history.
   */
  readonly writes: (change: Change<H & B>) => { writes: Write[]; after: Stored<H & B> };
  /**
   * How records of the first layout come into the present one: their history and what they say stay as they are.
   *
   * @param kind third part of their keys
   * @param beside what else is listed of a record, each by an item of its own
   */
  readonly migration: (
    kind: string,
    listingOf: (data: H & B) => Listing,
    beside?: (record: Stored<H & B>) => Write[],
  ) => Migration;
  /**
   * How records that earlier releases listed otherwise come into the lists of this one; what they say stays as it is.
   *
   * @param kind third part of their keys
   * @param isOld whether a main item lacks what this release lists it by
   */
  readonly relisting: (
    kind: string,
    isOld: (item: StoredItem) => boolean,
    listingOf: (data: H & B) => Listing,
    beside?: (record: Stored<H & B>) => Write[],
  ) => Migration;
}

export function aggregate<H, B = unknown, Brief = undefined>(layout: Layout<H, B, Brief>): Aggregate<H, B, Brief> {
  type Data = H & B;
  const {
    head,
    body,
    packsBody = false,
    packsHead = false,
    told = [],
    bodyNumber,
    brief,
    keepsVersions = false,
  } = layout;
  const bodyFields = new Set(Object.keys(body?.schema.shape ?? {}));

  /** The data's fields that belong to the head, or to the body. */
  const part = (data: Data, ofBody: boolean): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(data as Record<string, unknown>).filter(([field]) => bodyFields.has(field) === ofBody),
    );

  const readBody = (item: StoredItem): B => readForm(body as Form<z.ZodType<B>>, unpacked(item['data']), item['form']);

  /** What was written before there were bodies holds everything in one item. @param item with its content open */
  const wholeOf = (item: StoredItem, bodyItem: StoredItem | undefined): Stored<Data> => {
    const content = readForm(head, item['data'], item['form']) as Record<string, unknown>;
    if (!body) return { ...frameOf(item), data: content as Data };
    if (bodyAtOf(item) && !bodyItem) throw new Error(`the body of ${item.pk} is gone`);
    const rest = bodyItem ? readBody(bodyItem) : readForm(body, item['data']);
    return { ...frameOf(item), data: { ...content, ...rest } as Data };
  };

  const headOf = (kept: StoredItem): StoredHead<H, Brief> => {
    const item = opened(kept);
    return {
      ...frameOf(item),
      data: readForm(head, item['data'], item['form']),
      brief: (brief && !bodyAtOf(item) ? brief(wholeOf(item, undefined).data) : item['brief']) as Brief,
    };
  };

  /** Where the body of the data stands after the change, and whether the change has to write it. */
  const bodyAfter = ({ pk, before, data, bodyOf }: Change<Data>): { at: BodyAt; isNew: boolean } | undefined => {
    if (!body) return undefined;
    const digest = sha256(part(data, true));
    const saysSame = (other: Pick<Stored<unknown>, 'data'>): boolean =>
      sha256(part(other.data as Data, true)) === digest;
    const kept = before?.body;
    if (before && kept && (!bodyNumber || kept.number === bodyNumber(data)) && saysSame(before)) {
      return { at: kept, isNew: false };
    }
    if (bodyOf?.body && saysSame(bodyOf)) return { at: bodyOf.body, isNew: false };
    const at = { pk, number: bodyNumber?.(data) ?? (before?.version ?? 0) + 1 };
    if (kept?.pk === pk && kept.number === at.number) throw new Error(`body ${at.number} of ${pk} cannot change`);
    return { at, isNew: true };
  };

  const headItem = (record: Stored<Data>, listing: Listing) => {
    const { pk, version, createdAt, updatedAt, auditHash, data, note, task } = record;
    const { bodyPk, ...place } = placeOf(pk, record.body);
    const content = {
      data: part(data, false),
      ...(brief && { brief: brief(data) }),
      ...(bodyPk && { bodyPk }),
      ...(note === undefined ? {} : { note }),
    };
    return {
      pk,
      sk: CURRENT,
      form: head.version,
      version,
      auditHash,
      ...(packsHead ? { [CONTENT]: pack(content) } : content),
      ...place,
      ...(task && { task }),
      ...createdIn(indexKeys(listing, createdAt, updatedAt), createdAt),
    };
  };

  const bodyItem = ({ pk, number }: BodyAt, data: Data, keys: IndexKeys = {}) => ({
    pk,
    sk: bodyKey(number),
    form: body?.version,
    data: packsBody ? pack(part(data, true)) : part(data, true),
    ...keys,
  });

  /** The head that a change replaces, beside the record. */
  const pastWrite = (before: Stored<Data>, otherwise: () => Error): Write =>
    create(
      {
        pk: before.pk,
        sk: PAST_PREFIX + versionKey(before.version),
        form: head.version,
        version: before.version,
        createdAt: before.createdAt,
        updatedAt: before.updatedAt,
        auditHash: before.auditHash,
        data: part(before.data, false),
        ...placeOf(before.pk, before.body),
        note: before.note,
      },
      otherwise,
    );

  async function load(table: Table, pk: Key['pk']): Promise<Stored<Data> | undefined> {
    if (!body) {
      const only = await table.get({ pk, sk: CURRENT });
      return only && wholeOf(opened(only), undefined);
    }
    const { items } = await table.query({
      KeyConditionExpression: 'pk = :pk AND sk <= :current',
      ExpressionAttributeValues: { ':pk': pk, ':current': CURRENT },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: 2,
    });
    const [current, newest] = items;
    if (current?.sk !== CURRENT) return undefined;
    const item = opened(current);
    const at = bodyAtOf(item);
    if (!at) return wholeOf(item, undefined);
    const isBeside = newest?.pk === at.pk && newest.sk === bodyKey(at.number);
    return wholeOf(item, isBeside ? newest : await table.get({ pk: at.pk, sk: bodyKey(at.number) }));
  }

  async function wholesOf(table: Table, kept: readonly StoredItem[]): Promise<Stored<Data>[]> {
    const items = kept.map(opened);
    const places = items.map(bodyAtOf);
    const wanted = places.flatMap((at) => (at && body ? [{ pk: at.pk, sk: bodyKey(at.number) }] : []));
    const found = (await table.getMany(wanted)).values();
    return items.map((item, index) => wholeOf(item, places[index] && body ? found.next().value : undefined));
  }

  return {
    headOf,
    load,
    wholesOf,

    async loadHead(table, pk) {
      const item = await table.get({ pk, sk: CURRENT });
      return item && headOf(item);
    },

    async bodies(table, pk) {
      const items = await everyItem(table, {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :body)',
        ExpressionAttributeValues: { ':pk': pk, ':body': BODY_PREFIX },
        ConsistentRead: true,
      });
      return items.map((item) => ({ number: Number(item.sk.slice(BODY_PREFIX.length)), content: readBody(item) }));
    },

    async versions(table, pk) {
      // The record first: what a change puts between the two readings is then found twice, and not missed.
      const found = await table.get({ pk, sk: CURRENT });
      if (!found) return [];
      const current = opened(found);
      const past = await everyItem(table, {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :past)',
        ExpressionAttributeValues: { ':pk': pk, ':past': PAST_PREFIX },
        ConsistentRead: true,
      });
      const earlier = past.filter((item) => Number(item['version']) < Number(current['version']));
      const same = past.find((item) => item['version'] === current['version']);
      const note = current['note'] ?? same;
      const wholes = await wholesOf(table, [...earlier, { ...current, ...(note === undefined ? {} : { note }) }]);
      return wholes.map((whole, index) => ({ note: earlier[index], ...whole }));
    },

    async version(table, pk, version) {
      const past = await table.get({ pk, sk: PAST_PREFIX + versionKey(version) });
      if (past) return (await wholesOf(table, [past]))[0];
      const current = await load(table, pk);
      return current?.version === version ? current : undefined;
    },

    async body(table, { pk, number }) {
      const item = await table.get({ pk, sk: bodyKey(number) });
      return item && readBody(item);
    },

    writes(change) {
      const { pk, before, data, at, listing, otherwise } = change;
      const version = (before?.version ?? 0) + 1;
      const entry = auditEntry({
        pk,
        version,
        at,
        actor: change.actor,
        action: change.action,
        reasons: change.reasons ?? [],
        previousHash: before?.auditHash ?? CHAIN_START,
        content: data,
      });
      const placed = bodyAfter(change);
      const after: Stored<Data> = {
        pk,
        version,
        createdAt: before?.createdAt ?? at,
        updatedAt: at,
        auditHash: entry.hash,
        data,
        ...(placed && { body: placed.at }),
        ...(change.note === undefined ? {} : { note: change.note }),
        ...taskAfter(change),
      };
      const item = headItem(after, listing);
      // The first of further owners finds a new record by its body, which stays where it is.
      const further = before ? [] : (listing.owners ?? []).slice(1);
      const byBody = placed?.isNew && placed.at.pk === pk ? further[0] : undefined;
      const bodyKeys = byBody === undefined ? {} : ownerKeys(listing, byBody, at);
      return {
        after,
        writes: [
          before === undefined ? create(item, otherwise) : replaceHead(item, before, otherwise),
          ...(placed?.isNew ? [create(bodyItem(placed.at, data, bodyKeys), otherwise)] : []),
          ...further
            .filter((owner) => owner !== byBody)
            .map((owner) => create(ownerPointer(pk, listing, owner, at), otherwise)),
          ...(before && keepsVersions && before.note !== undefined ? [pastWrite(before, otherwise)] : []),
          auditWrite(entry, otherwise),
          ...outboxWrites(pk, version, at, change.messages ?? [], otherwise, placed && { ...placed.at, fields: told }),
        ],
      };
    },

    relisting: (kind, isOld, listingOf, beside = () => []) => ({
      kind,
      isOld: (item) => item.sk === CURRENT && item['form'] !== undefined && isOld(item),
      migrate: async (item, table) => {
        const [found] = await wholesOf(table, [item]);
        if (!found) return { writes: [] };
        const { pk, version, createdAt, updatedAt, data } = found;
        const listing = listingOf(data);
        const set = Object.entries({
          ...indexKeys(listing, createdAt, updatedAt),
          ...(brief && briefIn(item, brief(data))),
        });
        const first = body && (await table.get({ pk, sk: bodyKey(1) }));
        const further = (listing.owners ?? [])
          .slice(1)
          .filter((owner) => first?.['ownerKey'] !== ownerKeys(listing, owner, createdAt).ownerKey);
        const changed = () => new ConcurrencyConflict('the record was changed while it was listed anew');
        return {
          writes: [
            update(
              { pk, sk: CURRENT },
              `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`,
              { expression: '#version = :found', names: { '#version': 'version' }, values: { ':found': version } },
              changed,
              Object.fromEntries(set.map(([name]) => [`#${name}`, name])),
              Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
            ),
            ...further.map((owner) => put(ownerPointer(pk, listing, owner, createdAt))),
            ...beside(found),
          ],
        };
      },
    }),

    migration: (kind, listingOf, beside = () => []) => ({
      kind,
      isOld: (item) => item.sk === CURRENT && item['form'] === undefined && item['auditHash'] !== undefined,
      migrate: (item) => {
        const old = wholeOf(item, undefined);
        const { pk, version, data } = old;
        const at = body && { pk, number: bodyNumber?.(data) ?? version };
        const listing = listingOf(data);
        const changed = () => new ConcurrencyConflict('the record was changed while it was migrated');
        return {
          writes: [
            putWhere(headItem({ ...old, ...(at && { body: at }) }, listing), asFound(version), changed),
            ...(at ? [put(bodyItem(at, data))] : []),
            ...(listing.owners ?? []).slice(1).map((owner) => put(ownerPointer(pk, listing, owner, old.createdAt))),
            ...beside(old),
          ],
        };
      },
    }),
  };
}

/** The attribute of a head that holds what it says, packed. */
const CONTENT = 'content';

/** A head with what it says in attributes of their own, packed or not. */
export const opened = (item: StoredItem): StoredItem =>
  item[CONTENT] === undefined ? item : { ...item, ...(unpacked(item[CONTENT]) as Partial<StoredItem>) };

/** What is told of a body, where a head keeps it: packed or not. */
const briefIn = (item: StoredItem, brief: unknown): Partial<StoredItem> =>
  item[CONTENT] === undefined ? { brief } : { [CONTENT]: pack({ ...(unpacked(item[CONTENT]) as object), brief }) };

/** That a head is of the first layout still: another migration may have written it in the same version. */
const asFound = (version: number) => ({
  expression: '#version = :found AND attribute_not_exists(#form)',
  names: { '#version': 'version', '#form': 'form' },
  values: { ':found': version },
});

/** The keys of a head, and when it was created where none of them says so. */
const createdIn = (keys: IndexKeys, createdAt: string) =>
  keys.ownerSort === undefined && keys.stateSort === undefined ? { ...keys, createdAt } : keys;

/** The attributes by which a head says where its body stands. */
const placeOf = (pk: Key['pk'], at: BodyAt | undefined): { readonly body?: number; readonly bodyPk?: Key['pk'] } =>
  at ? { body: at.number, ...(at.pk === pk ? {} : { bodyPk: at.pk }) } : {};

/** Where a head says that its body stands. @param item with its content open */
export const bodyAtOf = (item: StoredItem): BodyAt | undefined =>
  item['body'] === undefined
    ? undefined
    : { pk: (item['bodyPk'] ?? item.pk) as Key['pk'], number: item['body'] as number };

/** What stands around the content. */
function frameOf(item: StoredItem): Omit<Stored<never>, 'data'> {
  const body = bodyAtOf(item);
  return {
    pk: item.pk as Key['pk'],
    version: item['version'] as number,
    createdAt: (item['createdAt'] ?? item['ownerSort'] ?? item['stateSort']) as string,
    // Records of the first layout have an attribute of their own for it.
    updatedAt: (item['changeSort'] ?? item['updatedAt']) as string,
    auditHash: item['auditHash'] as string,
    ...(body && { body }),
    ...(item['note'] === undefined ? {} : { note: item['note'] }),
    ...(item['task'] === undefined ? {} : { task: item['task'] as Task }),
  };
}

function taskAfter({ before, task = before?.task }: Pick<Change<unknown>, 'before' | 'task'>): {
  readonly task?: Task;
} {
  return task ? { task } : {};
}

/** Over the version that was read, with the task that was read: asking changes no version. */
function replaceHead(item: StoredItem, { version, task }: Stored<unknown>, otherwise: () => Error): Write {
  const sameTask = task === undefined ? 'attribute_not_exists(#task)' : '#task = :task';
  return putWhere(
    item,
    {
      expression: `#version = :expected AND ${sameTask}`,
      names: { '#version': 'version', '#task': 'task' },
      values: { ':expected': version, ...(task && { ':task': task }) },
    },
    otherwise,
  );
}
