import { z } from 'zod';
import { CITY, type DistrictId } from '../kernel/identifier.ts';

/**
 * Who calls. Everything here comes from the verified token, never from a body.
 *
 * - `clerk` submits for a district's service centre; `reviewer` decides.
 * - `operator` is the city's: reads every district, runs repairs.
 * - `agency` (customs, tax, foreign exchange) reads what it is due; with the city's code, in every district.
 * - `merchant` and `agent` see their own records (`entityId`).
 */
export const ROLES = ['clerk', 'reviewer', 'operator', 'agency', 'merchant', 'agent'] as const;

export type Role = (typeof ROLES)[number];

export const Caller = z.object({
  sub: z.string().min(1).max(200),
  role: z.enum(ROLES),
  districtId: z.string().regex(/^\d{6}$/),
  entityId: z.string().optional(),
});

export type Caller = z.infer<typeof Caller>;

/** Whether the caller reads every district. */
export const isCityWide = (caller: Caller): boolean =>
  caller.role === 'operator' || (caller.role === 'agency' && caller.districtId === CITY);

/** Whether the caller is a party to records, who reads its own, rather than of an office. */
export const isParty = ({ role }: Pick<Caller, 'role'>): boolean => role === 'merchant' || role === 'agent';

/**
 * Whether the caller may know that a record exists. What it may not see answers 404, so that nobody learns another
 * district's or another merchant's identifiers.
 *
 * @param parties the entities a record belongs to
 */
export function maySee(caller: Caller, record: { districtId: DistrictId; parties: readonly string[] }): boolean {
  if (isCityWide(caller)) return true;
  if (caller.districtId !== record.districtId) return false;
  if (!isParty(caller)) return true;
  return caller.entityId !== undefined && record.parties.includes(caller.entityId);
}
