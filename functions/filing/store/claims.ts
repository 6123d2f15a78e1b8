import { z } from 'zod';
import { sha256 } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, put, remove, type Write } from '../../shared/table/write.ts';
import { type Entity, stallKey } from '../domain/entity.ts';
import { entityIdOf, type Filing } from '../domain/filing.ts';
import { identityOf, linksOf, phoneOf } from '../domain/identity.ts';
import { canonicalPhone } from '../domain/phone.ts';
import { KINDS, type Kind } from '../domain/reference.ts';
import type { PhoneHolder } from '../domain/rules/rule.ts';
import type { Submission } from '../domain/submission.ts';

/**
 * What a filing holds while it lives: its identity within its kind, and a note under its phone. Keys are digests, so that
 * no ID number, account or phone stands in a key.
 */

export const identityDigest = (submission: Submission): string => sha256(identityOf(submission));

const identityKey = (districtId: string, kind: Kind, digest: string): Key => ({
  pk: districtKey(districtId, 'IDENTITY', kind, digest),
  sk: CURRENT,
});

const phonePartition = (districtId: string, submission: Submission): Key['pk'] =>
  districtKey(districtId, 'PHONE', sha256(canonicalPhone(phoneOf(submission))));

const stallKeyOf = (
  districtId: string,
  { marketId, stall }: { marketId: string; stall: Parameters<typeof stallKey>[0] },
): Key => ({
  pk: districtKey(districtId, 'STALL', marketId, stallKey(stall)),
  sk: CURRENT,
});

const Claim = z.object({ filingId: z.string() });
const StallClaim = z.object({ entityId: z.string(), filingNumber: z.string() });
const PhoneNote = z.object({
  filingId: z.string(),
  entityId: z.string(),
  identity: z.string(),
  belongsTo: z.array(z.string()),
});

const conflict = (): Error => new ConcurrencyConflict('another filing took or left the same identity, phone or stall');

const MINE = { expression: 'filingId = :filing' };

type Claimant = Pick<Filing, 'id' | 'districtId' | 'submission'>;

const identityOfFiling = ({ districtId, submission }: Claimant): Key =>
  identityKey(districtId, submission.kind, identityDigest(submission));

const phoneNote = ({ id, districtId, submission }: Claimant) => ({
  pk: phonePartition(districtId, submission),
  sk: id,
  filingId: id,
  entityId: entityIdOf(id),
  identity: identityDigest(submission),
  belongsTo: submission.kind === 'payee' ? linksOf(submission).map((link) => link.entityId) : [],
});

/** The writes that take a new filing's identity and note its phone. */
export const claimWrites = (filing: Claimant): Write[] => [
  create({ ...identityOfFiling(filing), filingId: filing.id }, conflict),
  put(phoneNote(filing)),
];

/** The writes that give them back when a filing ends without approval. */
export const releaseWrites = (filing: Claimant): Write[] => {
  const mine = { ...MINE, values: { ':filing': filing.id } };
  const { pk, sk } = phoneNote(filing);
  return [remove(identityOfFiling(filing), mine, conflict), remove({ pk, sk }, mine, conflict)];
};

/** The writes that move them to a new revision's identity and phone. */
export function reclaimWrites(before: Claimant, after: Claimant): Write[] {
  const mine = { ...MINE, values: { ':filing': before.id } };
  const [old, fresh] = [identityOfFiling(before), identityOfFiling(after)];
  const [oldNote, note] = [phoneNote(before), phoneNote(after)];
  return [
    ...(old.pk === fresh.pk ? [] : [remove(old, mine, conflict), create({ ...fresh, filingId: after.id }, conflict)]),
    ...(oldNote.pk === note.pk ? [] : [remove({ pk: oldNote.pk, sk: oldNote.sk }, mine, conflict)]),
    put(note),
  ];
}

/** The write by which an approved merchant takes its stall; nothing for other kinds. */
export const stallWrites = ({ id: entityId, districtId, filingNumber, submission }: Entity): Write[] =>
  submission.kind === 'merchant'
    ? [create({ ...stallKeyOf(districtId, submission.entity), entityId, filingNumber }, conflict)]
    : [];

export const claims = (table: Table) => ({
  /** The live filing that holds this identity under this kind. */
  async identityHolder(districtId: string, submission: Submission): Promise<string | undefined> {
    const item = await table.get(identityKey(districtId, submission.kind, identityDigest(submission)));
    return item && Claim.parse(item).filingId;
  },

  /** The live filings of the same identity under the other kinds. */
  async filingsOfSameIdentity({ districtId, submission }: Claimant): Promise<string[]> {
    const others = KINDS.filter((kind) => kind !== submission.kind);
    const items = await table.getMany(others.map((kind) => identityKey(districtId, kind, identityDigest(submission))));
    return items.flatMap((item) => (item ? [Claim.parse(item).filingId] : []));
  },

  /** The other live filings that gave the same phone; the first hundred are enough to say so. */
  async phoneHolders({ id, districtId, submission }: Claimant): Promise<PhoneHolder[]> {
    const page = await table.query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': phonePartition(districtId, submission) },
      ConsistentRead: true,
      Limit: 100,
    });
    return page.items.map((item) => PhoneNote.parse(item)).filter((note) => note.filingId !== id);
  },

  /** The merchant that stands on the stall, if it is another. */
  async stallHolder({ id, districtId, submission }: Claimant): Promise<z.infer<typeof StallClaim> | undefined> {
    if (submission.kind !== 'merchant') return undefined;
    const item = await table.get(stallKeyOf(districtId, submission.entity));
    const holder = item && StallClaim.parse(item);
    return holder?.entityId === entityIdOf(id) ? undefined : holder;
  },
});
