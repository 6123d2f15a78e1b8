import { type Caller, claimsAmong, ROLES } from '../../../functions/shared/auth/caller.ts';
import { dayInChina } from '../../../functions/shared/kernel/china-time.ts';
import { CITY } from '../../../functions/shared/kernel/identifier.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';

/** For whom a token is asked. @throws Error which says what is missing */
export function asked(roles: readonly string[], given: Partial<Record<'district' | 'entity' | 'sub', string>>): Caller {
  const [role, ...others] = roles;
  if (role === undefined || others.length > 0) throw new Error(`name one role: ${ROLES.join(', ')}; see --help`);
  if (!ROLES.some((one) => one === role))
    throw new Error(`${role} is no role; there are ${ROLES.join(', ')}; see --help`);
  const districtId = given.district ?? (role === 'operator' ? CITY : undefined);
  if (districtId === undefined) throw new Error(`--district says for which centre the ${role} works; see --help`);
  if (!/^\d{6}$/.test(districtId)) throw new Error(`--district ${districtId} is not six digits, such as 500111`);
  const { entity: entityId } = given;
  const actsForOne = role === 'merchant' || role === 'agent';
  if (actsForOne !== (entityId !== undefined)) {
    throw new Error(
      actsForOne ? `--entity names the party that the ${role} acts for` : `a ${role} acts for no --entity`,
    );
  }
  const sub = given.sub ?? [role, districtId, entityId].filter(Boolean).join(':');
  // A host that does not run has no list to ask: what was loaded into it is not known here.
  const { tenants } = shippedOn(dayInChina(new Date().toISOString()));
  const claims = claimsAmong(tenants).safeParse({ sub, role, districtId, ...(entityId && { entityId }) });
  if (claims.success) return claims.data;
  throw new Error(claims.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
}
