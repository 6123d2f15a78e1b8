import { z } from 'zod';
import { isOlder } from '../../shared/table/form.ts';
import { bodyKey, lastPart } from '../../shared/table/keys.ts';
import { changedMeanwhile, gone, type Migrated, type Migration } from '../../shared/table/migration.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, put } from '../../shared/table/write.ts';
import type { Filing } from '../domain/filing.ts';
import { batchMigrations } from './batches.ts';
import { CLAIM_FORMS, type ClaimKeys, claimKeysOf, identityDigest, turnKey } from './claims.ts';
import { documentMigration } from './documents.ts';
import { FORM, filingMigrations, filings, sampleDueWrite } from './filings.ts';
import { register, registerMigrations } from './register.ts';

/**
 * What filing kept in earlier layouts: revisions, terms and turns as items of other names, and what only one may hold under
 * keys of other forms of what was typed.
 */

/** A revision's form becomes the filing's body of that number. */
const revisions: Migration = {
  kind: 'FILING',
  isOld: ({ sk }) => sk.startsWith('REV#'),
  migrate: (item) => {
    const { revision, submission } = z.object({ revision: z.int(), submission: z.unknown() }).parse(item);
    const body = { pk: item.pk, sk: bodyKey(revision), form: FORM.version, data: { submission } };
    return { writes: [put(body), gone(item)] };
  },
};

const samples: Migration = {
  kind: 'FILING',
  isOld: (item) => item.sk === 'SAMPLE' && item['queueKey'] !== undefined,
  migrate: async (item, table) => {
    const filing = await filings(table).filing(lastPart(item.pk));
    if (!filing) return { writes: [gone(item)] };
    return { writes: [sampleDueWrite(filing.data, String(item['queueSort']).split('#')[0] ?? '')] };
  },
};

/** The last day of a record stands in the record itself. */
const terms = (kind: string): Migration => ({
  kind,
  isOld: ({ sk }) => sk === 'TERM',
  migrate: (item) => ({ writes: [gone(item)] }),
});

const turns: Migration = {
  kind: 'ENTITY',
  isOld: ({ sk }) => sk === 'CHANGE',
  migrate: (item) => ({
    writes: [put({ ...turnKey(lastPart(item.pk)), form: 1, filingId: item['filingId'] }), gone(item)],
  }),
};

/** Whoever holds something holds it under the key of what it is now, compared as people compare. */
const claims = (kind: keyof ClaimKeys, holderOf: (item: StoredItem) => string): Migration => {
  const held = CLAIM_FORMS[kind];
  const migration: Migration = {
    kind,
    isOld: (item) => isOlder(held, item['form']),
    migrate: async (item, table) => {
      const claimant = await claimantOf(table, holderOf(item));
      const key = claimant && claimKeysOf(claimant)[kind];
      if (!key) return { writes: [gone(item)] };
      const identity = kind === 'PHONE' && { identity: identityDigest(claimant.submission) };
      const moved = { ...item, ...identity, ...key, form: held.version };
      if (item.pk === key.pk && item.sk === key.sk) return { writes: [put(moved)] };
      if (kind === 'PHONE') return { writes: [put(moved), gone(item)] };
      const other = await table.get(key);
      // What stands there may belong to another key itself, and has to be there first.
      if (other && migration.isOld(other)) return { ...(await migration.migrate(other, table)), isAgain: true };
      return taken(kind, item, moved, other, holderOf);
    },
  };
  return migration;
};

/** Moves what only one may hold; of two, the one that was filed earlier keeps it. */
function taken(
  what: string,
  item: StoredItem,
  moved: StoredItem,
  other: StoredItem | undefined,
  holderOf: (item: StoredItem) => string,
): Migrated {
  if (!other || holderOf(other) === holderOf(item))
    return { writes: [other ? put(moved) : create(moved, changedMeanwhile), gone(item)] };
  // Identifiers rise with time.
  const isEarlier = ulidOf(holderOf(item)) < ulidOf(holderOf(other));
  const [kept, lost] = isEarlier ? [item, other] : [other, item];
  const collision = { what, kept: holderOf(kept), lost: holderOf(lost) };
  return { writes: [...(isEarlier ? [put(moved)] : []), gone(item)], collision };
}

const ulidOf = (id: string): string => id.slice(-26);

/** Whose an identity, phone or stall is: the entity as it is registered, or the filing that asks for it. */
async function claimantOf(
  table: Table,
  id: string,
): Promise<Pick<Filing, 'id' | 'districtId' | 'submission'> | undefined> {
  const filingId = id.replace(/^entity-/, 'filing-');
  const entity = await register(table).entity(id.replace(/^filing-/, 'entity-'));
  if (entity) return { ...entity.data, id: filingId };
  return (await filings(table).filing(filingId))?.data;
}

const filingOf = (item: StoredItem): string => String(item['filingId']);

export const migrations: readonly Migration[] = [
  ...filingMigrations,
  revisions,
  samples,
  ...registerMigrations,
  terms('ENTITY'),
  terms('AGREEMENT'),
  turns,
  claims('IDENTITY', filingOf),
  claims('PHONE', filingOf),
  claims('STALL', (item) => String(item['entityId'])),
  documentMigration,
  ...batchMigrations,
];
