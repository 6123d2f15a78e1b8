import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DistrictId } from '../kernel/identifier.ts';
import { BadCursor } from './errors.ts';
import { CURRENT, KEY_BYTES } from './keys.ts';
import {
  changeKey,
  dueKey,
  INDEXES,
  type IndexName,
  ownerFacet,
  ownerKey,
  stateKey,
  wordIn,
  wordsKey,
} from './listing.ts';
import type { StoredItem, Table } from './table.ts';

/**
 * What is asked of a collection. The index follows from it: changes by `since`, a party's own by `owners`, a queue by
 * `state`, and everything by time of change.
 */
export interface ListRequest<T> {
  /** Districts to walk, in order; one for everybody but the city. */
  readonly districts: readonly DistrictId[];
  readonly collection: string;
  readonly state?: string | undefined;
  /** Only what is a party's own, under any of these names of it; none where it has none. */
  readonly owners?: readonly string[] | undefined;
  /**
   * Only what stands in an index of words under one of these: under a name, and of that what begins so. A record is found
   * once for each of its words; `keep` is told by which, and keeps it for one.
   */
  readonly words?: ((districtId: DistrictId) => readonly Words[]) | undefined;
  /** Of a party's own, and of a state, only what was created from one instant to another (ISO 8601), both among them. */
  readonly created?: Span | undefined;
  /** Only what is to be done by a day, in the order of the days: all of it, or what was due before a day (`YYYY-MM-DD`). */
  readonly due?: 'ALL' | { readonly before: string } | undefined;
  /**
   * Texts that all must be part of what is kept as `sought`. The index itself sifts its entries by them; a party's own are
   * few and are left to `keep`.
   */
  readonly sought?: readonly string[] | undefined;
  /** Texts of which one at least must be part of it. */
  readonly soughtAny?: readonly string[] | undefined;
  /** Only what changed at or after this instant (ISO 8601), the earliest change first, for a client that follows. */
  readonly since?: string | undefined;
  /** Where no `since` is given. */
  readonly newestFirst?: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** ISO 8601 instant of the request. */
  readonly at: string;
  /** A record of its main item. */
  readonly read: (item: StoredItem) => T;
  /**
   * @param owner by which of several names of the party it was found: what has several comes once for each
   * @param word by which word it was found
   */
  readonly keep: (record: T, owner: string | undefined, word: string) => boolean;
}

/** From one sort key to another, both among them; open where one is absent. */
export interface Span {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A stretch of an index of words: what stands under a name, and begins so. */
export interface Words {
  /** Of one of the own lists of `byOwner`; absent for the collection's words (`wordItem`). */
  readonly name?: string;
  readonly beginning: string;
}

/** What a client asks of every list. */
export type PageRequest = Pick<ListRequest<unknown>, 'districts' | 'limit' | 'cursor' | 'since' | 'at'>;

/** A page of a list. */
export interface Listed<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
  /** On the last page of what changed `since`: the `since` of the client's next reading. */
  readonly nextSince?: string;
}

/**
 * Seconds by which a client that follows reads again what it may have read before. A change bears the time at which its
 * request or step began, is committed when that is done, and reaches the index moments later: what was under way while
 * the client read stands before the last that it has seen. No function that changes records runs longer than five minutes.
 */
export const OVERLAP_SECONDS = 360;

/** A page ends rather than take minutes: after so many queries that found something. */
const MAX_QUERIES = 20;
const MIN_QUERIED = 100;
/** An entry of a narrow index takes about 250 bytes, of which DynamoDB reads 1 MB at once. */
const SIFTED = 4000;
/** Main items that are read at once; fewer than a batch takes, because some may not be shown. */
const [MIN_READ, MAX_READ] = [25, 100];

/** One stretch of the walk: a partition of the index. */
interface Stretch {
  readonly districtId: DistrictId;
  readonly key: string;
  readonly owner?: string;
  readonly beginning?: string;
  /** Of an own list that is walked by its words. */
  readonly name?: string | undefined;
}

/** Words of a collection stand in no index: they are items by whose own keys they are found. */
type WalkedIndex = IndexName | 'words';

const KEYS = { ...INDEXES, words: { key: 'pk', sort: 'sk' } } as const;

/** A walk over an index, which the request fixes. */
interface Walk {
  readonly index: WalkedIndex;
  readonly stretches: readonly Stretch[];
  readonly range?: Span | { readonly before: string };
  readonly forward: boolean;
  /** Groups of texts: an entry must contain one of each. */
  readonly sought: readonly (readonly string[])[];
}

/**
 * One page of a collection, over one or more districts; entries of the narrow index first, then their records.
 *
 * @throws BadCursor
 */
export async function listPage<T>(table: Table, request: ListRequest<T>): Promise<Listed<T>> {
  const { limit, at } = request;
  const since = request.since === undefined ? undefined : new Date(request.since).toISOString();
  const walk = walkOf(request, since);
  const start = request.cursor === undefined ? undefined : decode(request.cursor, walk);
  const began = start?.began ?? new Date(at).toISOString();
  const items: T[] = [];
  let place = start?.place ?? 0;
  let after: Record<string, unknown> | undefined = start?.after;
  let queries = 0;
  for (;;) {
    const stretch = walk.stretches[place];
    if (!stretch) return { items, nextCursor: null, ...(since && { nextSince: resume(since, began) }) };
    if (items.length >= limit || queries === MAX_QUERIES) {
      return { items, nextCursor: encode({ list: markOf(walk), place, after, began }) };
    }
    const page = await table.query(queryInput(walk, stretch, limit, after));
    if (page.items.length > 0 || page.next) queries += 1;
    const last = await showFrom(table, request, since, stretch, page.items, items);
    const isWhole = last === undefined || last === page.items.at(-1);
    after = isWhole ? page.next : startKey(walk.index, last);
    if (after === undefined) place += 1;
  }
}

/**
 * Reads the records of entries and shows those that are asked for, until the page is full.
 *
 * @returns the entry at which it stopped
 */
async function showFrom<T>(
  table: Table,
  request: ListRequest<T>,
  since: string | undefined,
  { districtId, key, owner }: Stretch,
  entries: readonly StoredItem[],
  items: T[],
): Promise<StoredItem | undefined> {
  const { limit, collection, state, read, keep } = request;
  const wantedState = state === undefined ? undefined : stateKey(districtId, collection, state);
  // The index lags behind its items: what has left a state is no longer asked for.
  const isAsked = (head: StoredItem, entry: StoredItem): boolean =>
    (wantedState === undefined ||
      head['stateKey'] === wantedState ||
      (entry.sk !== CURRENT && entry['stateKey'] === key)) &&
    (since === undefined || head['changeSort'] === undefined || (head['changeSort'] as string) >= since);
  let last: StoredItem | undefined;
  for (let from = 0; from < entries.length && items.length < limit; ) {
    const part = entries.slice(from, from + Math.min(MAX_READ, Math.max(limit - items.length, MIN_READ)));
    const heads = await table.getMany(part.map((entry) => ({ pk: recordOf(entry), sk: CURRENT })));
    for (const [index, entry] of part.entries()) {
      const head = heads[index];
      const record = head && isAsked(head, entry) ? { read: read(head) } : undefined;
      if (record && keep(record.read, owner, wordOf(entry))) items.push(record.read);
      last = entry;
      if (items.length === limit) return last;
    }
    from += part.length;
  }
  return last;
}

/** Whose a word is, or any other entry: of a record's own item the record is that item's. */
const recordOf = ({ pk, of }: StoredItem): string => (typeof of === 'string' ? of : pk);

/** By which word an entry is found. */
const wordOf = (entry: StoredItem): string =>
  typeof entry['of'] === 'string' ? wordIn(entry) : String(entry[INDEXES.byOwner.sort]);

/** Never before what was asked for: a client that starts anew reads nothing twice. */
function resume(since: string, began: string): string {
  const overlapping = new Date(Date.parse(began) - OVERLAP_SECONDS * 1000).toISOString();
  return overlapping > since ? overlapping : since;
}

function walkOf<T>(request: ListRequest<T>, since: string | undefined): Walk {
  const { districts, collection, state, owners, words, created, due } = request;
  const forward = !(request.newestFirst ?? false);
  const over = (keyOf: (districtId: DistrictId) => string): Stretch[] =>
    districts.map((districtId) => ({ districtId, key: keyOf(districtId) }));
  const sought = [...(request.sought ?? []).map((text) => [text]), ...(request.soughtAny ? [request.soughtAny] : [])];
  if (since !== undefined) {
    const range = { from: since };
    const owned = owners ? [owners.map(ownerFacet), ...sought] : sought;
    // What is of nobody is not to be found: nothing is walked.
    const stretches = owners?.length === 0 ? [] : over((id) => changeKey(id, collection));
    return { index: 'byChange', stretches, range, forward: true, sought: owned };
  }
  if (owners) {
    const stretches = districts.flatMap((districtId) =>
      owners.map((owner) => ({ districtId, owner, key: ownerKey(districtId, collection, owner) })),
    );
    return { index: 'byOwner', stretches, ...(created && { range: created }), forward, sought: [] };
  }
  if (words) {
    const stretches = districts.flatMap((districtId) =>
      words(districtId).map(({ name, beginning }) => ({
        districtId,
        beginning,
        name,
        key: name === undefined ? wordsKey(districtId, collection) : ownerKey(districtId, collection, name),
      })),
    );
    const index = stretches.some(({ name }) => name !== undefined) ? 'byOwner' : 'words';
    return { index, stretches, forward: true, sought: [] };
  }
  if (due !== undefined) {
    const range = due === 'ALL' ? {} : { range: due };
    return { index: 'byDue', stretches: over((id) => dueKey(id, collection)), ...range, forward: true, sought };
  }
  if (state === undefined) {
    return { index: 'byChange', stretches: over((id) => changeKey(id, collection)), forward, sought };
  }
  const stretches = over((id) => stateKey(id, collection, state));
  return { index: 'byState', stretches, ...(created && { range: created }), forward, sought };
}

/** Which part of a partition is walked, in the words of the table. */
function partOf({ range = {} }: Walk, { beginning }: Stretch) {
  if (beginning !== undefined) return { condition: 'begins_with(#sort, :from)', values: { ':from': beginning } };
  if ('before' in range) return { condition: '#sort < :before', values: { ':before': range.before } };
  const { from, to } = range;
  if (from === undefined) return to === undefined ? undefined : { condition: '#sort <= :to', values: { ':to': to } };
  if (to === undefined) return { condition: '#sort >= :from', values: { ':from': from } };
  return { condition: '#sort BETWEEN :from AND :to', values: { ':from': from, ':to': to } };
}

function queryInput(walk: Walk, stretch: Stretch, limit: number, after: Record<string, unknown> | undefined) {
  const { index, forward, sought } = walk;
  const { key: keyName, sort } = KEYS[index];
  const part = partOf(walk, stretch);
  const texts = [...new Set(sought.flat())];
  const parts = sought.map(
    (group) => `(${group.map((text) => `contains(sought, :sought${texts.indexOf(text)})`).join(' OR ')})`,
  );
  return {
    ...(index !== 'words' && { IndexName: index }),
    KeyConditionExpression: part ? `#key = :key AND ${part.condition}` : '#key = :key',
    ExpressionAttributeNames: { '#key': keyName, ...(part && { '#sort': sort }) },
    ExpressionAttributeValues: {
      ':key': stretch.key,
      ...part?.values,
      ...Object.fromEntries(texts.map((text, number) => [`:sought${number}`, text])),
    },
    ...(parts.length > 0 && { FilterExpression: parts.join(' AND ') }),
    ScanIndexForward: forward,
    Limit: parts.length > 0 ? SIFTED : Math.max(limit, MIN_QUERIED),
    ...(after && { ExclusiveStartKey: after }),
  };
}

/** Where a query goes on after an entry. */
const startKey = (index: WalkedIndex, item: StoredItem): Record<string, unknown> =>
  Object.fromEntries(namesOf(index).map((name) => [name, item[name]]));

const namesOf = (index: WalkedIndex): string[] => [...new Set(['pk', 'sk', KEYS[index].key, KEYS[index].sort])];

const Cursor = z.strictObject({
  /** The list that it belongs to, by its `markOf`. */
  list: z.string(),
  /** The stretch of the walk. */
  place: z.int().nonnegative(),
  after: z.record(z.string(), z.string()).optional(),
  /** When the first page was read. */
  began: z.iso.datetime(),
});

type Cursor = z.infer<typeof Cursor>;

/** Tells lists apart: what is walked, in which direction and from where on. */
const markOf = (walk: Walk): string =>
  createHash('sha256').update(JSON.stringify(walk)).digest('base64url').slice(0, 16);

const encode = (cursor: Omit<Cursor, 'after'> & { after: Record<string, unknown> | undefined }): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** A cursor is the client's to keep, not to forge: it must be of this list, and stand at a place that the list can have. */
function decode(cursor: string, walk: Walk): Cursor {
  const { place, after, ...decoded } = parsed(cursor);
  const stretch = walk.stretches[place];
  if (decoded.list !== markOf(walk) || !stretch || (after && !isPlace(walk, stretch, after))) {
    throw new BadCursor('not of this list');
  }
  return { ...decoded, place, after };
}

function parsed(cursor: string): Cursor {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (error) {
    throw new BadCursor('not a cursor', { cause: error });
  }
}

const isIn = (range: Walk['range'] = {}, at: string): boolean =>
  'before' in range ? at < range.before : (range.from ?? at) <= at && at <= (range.to ?? at);

function isPlace(
  { index, range }: Walk,
  { districtId, key, beginning = '' }: Stretch,
  after: Record<string, string>,
): boolean {
  const { key: keyName, sort } = KEYS[index];
  const names = namesOf(index);
  const { pk = '', [keyName]: list, [sort]: at = '' } = after;
  return (
    Object.keys(after).length === names.length &&
    names.every((name) => {
      const text = after[name] ?? '';
      const bytes = Buffer.byteLength(text);
      return text.isWellFormed() && bytes > 0 && bytes <= (name === 'pk' ? KEY_BYTES.pk : KEY_BYTES.sk);
    }) &&
    pk.startsWith(`DST#${districtId}#`) &&
    list === key &&
    at.startsWith(beginning) &&
    isIn(range, at)
  );
}
