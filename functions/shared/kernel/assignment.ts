import { z } from 'zod';
import { named } from './named.ts';
import { type ACCOUNT_STATE_NAMES, ASSIGNMENT_STATE_NAMES } from './names.ts';
import { AUTHORITY_NAMES, ROLE_NAMES } from './role.ts';

/** What somebody acts as, and where: the part of an assignment that decides what a request may do. */
export const Post = z.object({
  assignmentId: z.string(),
  role: named(ROLE_NAMES),
  districtId: z.string(),
  /** Of merchants and agents: the filed party in whose name they act. */
  entityId: z.string().optional(),
  /** Of agencies. */
  authority: named(AUTHORITY_NAMES).optional(),
  /** Of banks, twelve digits 联行号. */
  bankCode: z.string().optional(),
});

export type Post = Readonly<z.infer<typeof Post>>;

/** An assignment 岗位: a post that a person was given, for a time. */
export const Assignment = Post.extend({
  /** Days of China, `YYYY-MM-DD`; both belong to the term. */
  from: z.string(),
  until: z.string().optional(),
  /** `PROPOSED` until another person confirms it, where the role needs two. */
  state: named(ASSIGNMENT_STATE_NAMES),
  proposedBy: z.string(),
  confirmedBy: z.string().optional(),
  endedBy: z.string().optional(),
});

export type Assignment = Readonly<z.infer<typeof Assignment>>;

/** Whether an assignment gives its post on a day in China. */
export const isInForce = ({ state, from, until }: Assignment, day: string): boolean =>
  state === 'ACTIVE' && from <= day && (until === undefined || day <= until);

/**
 * The posts that a person has on a day in China, the assignment that was made first in front; none of whoever is suspended.
 */
export const postsOf = (
  account: {
    readonly state: keyof typeof ACCOUNT_STATE_NAMES;
    readonly assignments: readonly Assignment[];
  },
  day: string,
): Post[] =>
  account.state === 'SUSPENDED'
    ? []
    : account.assignments.filter((one) => isInForce(one, day)).map((one) => Post.parse(one));
