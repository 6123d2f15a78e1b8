import { z } from 'zod';
import { AccountStateChanged } from '../../events/account.ts';
import { accountKey } from '../../shared/auth/account.ts';
import { CITY, type DistrictId } from '../../shared/kernel/identifier.ts';
import { announce } from '../../shared/outbox/message.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, put, replace, type Write } from '../../shared/table/write.ts';
import { Account, isOperator } from '../domain/account.ts';

const record = aggregate({ head: form('account', Account) });

/** Who holds the city's rights, in one item, so that no two changes at once leave nobody. */
const Operators = z.object({ subs: z.array(z.string()) });

const OPERATORS_FORM = form('account-operators', Operators);

const OPERATORS: Key = { pk: districtKey(CITY, 'ACCOUNT_OPERATORS'), sk: CURRENT };

export interface StoredOperators extends Readonly<z.infer<typeof Operators>> {
  /** 0 where there has never been one. */
  readonly version: number;
}

export type AccountCause = Omit<
  Cause<'OPEN' | 'PROPOSE' | 'ASSIGN' | 'CONFIRM' | 'END' | 'SUSPEND' | 'LIFT' | 'ISSUE_CODE'>,
  'messages'
>;

/** Whose accounts a list shows: those of a district, or those who act for one party. */
export interface Members {
  readonly districtId: DistrictId;
  readonly entityId?: string | undefined;
}

export const accounts = (table: Table) => ({
  account: (sub: string): Promise<Stored<Account> | undefined> => record.load(table, accountKey(sub)),

  /** Accounts in the order of their subjects; those that are not there are left out. */
  accounts: async (subs: readonly string[]): Promise<Stored<Account>[]> => {
    const items = await table.getMany(subs.map((sub) => ({ pk: accountKey(sub), sk: CURRENT })));
    return items.flatMap((item) => (item ? [record.headOf(item)] : []));
  },

  operators: async (): Promise<StoredOperators> => {
    const item = await table.get(OPERATORS);
    if (!item) return { version: 0, subs: [] };
    return { version: Number(item['version']), ...readForm(OPERATORS_FORM, item['operators'], item['form']) };
  },

  /** Subjects of accounts in their order. @param after the subject behind which it goes on */
  members: async (
    of: Members,
    limit: number,
    after: string | undefined,
  ): Promise<{ subs: string[]; isMore: boolean }> => {
    const pk = membersKey(of);
    const { items, next } = await table.query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
      Limit: limit,
      ...(after !== undefined && { ExclusiveStartKey: { pk, sk: after } }),
    });
    return { subs: items.map(({ sk }) => sk), isMore: next !== undefined };
  },
});

/**
 * The writes of a change of an account: itself, the lists that it has come to stand in, and the operators.
 *
 * @param operators as they were read, where the change concerns them
 */
export function accountWrites(
  data: Account,
  before: Stored<Account> | undefined,
  operators: StoredOperators | undefined,
  cause: AccountCause,
  day: string,
): { writes: Write[]; after: Stored<Account> } {
  const version = (before?.version ?? 0) + 1;
  const { sub, state, districtId } = data;
  const isOtherState = before !== undefined && before.data.state !== state;
  const { writes, after } = record.writes({
    ...cause,
    pk: accountKey(sub),
    before,
    data,
    listing: { districtId: CITY, collection: 'ACCOUNTS' },
    messages: isOtherState ? [announce(AccountStateChanged, { districtId, version, at: cause.at, sub, state })] : [],
    otherwise: changed,
  });
  const known = new Set(before ? membersKeys(before.data) : []);
  return {
    after,
    writes: [
      ...writes,
      ...membersKeys(data)
        .filter((pk) => !known.has(pk))
        .map((pk) => put({ pk, sk: sub })),
      ...(operators ? operatorWrites(data, operators, day) : []),
    ],
  };
}

/** The operators after a change of one account. */
export const operatorsAfter = (account: Account, { subs }: Pick<StoredOperators, 'subs'>, day: string): string[] => [
  ...subs.filter((sub) => sub !== account.sub),
  ...(isOperator(account, day) ? [account.sub] : []),
];

function operatorWrites(account: Account, operators: StoredOperators, day: string): Write[] {
  if (operators.subs.includes(account.sub) === isOperator(account, day)) return [];
  const item = {
    ...OPERATORS,
    form: OPERATORS_FORM.version,
    version: operators.version + 1,
    operators: { subs: operatorsAfter(account, operators, day) },
  };
  return [operators.version === 0 ? create(item, changed) : replace(item, operators.version, changed)];
}

const changed = (): Error => new ConcurrencyConflict('the account was changed by another request');

/** Every list in which an account stands; it stays there when its assignments have ended. */
const membersKeys = ({ districtId, assignments }: Account): string[] => [
  ...new Set([
    membersKey({ districtId }),
    ...assignments.flatMap((one) => [
      membersKey({ districtId: one.districtId }),
      ...(one.entityId === undefined ? [] : [membersKey(one)]),
    ]),
  ]),
];

const membersKey = ({ districtId, entityId }: Members): Key['pk'] =>
  entityId === undefined
    ? districtKey(districtId, 'ACCOUNT_MEMBERS')
    : districtKey(districtId, 'ACCOUNT_STAFF', entityId);
