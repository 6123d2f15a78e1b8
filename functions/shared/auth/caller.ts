import { z } from 'zod';
import { Post } from '../kernel/assignment.ts';
import { excerpt, ruleIssue } from '../kernel/fields.ts';
import { CITY, type DistrictId, parseIdentifier } from '../kernel/identifier.ts';
import type { Lists } from '../reference/lists/index.ts';
import { placesOf } from '../reference/lists/tenants.ts';

export { READING_ROLES, ROLES, type Role } from '../kernel/role.ts';

/**
 * Who acts as what. It comes from the verified token and the platform's own assignments, never from a body, and is kept with
 * deeds and in the audit trail: it names nobody but by `sub`.
 */
export const Caller = Post.partial({ assignmentId: true }).extend({
  sub: z.string().min(1).max(200),
  districtId: z.string().regex(/^\d{6}$/),
});

export type Caller = z.infer<typeof Caller>;

/**
 * The claims of a token as they are taken: the district is one of the tenants, the city's or the trial's; the entity is one
 * of that district. What is anything else names nobody here, and would stand in keys.
 *
 * @param tenants in force on the day
 */
export function claimsAmong(tenants: Lists['tenants']): ReturnType<typeof schemaAmong> {
  const schema = schemas.get(tenants) ?? schemaAmong(tenants);
  schemas.set(tenants, schema);
  return schema;
}

/** A schema is compiled at its first use, and tokens are many: one for each list of tenants, which stays until a load. */
const schemas = new WeakMap<Lists['tenants'], ReturnType<typeof schemaAmong>>();

const CLAIMS = Caller.omit({ assignmentId: true });

function schemaAmong(tenants: Lists['tenants']) {
  const places = placesOf(tenants);
  return CLAIMS.superRefine(({ districtId, entityId }, context) => {
    if (!places.includes(districtId)) {
      const known = [...tenants.values()].map(({ id, name }) => `${id} ${name}`).join('、');
      context.addIssue({
        ...ruleIssue('DISTRICT', `没有区县“${excerpt(districtId)}”的服务中心；应为 ${known}，或市级 ${CITY}`),
        path: ['districtId'],
      });
    }
    if (entityId !== undefined && parseIdentifier('entity', entityId)?.districtId !== districtId) {
      const rule = `“${excerpt(entityId)}”不是区县 ${districtId} 的主体编号，请用备案返回的主体编号`;
      context.addIssue({ ...ruleIssue('IDENTIFIER', rule), path: ['entityId'] });
    }
  });
}

export type Claims = z.infer<ReturnType<typeof claimsAmong>>;

/** Whether the caller reads every district. */
export const isCityWide = (caller: Caller): boolean =>
  caller.role === 'operator' || ((caller.role === 'agency' || caller.role === 'manager') && caller.districtId === CITY);

/** Whether the caller is a party to records, who reads its own, rather than of an office. */
export const isParty = ({ role }: Pick<Caller, 'role'>): boolean => role === 'merchant' || role === 'agent';

/** Whether personal data is masked for the caller: for the city, the authorities and whoever reads for the figures. */
export const seesMasked = ({ role }: Pick<Caller, 'role'>): boolean =>
  role === 'operator' || role === 'agency' || role === 'manager';

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
