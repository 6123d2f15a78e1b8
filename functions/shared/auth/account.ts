import { z } from 'zod';
import { Assignment, type Post, postsOf } from '../kernel/assignment.ts';
import { dayInChina } from '../kernel/china-time.ts';
import { CITY } from '../kernel/identifier.ts';
import { named } from '../kernel/named.ts';
import { ACCOUNT_STATE_NAMES } from '../kernel/names.ts';
import { CURRENT, districtKey, type Key } from '../table/keys.ts';
import type { Table } from '../table/table.ts';

/** What sign-in needs of an account; `functions/accounts/` keeps it whole. */
const Account = z.object({
  name: z.string(),
  districtId: z.string(),
  state: named(ACCOUNT_STATE_NAMES),
  assignments: z.array(Assignment),
});

/** A person as the platform knows them at an instant. */
export interface KnownPerson {
  readonly name: string;
  /** The home district. */
  readonly districtId: string;
  readonly isSuspended: boolean;
  /** What they may act as, the assignment that was made first in front; none of whoever is suspended. */
  readonly posts: readonly Post[];
}

/** Finds the person of a token's `sub`; undefined for whom the platform knows nothing. */
export type PersonOf = (sub: string) => Promise<KnownPerson | undefined>;

/**
 * The key of an account. It is the city's whatever the district, since a person is one and a token names them alone; lists
 * by district are kept beside.
 */
export const accountKey = (sub: string): Key['pk'] => districtKey(CITY, 'ACCOUNT', sub);

/** Reads a person with one consistent read. */
export const personReader =
  (table: Table, now: () => Date): PersonOf =>
  async (sub) => {
    const item = await table.get({ pk: accountKey(sub), sk: CURRENT });
    if (!item) return undefined;
    const { name, districtId, state, assignments } = Account.parse(item['data']);
    return {
      name,
      districtId,
      isSuspended: state === 'SUSPENDED',
      posts: postsOf({ state, assignments }, dayInChina(now().toISOString())),
    };
  };
