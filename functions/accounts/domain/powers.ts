import type { Assignment, Post } from '../../shared/kernel/assignment.ts';
import { CITY } from '../../shared/kernel/identifier.ts';
import type { Role } from '../../shared/kernel/role.ts';
import { type Account, isLive } from './account.ts';

/** Who may give whom what to act as; the one place that says so. */

/** Somebody who acts. */
export type Actor = Pick<Post, 'role' | 'districtId' | 'entityId'> & { readonly sub: string };

/** A post that is to be given, or was. */
type Given = Pick<Post, 'role' | 'districtId' | 'entityId'>;

/** Roles that a second person confirms: who decides, who inspects, and who hands such roles out. */
export const CONFIRMED_ROLES: ReadonlySet<Role> = new Set<Role>(['reviewer', 'inspector', 'centreHead', 'operator']);

/** Whether an account is to decide, and so signs in with a second factor. */
export const needsSecondFactor = ({ assignments }: Pick<Account, 'assignments'>): boolean =>
  assignments.some((one) => isLive(one) && CONFIRMED_ROLES.has(one.role));

/** Roles of parties, who act for a filed entity. */
export const PARTY_ROLES: ReadonlySet<Role> = new Set<Role>(['merchant', 'agent']);

const CITY_GIVES: ReadonlySet<Role> = new Set<Role>(['operator', 'manager', 'agency', 'bank', 'centreHead']);

const HEAD_GIVES: ReadonlySet<Role> = new Set<Role>(['clerk', 'reviewer', 'inspector', 'market', 'merchant', 'agent']);

/**
 * Whether somebody may give a post.
 *
 * - `operator`: the city's roles, authorities, banks and managers, and the heads of every centre.
 * - `centreHead`: its centre's roles, and every party of its district.
 * - `clerk`: the parties of its district.
 * - `merchant`, `agent`: its own staff, in the same role and the same name.
 */
export function mayGive(actor: Actor, post: Given): boolean {
  const isOwnDistrict = actor.districtId === post.districtId;
  switch (actor.role) {
    case 'operator':
      return CITY_GIVES.has(post.role);
    case 'centreHead':
      return isOwnDistrict && HEAD_GIVES.has(post.role);
    case 'clerk':
      return isOwnDistrict && PARTY_ROLES.has(post.role);
    case 'merchant':
    case 'agent':
      return (
        isOwnDistrict && actor.role === post.role && actor.entityId !== undefined && actor.entityId === post.entityId
      );
    default:
      return false;
  }
}

/** Whether somebody may confirm a proposed assignment of an account: another than its bearer and than who proposed it. */
export const mayConfirm = (actor: Actor, { sub }: Pick<Account, 'sub'>, assignment: Assignment): boolean =>
  actor.sub !== sub && actor.sub !== assignment.proposedBy && (actor.role === 'operator' || mayGive(actor, assignment));

/**
 * Whether somebody may suspend an account and have its pass phrase reset, which concerns everything that it may act as: the
 * city every one; others those of which they could have given every assignment that has not ended.
 */
export function mayManage(actor: Actor, account: Account): boolean {
  if (actor.sub === account.sub) return false;
  if (actor.role === 'operator') return true;
  const live = account.assignments.filter(isLive);
  if (live.length === 0) return actor.role === 'centreHead' && actor.districtId === account.districtId;
  return live.every((one) => mayGive(actor, one));
}

/**
 * The assignments of an account that somebody may know of: whoever looks after parties learns nothing of their other ones.
 */
export function shownAssignments(actor: Actor, account: Account): readonly Assignment[] {
  if (actor.role === 'operator' || actor.sub === account.sub) return account.assignments;
  if (actor.role === 'centreHead')
    return account.assignments.filter(({ districtId }) => districtId === actor.districtId);
  return account.assignments.filter((one) => mayGive(actor, one));
}

/** Whether somebody may know of an account. */
export const maySeeAccount = (actor: Actor, account: Account): boolean =>
  shownAssignments(actor, account).length > 0 ||
  actor.role === 'operator' ||
  (actor.role === 'centreHead' && actor.districtId === account.districtId);

/** The city's own district has no centre, and only the city's rights are given in it. */
export const isPlaceFor = ({ role, districtId }: Given): boolean =>
  role === 'operator'
    ? districtId === CITY
    : districtId !== CITY || role === 'manager' || role === 'agency' || role === 'bank';
