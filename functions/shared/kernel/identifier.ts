/**
 * Record identifiers carry their kind and district: `trade-500111-01JDX…`. The district in the identifier is what lets
 * every read be held to the caller's tenancy before the table is asked.
 */
export const ID_KINDS = [
  'filing',
  'entity',
  'goods',
  'agreement',
  'admission',
  'document',
  'filingbatch',
  'trade',
  'tradeoffer',
  'consolidation',
  'creditevent',
  'creditrun',
  'webhook',
  'account',
  'assignment',
  'personalrequest',
] as const;

export type IdKind = (typeof ID_KINDS)[number];

/**
 * Six digits: the GB/T 2260 code of a district, e.g. 500111 大足区, or the id of a tenant that has no such code
 * (`reference/lists/tenants.ts`); 500000 is the city.
 */
export type DistrictId = string;

export const CITY: DistrictId = '500000';

/**
 * Where a deployment is tried after its release, by the main chain (`infra/commands/smoke/`). No centre is there: no list or
 * figure of the city has it, no schedule works in it, and what is said to be filed there never was.
 */
export const TRIAL: DistrictId = '500999';

const PATTERN = /^([a-z]+)-(\d{6})-([0-9A-HJKMNP-TV-Z]{26})$/;

export const identifier = (kind: IdKind, districtId: DistrictId, ulid: string): string =>
  `${kind}-${districtId}-${ulid}`;

/** @returns the parts, or undefined when the text is not an identifier of that kind. */
export function parseIdentifier(kind: IdKind, text: string): { districtId: DistrictId; ulid: string } | undefined {
  const match = PATTERN.exec(text);
  if (match?.[1] !== kind) return undefined;
  const [, , districtId = '', ulid = ''] = match;
  return { districtId, ulid };
}
