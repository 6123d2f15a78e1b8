import { z } from 'zod';
import { Assignment, isInForce } from '../../shared/kernel/assignment.ts';
import { named } from '../../shared/kernel/named.ts';
import { ACCOUNT_STATE_NAMES } from '../../shared/kernel/names.ts';

/** A one-time code that was handed out: by whom, and why. The code itself is kept nowhere. */
const CodeIssue = z.object({ at: z.string(), by: z.string(), reason: z.string() });

/** An account 账户: a person or a machine, and everything that it may act as or ever might. */
export const Account = z.object({
  /** Who a token names: an identifier of ours, or the subject that another issuer gave. */
  sub: z.string(),
  name: z.string(),
  /** The home district: whose centre looks after it. */
  districtId: z.string(),
  state: named(ACCOUNT_STATE_NAMES),
  /** Why it is suspended. */
  reason: z.string().optional(),
  /** The one that was made first in front; none is ever taken away. */
  assignments: z.array(Assignment),
  /** The last one. */
  code: CodeIssue.optional(),
});

export type Account = Readonly<z.infer<typeof Account>>;

/** [designed] Assignments at once; the authorizer tells the functions all of them with each request. */
export const MAX_ASSIGNMENTS = 20;

export const isLive = ({ state }: Assignment): boolean => state !== 'ENDED';

/** Whether an account holds the city's rights on a day in China: one such there always is. */
export const isOperator = ({ state, assignments }: Account, day: string): boolean =>
  state === 'ACTIVE' && assignments.some((one) => one.role === 'operator' && isInForce(one, day));

export const proposed = (account: Account, assignment: Assignment): Account => ({
  ...account,
  assignments: [...account.assignments, assignment],
});

const changed = (account: Account, id: string, more: Partial<Assignment>): Account => ({
  ...account,
  assignments: account.assignments.map((one) => (one.assignmentId === id ? { ...one, ...more } : one)),
});

/** @param by who confirms */
export const confirmed = (account: Account, assignmentId: string, by: string): Account =>
  changed(account, assignmentId, { state: 'ACTIVE', confirmedBy: by });

/** @param day of China, the last on which it may have been in force */
export const ended = (account: Account, assignmentId: string, by: string, day: string): Account =>
  changed(account, assignmentId, { state: 'ENDED', endedBy: by, until: day });

export const suspended = (account: Account, reason: string): Account => ({ ...account, state: 'SUSPENDED', reason });

export function lifted({ reason: _reason, ...account }: Account): Account {
  return { ...account, state: 'ACTIVE' };
}
