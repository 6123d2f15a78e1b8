import type { DistrictId } from '../kernel/identifier.ts';

/** Primary key of an item. Every partition begins with the district, so that IAM can hold tenancy (`dynamodb:LeadingKeys`). */
export interface Key {
  readonly pk: `DST#${DistrictId}#${string}`;
  readonly sk: string;
}

export const districtKey = (districtId: DistrictId, ...parts: string[]): `DST#${DistrictId}#${string}` =>
  `DST#${districtId}#${parts.join('#')}`;

/** The main item of an aggregate. */
export const CURRENT = 'CURRENT';

export const versionKey = (version: number): string => `V#${String(version).padStart(8, '0')}`;
