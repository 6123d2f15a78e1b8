import { z } from 'zod';
import { CITY } from '../../shared/kernel/identifier.ts';
import { LOAD, LOADS, loadKey } from '../../shared/reference/reference.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { districtKey } from '../../shared/table/keys.ts';
import { type Listed, listPage, type PageRequest } from '../../shared/table/list.ts';
import { pack, unpacked } from '../../shared/table/packed.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, replace, type Write } from '../../shared/table/write.ts';
import { Change, ReferenceVersion } from '../domain/version.ts';

const versions = aggregate({ head: form('reference-version', ReferenceVersion) });

/** What a version holds beside its head: written once, read where it is shown or published. */
const Content = z.object({ rows: z.instanceof(Uint8Array), changes: z.preprocess(unpacked, z.array(Change)) });
const CONTENT = form('reference-version-content', Content);
export type Content = z.infer<typeof Content>;

/** How far the numbers of the city's loads and of each list's versions have come. */
const Numbers = z.object({
  version: z.int(),
  /** The last load of all. */
  loads: z.int(),
  /** The last load of each list. */
  lastLoad: z.record(z.string(), z.int()),
  /** The last version of each list. */
  lastVersion: z.record(z.string(), z.int()),
});
export type Numbers = z.infer<typeof Numbers>;
const NUMBERS = form('reference-numbers', Numbers);

const COLLECTION = 'REFERENCE_VERSIONS';

type VersionCause = Cause<'SUBMIT' | 'PUBLISH'>;

/** Versions of reference data: those that were submitted, and the loads that those which were published have made. */
export const versionStore = (table: Table) => ({
  numbers: async (): Promise<Numbers> => {
    const item = await table.get(numbersKey);
    if (!item) return { version: 0, loads: 0, lastLoad: {}, lastVersion: {} };
    return readForm(NUMBERS, item['numbers'], item['form']);
  },

  version: async (list: string, number: number): Promise<Stored<ReferenceVersion> | undefined> =>
    versions.load(table, versionKey(list, number)),

  /** @throws Error where the version has none: both are written in one transaction */
  content: async (list: string, number: number): Promise<Content> => {
    const item = await table.get(contentKey(list, number));
    if (!item) throw new Error(`version ${number} of ${list} has no content`);
    return readForm(CONTENT, item['content'], item['form']);
  },

  /** The versions of a list, the newest first. */
  list: async (list: string, page: Pick<PageRequest, 'limit' | 'cursor' | 'at'>): Promise<Listed<ReferenceVersion>> =>
    listPage(table, {
      ...page,
      districts: [CITY],
      collection: COLLECTION,
      state: list,
      newestFirst: true,
      read: (item) => versions.headOf(item).data,
      keep: () => true,
    }),

  submit: (record: ReferenceVersion, content: Content, numbers: Numbers, cause: VersionCause): Write[] => [
    ...changed(record, undefined, cause),
    create(
      {
        ...contentKey(record.list, record.number),
        form: CONTENT.version,
        content: { rows: content.rows, changes: pack(content.changes) },
      },
      conflict,
    ),
    numbered(numbers, { lastVersion: { ...numbers.lastVersion, [record.list]: record.number } }),
  ],

  /** Makes the version the next load, which every function reads from then on. */
  publish: (
    record: ReferenceVersion,
    before: Stored<ReferenceVersion>,
    { rows }: Content,
    numbers: Numbers,
    cause: VersionCause,
  ): Write[] => {
    const { list, title, source, asOf } = record;
    const number = numbers.loads + 1;
    return [
      ...changed(record, before, cause),
      create({ ...loadKey(number), form: LOAD.version, load: { list, title, source, asOf, rows } }, conflict),
      numbered(numbers, { loads: number, lastLoad: { ...numbers.lastLoad, [list]: number } }),
    ];
  },
});

const versionKey = (list: string, number: number) =>
  districtKey(CITY, 'REFERENCE_VERSION', list, String(number).padStart(6, '0'));

const contentKey = (list: string, number: number) => ({ pk: versionKey(list, number), sk: 'CONTENT' });

const numbersKey = { pk: LOADS, sk: 'HEAD' };

const conflict = () => new ConcurrencyConflict('the reference data was changed by another request');

function numbered(before: Numbers, next: Partial<Numbers>): Write {
  const version = before.version + 1;
  const numbers: Numbers = { ...before, ...next, version };
  const item = { ...numbersKey, form: NUMBERS.version, version, numbers };
  return before.version === 0 ? create(item, conflict) : replace(item, before.version, conflict);
}

function changed(data: ReferenceVersion, before: Stored<ReferenceVersion> | undefined, cause: VersionCause): Write[] {
  return versions.writes({
    pk: versionKey(data.list, data.number),
    before,
    data,
    listing: { districtId: CITY, collection: COLLECTION, state: data.list },
    ...cause,
    otherwise: conflict,
  }).writes;
}
