import { z } from 'zod';
import { AUTHORITIES, ROLES } from './role.ts';

/** What somebody acts as, and where: the part of an assignment that decides what a request may do. */
export const Post = z.object({
  assignmentId: z.string(),
  role: z.enum(ROLES),
  districtId: z.string(),
  /** Of merchants and agents: the filed party in whose name they act. */
  entityId: z.string().optional(),
  /** Of agencies. */
  authority: z.enum(AUTHORITIES).optional(),
  /** Of banks, twelve digits 联行号. */
  bankCode: z.string().optional(),
});

export type Post = Readonly<z.infer<typeof Post>>;

export const ASSIGNMENT_STATES = ['PROPOSED', 'ACTIVE', 'ENDED'] as const;

/** Chinese names of the states of an assignment. */
export const ASSIGNMENT_STATE_NAMES: Readonly<Record<(typeof ASSIGNMENT_STATES)[number], string>> = {
  PROPOSED: '待确认',
  ACTIVE: '在岗',
  ENDED: '已结束',
};

/** An assignment 岗位: a post that a person was given, for a time. */
export const Assignment = Post.extend({
  /** Days of China, `YYYY-MM-DD`; both belong to the term. */
  from: z.string(),
  until: z.string().optional(),
  /** `PROPOSED` until another person confirms it, where the role needs two. */
  state: z.enum(ASSIGNMENT_STATES),
  proposedBy: z.string(),
  confirmedBy: z.string().optional(),
  endedBy: z.string().optional(),
});

export type Assignment = Readonly<z.infer<typeof Assignment>>;

export const ACCOUNT_STATES = ['ACTIVE', 'SUSPENDED'] as const;

/** Chinese names of the states of an account. */
export const ACCOUNT_STATE_NAMES: Readonly<Record<(typeof ACCOUNT_STATES)[number], string>> = {
  ACTIVE: '正常',
  SUSPENDED: '已停用',
};

/** Whether an assignment gives its post on a day in China. */
export const isInForce = ({ state, from, until }: Assignment, day: string): boolean =>
  state === 'ACTIVE' && from <= day && (until === undefined || day <= until);

/** The posts that a person has on a day in China, the assignment that was made first in front. */
export const postsOn = (assignments: readonly Assignment[], day: string): Post[] =>
  assignments.filter((one) => isInForce(one, day)).map((one) => Post.parse(one));
