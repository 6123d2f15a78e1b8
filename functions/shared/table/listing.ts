import type { DistrictId } from '../kernel/identifier.ts';
import { districtKey, type Key, lastPart } from './keys.ts';

/**
 * Where a record is listed. Every listing is an attribute pair of the item, under which one narrow index finds it:
 *
 * - `byChange`: its collection, by time of the last change; for whoever follows.
 * - `byState`: its state, by time of creation, so that a change within a state moves nothing.
 * - `byOwner`: one party's own, by time of creation, so that nobody's list walks over others' records; a party that
 *   follows its own is sifted out of `byChange`, whose entries name the owners.
 * - `byDue`: what waits for a day, by that day.
 */
export interface Listing {
  readonly districtId: DistrictId;
  /** Its collection, e.g. `FILINGS`. */
  readonly collection: string;
  readonly state?: string | undefined;
  /**
   * The parties whose own it is: the first by the item itself, further ones by its first body, and by pointers, that its
   * creation writes.
   */
  readonly owners?: readonly string[] | undefined;
  /** The day that it waits for, `YYYY-MM-DD`. */
  readonly due?: string | undefined;
  /** The queue by whose days it waits, where its collection has more than one; absent for the collection's own. */
  readonly dueIn?: string | undefined;
  /** Whether nobody follows the changes of its collection: it then stands in no list by time of change. */
  readonly isUnfollowed?: boolean;
  /** Facets and texts by which lists by change and by state are sifted. */
  readonly sought?: readonly (string | undefined)[] | undefined;
}

/** The names of the indexes, each with the attributes that are its keys. */
export const INDEXES = {
  byChange: { key: 'changeKey', sort: 'changeSort' },
  byState: { key: 'stateKey', sort: 'stateSort' },
  byOwner: { key: 'ownerKey', sort: 'ownerSort' },
  byDue: { key: 'dueKey', sort: 'dueSort' },
} as const;

export type IndexName = keyof typeof INDEXES;

type IndexAttribute = (typeof INDEXES)[IndexName]['key' | 'sort'] | 'sought';

/** The attributes by which indexes find an item. */
export type IndexKeys = Readonly<Partial<Record<IndexAttribute, string>>>;

export const changeKey = (districtId: DistrictId, collection: string): Key['pk'] => districtKey(districtId, collection);

export const stateKey = (districtId: DistrictId, collection: string, state: string): Key['pk'] =>
  districtKey(districtId, collection, state);

export const ownerKey = (districtId: DistrictId, collection: string, owner: string): Key['pk'] =>
  districtKey(districtId, collection, 'OWNER', owner);

/**
 * The partition of a collection's words: items by whose own keys records are looked for, of which one costs half of what it
 * would in an index.
 */
export const wordsKey = (districtId: DistrictId, collection: string): Key['pk'] =>
  districtKey(districtId, collection, 'WORDS');

/** The item by which a record is found under a word. */
export const wordItem = ({ districtId, collection }: Collection, word: string, of: Key['pk']) => ({
  pk: wordsKey(districtId, collection),
  sk: `${word}#${lastPart(of)}`,
  form: 1,
  of,
});

/** The word of such an item. */
export const wordIn = ({ sk }: Pick<Key, 'sk'>): string => sk.slice(0, sk.lastIndexOf('#'));

/** @param queue where the collection has more than one (`Listing.dueIn`) */
export const dueKey = (districtId: DistrictId, collection: string, queue?: string): Key['pk'] =>
  districtKey(districtId, collection, 'DUE', ...(queue === undefined ? [] : [queue]));

/** @param createdAt ISO 8601 @param changedAt ISO 8601 */
export const indexKeys = (
  { districtId, collection, state, owners: [owner, ...others] = [], due, dueIn, isUnfollowed, sought = [] }: Listing,
  createdAt: string,
  changedAt: string,
): IndexKeys => ({
  ...(!isUnfollowed && { changeKey: changeKey(districtId, collection) }),
  changeSort: changedAt,
  ...soughtIn([...[owner, ...others].map((one) => one && shortName(one)), ...sought]),
  ...(state !== undefined && { stateKey: stateKey(districtId, collection, state), stateSort: createdAt }),
  ...(owner !== undefined && { ownerKey: ownerKey(districtId, collection, owner), ownerSort: createdAt }),
  ...(due !== undefined && { dueKey: dueKey(districtId, collection, dueIn), dueSort: due }),
});

const soughtIn = (parts: readonly (string | undefined)[]): { readonly sought?: string } => {
  const texts = parts.filter((part) => part !== undefined && part !== '');
  return texts.length === 0 ? {} : { sought: `|${texts.join('|')}|` };
};

/** Identifiers differ in their last letters; whoever sifts by them looks at the record itself too. */
const shortName = (owner: string): string => owner.slice(-26);

/** What is asked for as a whole part of `sought`. */
export const facet = (part: string): string => `|${part}|`;

/** The same of an owner; that of the first one is what `sought` begins with. */
export const ownerFacet = (owner: string): string => facet(shortName(owner));

type Collection = Pick<Listing, 'districtId' | 'collection'>;

/** The attributes by which an item of a record stands in the own list of a party. */
export const ownerKeys = ({ districtId, collection }: Collection, owner: string, createdAt: string) => ({
  ownerKey: ownerKey(districtId, collection, owner),
  ownerSort: createdAt,
});

/** The item by which a record stands in the own list of a further party; it is written once. */
export const ownerPointer = (pk: Key['pk'], of: Collection, owner: string, createdAt: string) => ({
  pk,
  sk: `OWNER#${owner}`,
  ...ownerKeys(of, owner, createdAt),
});
