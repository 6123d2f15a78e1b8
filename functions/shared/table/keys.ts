import { textDigest } from '../digest.ts';
import type { DistrictId } from '../kernel/identifier.ts';

/**
 * Primary key of an item. Every partition begins with the district, so that IAM can hold tenancy (`dynamodb:LeadingKeys`).
 */
export interface Key {
  readonly pk: `DST#${DistrictId}#${string}`;
  readonly sk: string;
}

/** DynamoDB's limits of a key's attributes, in bytes. */
export const KEY_BYTES = { pk: 2048, sk: 1024 } as const;

/**
 * The key of a partition. Parts may be texts that somebody sent as a number: where they are longer than the table takes,
 * their digest stands for them, so that such a number is unknown as any other, and what is kept under it is found again.
 */
export function districtKey(districtId: DistrictId, ...parts: string[]): `DST#${DistrictId}#${string}` {
  const key = `DST#${districtId}#${parts.join('#')}` as const;
  // A UTF-16 unit comes to three bytes at most; what is short is not measured.
  if (key.length * 3 <= KEY_BYTES.pk || Buffer.byteLength(key) <= KEY_BYTES.pk) return key;
  return `DST#${districtId}#${parts[0]?.slice(0, 100)}#LONG#${textDigest(key)}`;
}

/** The last part of a key: in that of a partition, the identifier of its record. */
export const lastPart = (key: string): string => key.slice(key.lastIndexOf('#') + 1);

/** The main item of an aggregate: its head. */
export const CURRENT = 'CURRENT';

/**
 * What the sort keys of bodies begin with; nothing else may sort between them and `CURRENT`, so that one query finds both.
 */
export const BODY_PREFIX = 'BODY#';

export const bodyKey = (number: number): string => `${BODY_PREFIX}${String(number).padStart(8, '0')}`;

/** The place of a body: its own record's partition, or that of the record that first said the same. */
export interface BodyAt {
  readonly pk: Key['pk'];
  readonly number: number;
}

/** What the sort keys of past versions begin with. */
export const PAST_PREFIX = 'VERSION#';

export const versionKey = (version: number): string => `V#${String(version).padStart(8, '0')}`;
