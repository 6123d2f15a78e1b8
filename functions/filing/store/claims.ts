import { z } from 'zod';
import { EntityKind } from '../../events/entity.ts';
import { sha256 } from '../../shared/digest.ts';
import { canonicalPhone } from '../../shared/kernel/phone.ts';
import { stallKey } from '../../shared/kernel/stall.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form, readForm, type Upcast } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, put, remove, type Write } from '../../shared/table/write.ts';
import { type Change, isDecreed } from '../domain/change.ts';
import type { Entity } from '../domain/entity.ts';
import { entityIdOf, type Filing } from '../domain/filing.ts';
import { identityOf, linksOf, phoneOf } from '../domain/identity.ts';
import type { PhoneHolder } from '../domain/rules/rule.ts';
import { isAnotherHand } from '../domain/rules/shared-phone.ts';
import type { Submission } from '../domain/submission.ts';
import { partitionOf } from './records.ts';

/**
 * What filings and entities hold while they live: an identity within its kind, a note under a phone, a stall, the turn to
 * change an entity. Keys are digests, so that no ID number, account or phone stands in a key.
 */

export const identityDigest = (submission: Submission): string => sha256(identityOf(submission));

const identityKey = (districtId: string, kind: EntityKind, digest: string): Key => ({
  pk: districtKey(districtId, 'IDENTITY', kind, digest),
  sk: CURRENT,
});

const phonePartition = (districtId: string, submission: Submission): Key['pk'] =>
  districtKey(districtId, 'PHONE', sha256(canonicalPhone(phoneOf(submission))));

/** The key of what is known of a stall, as a `kind` of item. */
export const stallPartition = (
  kind: 'STALL' | 'MARKET_STALL',
  districtId: string,
  { marketId, stall }: { marketId: string; stall: Parameters<typeof stallKey>[0] },
): Key => ({ pk: districtKey(districtId, kind, marketId, stallKey(stall)), sk: CURRENT });

const stallKeyOf = (districtId: string, at: Parameters<typeof stallPartition>[2]): Key =>
  stallPartition('STALL', districtId, at);

const StallClaim = z.object({ entityId: z.string(), filingNumber: z.string() });

/** What is held says the same in both forms; the keys of the earlier ones were made of other forms of numbers and stalls. */
const samely: Upcast = (claim) => ({ ...claim });

const CLAIM = form('filing-claim', z.object({ filingId: z.string() }), [samely]);
const STALL = form('filing-stall', StallClaim, [samely, samely]);
/** The identity of the first form was of a certificate's number with the words before it. */
const PHONE = form(
  'filing-phone',
  z.object({ filingId: z.string(), entityId: z.string(), identity: z.string(), belongsTo: z.array(z.string()) }),
  [samely],
);

export const CLAIM_FORMS = { IDENTITY: CLAIM, PHONE, STALL } as const;

const claimIn = (item: StoredItem) => readForm(CLAIM, item, item['form']);

const conflict = (): Error => new ConcurrencyConflict('another filing took or left the same identity, phone or stall');

const mine = ({ id }: Pick<Filing, 'id'>) => ({ expression: 'filingId = :filing', values: { ':filing': id } });

/** Where what a filing or its entity holds is kept. */
export interface ClaimKeys {
  readonly IDENTITY: Key;
  readonly PHONE: Key;
  /** The stall of a merchant; others have none. */
  readonly STALL?: Key;
}

export const claimKeysOf = (claimant: Claimant): ClaimKeys => {
  const { districtId, submission, id } = claimant;
  return {
    IDENTITY: identityOfFiling(claimant),
    PHONE: { pk: phonePartition(districtId, submission), sk: id },
    ...(submission.kind === 'merchant' ? { STALL: stallKeyOf(districtId, submission.entity) } : {}),
  };
};

/** Who holds an identity and a phone: a filing, and the entity it registered, under the filing's identifier. */
export type Claimant = Pick<Filing, 'id' | 'districtId' | 'submission'>;

const identityOfFiling = ({ districtId, submission }: Claimant): Key =>
  identityKey(districtId, submission.kind, identityDigest(submission));

const phoneNote = ({ id, districtId, submission }: Claimant) => ({
  pk: phonePartition(districtId, submission),
  sk: id,
  form: PHONE.version,
  filingId: id,
  entityId: entityIdOf(id),
  identity: identityDigest(submission),
  belongsTo: submission.kind === 'payee' ? linksOf(submission).map((link) => link.entityId) : [],
});

/** Who holds a stall, where it is held. */
export const stallHolderIn = (item: StoredItem | undefined): z.infer<typeof StallClaim> | undefined =>
  item && readForm(STALL, item, item['form']);

/** The writes that take what a new filing holds: its identity and phone, or the turn to change an entity. */
export const claimWrites = (filing: Claimant & Pick<Filing, 'change'>): Write[] =>
  filing.change
    ? turnOf(filing.change).map((key) => create({ ...key, form: CLAIM.version, filingId: filing.id }, conflict))
    : [
        create({ ...identityOfFiling(filing), form: CLAIM.version, filingId: filing.id }, conflict),
        put(phoneNote(filing)),
      ];

/** The writes that give it back when a filing ends without approval, or a change is done. */
export const releaseWrites = async (table: Table, filing: Claimant & Pick<Filing, 'change'>): Promise<Write[]> =>
  filing.change ? turnOf(filing.change).map((key) => remove(key, mine(filing), conflict)) : forgetWrites(table, filing);

const forgetWrites = async (table: Table, claimant: Claimant): Promise<Write[]> => {
  const { pk, sk } = phoneNote(claimant);
  return [...(await identityBack(table, claimant)), remove({ pk, sk }, mine(claimant), conflict)];
};

const identityBack = (table: Table, claimant: Claimant): Promise<Write[]> =>
  givenBack(table, identityOfFiling(claimant), 'filingId', claimant.id);

/**
 * Gives back what one holds. Of two old records on one key only the earlier holds it (`migration.ts`): the other has
 * nothing to give back, and must be free to change and to end nevertheless.
 */
async function givenBack(table: Table, key: Key, field: 'filingId' | 'entityId', id: string): Promise<Write[]> {
  const item = await table.get(key);
  if (item && item[field] !== id) return [];
  return [remove(key, { expression: `${field} = :holder`, values: { ':holder': id } }, conflict)];
}

/** Changes that are reviewed are made one after the other; an authority's decree waits for none. */
const turnOf = (change: Change): Key[] => (isDecreed(change) ? [] : [turnKey(change.entityId)]);

export const turnKey = (entityId: string): Key => ({ pk: partitionOf('entity', entityId), sk: 'TURN' });

/** The writes that move identity and phone to what a form now says. */
export async function reclaimWrites(table: Table, before: Claimant, after: Claimant): Promise<Write[]> {
  const [old, fresh] = [identityOfFiling(before), identityOfFiling(after)];
  const [oldNote, note] = [phoneNote(before), phoneNote(after)];
  return [
    ...(old.pk === fresh.pk
      ? []
      : [
          ...(await identityBack(table, before)),
          create({ ...fresh, form: CLAIM.version, filingId: after.id }, conflict),
        ]),
    ...(oldNote.pk === note.pk ? [] : [remove({ pk: oldNote.pk, sk: oldNote.sk }, mine(before), conflict)]),
    put(note),
  ];
}

/** The writes by which what an entity holds follows a change of it; undefined before it was registered. */
export async function holdingWrites(table: Table, before: Entity | undefined, after: Entity): Promise<Write[]> {
  if (!before) return stallWrites(table, undefined, after);
  const [old, fresh] = [claimantOf(before), claimantOf(after)];
  const moved = after.status === 'CANCELLED' ? forgetWrites(table, old) : movedWrites(table, old, fresh);
  return [...(await moved), ...(await stallWrites(table, before, after))];
}

export const claimantOf = ({ filingId, districtId, submission }: Entity): Claimant => ({
  id: filingId,
  districtId,
  submission,
});

const movedWrites = async (table: Table, old: Claimant, fresh: Claimant): Promise<Write[]> =>
  identityOf(old.submission) === identityOf(fresh.submission) && phoneOf(old.submission) === phoneOf(fresh.submission)
    ? []
    : reclaimWrites(table, old, fresh);

/** A stall goes with its merchant's registration: it is free once that has expired or was cancelled. */
async function stallWrites(table: Table, before: Entity | undefined, after: Entity): Promise<Write[]> {
  const [old, fresh] = [before && heldStall(before), heldStall(after)];
  if (old?.pk === fresh?.pk) return [];
  const { id: entityId, filingNumber } = after;
  return [
    ...(old ? await givenBack(table, old, 'entityId', entityId) : []),
    ...(fresh ? [create({ ...fresh, form: STALL.version, entityId, filingNumber }, conflict)] : []),
  ];
}

const heldStall = ({ districtId, submission, status }: Entity): Key | undefined =>
  submission.kind === 'merchant' && (status === 'ACTIVE' || status === 'SUSPENDED')
    ? stallKeyOf(districtId, submission.entity)
    : undefined;

export const claims = (table: Table) => ({
  /** The live filing that holds this identity under this kind. */
  async identityHolder(districtId: string, submission: Submission): Promise<string | undefined> {
    const item = await table.get(identityKey(districtId, submission.kind, identityDigest(submission)));
    return item && claimIn(item).filingId;
  },

  /** The entity that an identity is or will be registered as under a kind. */
  async entityOfIdentity(districtId: string, kind: EntityKind, identity: string): Promise<string | undefined> {
    const item = await table.get(identityKey(districtId, kind, sha256(identity)));
    return item && entityIdOf(claimIn(item).filingId);
  },

  /** The live filing that has the turn to change an entity. */
  async openChange(entityId: string): Promise<string | undefined> {
    const item = await table.get(turnKey(entityId));
    return item && claimIn(item).filingId;
  },

  /**
   * The live filings of the same identity under the other kinds, and the merchant that stands on the filing's stall, if it
   * is another; one reading.
   */
  async holders({ id, districtId, submission }: Claimant): Promise<Holders> {
    const others = EntityKind.options.filter((kind) => kind !== submission.kind);
    const identities = others.map((kind) => identityKey(districtId, kind, identityDigest(submission)));
    const stalls = submission.kind === 'merchant' ? [stallKeyOf(districtId, submission.entity)] : [];
    const items = await table.getMany([...identities, ...stalls]);
    const same = items.slice(0, identities.length).flatMap((item) => (item ? [claimIn(item).filingId] : []));
    return { filingsOfSameIdentity: same, stallHolder: otherOn(items[identities.length], id) };
  },

  /** The live filings of others that gave the same phone; the first hundred are enough to say so. */
  async phoneHolders({ id, districtId, submission }: Claimant): Promise<PhoneHolder[]> {
    const isOther = isAnotherHand(submission, { entityId: entityIdOf(id), identity: identityDigest(submission) });
    const others: PhoneHolder[] = [];
    let next: Record<string, unknown> | undefined;
    do {
      const page = await table.query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': phonePartition(districtId, submission) },
        ConsistentRead: true,
        Limit: 100,
        ...(next && { ExclusiveStartKey: next }),
      });
      const holders = page.items.map((item) => readForm(PHONE, item, item['form']));
      others.push(...holders.filter((note) => note.filingId !== id && isOther(note)));
      next = page.next;
    } while (next && others.length < 100);
    return others;
  },

  /** The merchant that stands on the stall, if it is another. */
  async stallHolder({ id, districtId, submission }: Claimant): Promise<StallHolder | undefined> {
    if (submission.kind !== 'merchant') return undefined;
    return otherOn(await table.get(stallKeyOf(districtId, submission.entity)), id);
  },
});

type StallHolder = z.infer<typeof StallClaim>;

interface Holders {
  readonly filingsOfSameIdentity: readonly string[];
  readonly stallHolder: StallHolder | undefined;
}

/** Whose a stall is, unless it is the filing's own entity's. */
function otherOn(item: StoredItem | undefined, filingId: string): StallHolder | undefined {
  const holder = item && readForm(STALL, item, item['form']);
  return holder?.entityId === entityIdOf(filingId) ? undefined : holder;
}
