import { type Account, confirmed, isOperator, lifted, proposed } from '../../../functions/accounts/domain/account.ts';
import { needsSecondFactor } from '../../../functions/accounts/domain/powers.ts';
import {
  type Credentials,
  CredentialsUnavailable,
  type OneTimeCode,
} from '../../../functions/accounts/services/credentials.ts';
import { accountWrites } from '../../../functions/accounts/store/accounts.ts';
import { accountStore } from '../../../functions/accounts/store/index.ts';
import type { Assignment } from '../../../functions/shared/kernel/assignment.ts';
import { dayInChina } from '../../../functions/shared/kernel/china-time.ts';
import { CITY, identifier } from '../../../functions/shared/kernel/identifier.ts';
import type { Stored } from '../../../functions/shared/table/aggregate.ts';
import { systemActor } from '../../../functions/shared/table/audit.ts';
import type { Table } from '../../../functions/shared/table/table.ts';

/** What the command works on. */
export interface Founding {
  readonly table: Table;
  /** The administration of the platform's own issuer; undefined where the issuer is another's. */
  readonly credentials: Credentials | undefined;
  readonly now: Date;
  readonly newUlid: () => string;
}

export interface Founded {
  readonly sub: string;
  /** Absent where pass phrases are another issuer's matter. */
  readonly code?: OneTimeCode;
}

const ACTOR = systemActor('command', 'accounts');

/**
 * Makes the first operator, whom nobody is there to appoint; whoever works on the registry's own machine stands in for both
 * persons that the role needs.
 *
 * @param person `sub` as another issuer names them; absent, the platform's own issuer gets a new one
 * @throws Error where there is an operator
 */
export async function foundOperator(
  { table, credentials, now, newUlid }: Founding,
  person: { readonly name: string; readonly sub?: string | undefined },
): Promise<Founded> {
  const store = accountStore(table);
  const operators = await store.operators();
  if (operators.subs.length > 0) {
    throw new Error(
      `there is an operator (${operators.subs.join(', ')}), who appoints others; --again <sub> gives one who lost everything a new code`,
    );
  }
  if (person.sub === undefined && !credentials) {
    throw new Error('pass phrases are another issuer’s matter here: --sub names the person as its tokens do');
  }
  const at = now.toISOString();
  const today = dayInChina(at);
  const sub = person.sub ?? identifier('account', CITY, newUlid());
  const before = await store.account(sub);
  const assignment: Assignment = {
    assignmentId: identifier('assignment', CITY, newUlid()),
    role: 'operator',
    districtId: CITY,
    from: today,
    state: 'ACTIVE',
    proposedBy: ACTOR.sub,
    confirmedBy: ACTOR.sub,
  };
  const { name } = person;
  const known: Account = before?.data ?? { sub, name, districtId: CITY, state: 'ACTIVE', assignments: [] };
  const data = proposed(lifted(known), assignment);
  const cause = { actor: ACTOR, at, action: before ? 'ASSIGN' : 'OPEN', reasons: ['operator'] } as const;
  await table.commit(accountWrites(data, before, operators, cause, today).writes);
  return person.sub === undefined && credentials ? { sub, code: await codeOf(credentials, data) } : { sub };
}

/** A new one-time code for an operator who lost everything. @throws Error where the account is no operator's */
export async function restoreOperator(founding: Founding, sub: string): Promise<Founded> {
  const { table, credentials, now } = founding;
  if (!credentials) throw new Error('pass phrases are another issuer’s matter here');
  const at = now.toISOString();
  const before = await existing(founding, sub);
  const today = dayInChina(at);
  if (!isOperator(before.data, today)) throw new Error(`${sub} is no operator’s account`);
  const data: Account = { ...before.data, code: { at, by: ACTOR.sub, reason: 'npm run accounts --again' } };
  const cause = { actor: ACTOR, at, action: 'ISSUE_CODE' } as const;
  // Recorded first, so that no code is handed out that nobody knows of.
  await table.commit(accountWrites(data, before, undefined, cause, today).writes);
  return { sub, code: await codeOf(credentials, data) };
}

/**
 * Confirms the second operator, whom the first has proposed: there is no other who could.
 *
 * @throws Error where two are there already, or nothing is proposed
 */
export async function confirmSecond(founding: Founding, sub: string): Promise<Founded> {
  const { table, now } = founding;
  const operators = await accountStore(table).operators();
  if (operators.subs.length > 1) throw new Error('there are two operators: the other one of them confirms');
  const at = now.toISOString();
  const before = await existing(founding, sub);
  const proposal = before.data.assignments.find(({ role, state }) => role === 'operator' && state === 'PROPOSED');
  if (!proposal) throw new Error(`no operator’s assignment of ${sub} waits to be confirmed`);
  const data = confirmed(before.data, proposal.assignmentId, ACTOR.sub);
  const cause = { actor: ACTOR, at, action: 'CONFIRM', reasons: ['operator'] } as const;
  await table.commit(accountWrites(data, before, operators, cause, dayInChina(at)).writes);
  return { sub };
}

async function existing({ table }: Founding, sub: string): Promise<Stored<Account>> {
  const found = await accountStore(table).account(sub);
  if (!found) throw new Error(`there is no account ${sub}`);
  return found;
}

async function codeOf(credentials: Credentials, account: Account): Promise<OneTimeCode> {
  const { sub, name, districtId } = account;
  try {
    return await credentials.issueCode({ sub, name, districtId, secondFactorRequired: needsSecondFactor(account) });
  } catch (error) {
    if (!(error instanceof CredentialsUnavailable)) throw error;
    throw new Error(`${sub} is there, but the issuer gave no code: start the host, then --again ${sub}`, {
      cause: error,
    });
  }
}
