import type { Caller } from '../auth/caller.ts';
import { Problem } from '../http/problem.ts';
import { says } from '../kernel/finding.ts';
import type { Key } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import { type Taking, takings } from './taking.ts';

/**
 * Takes a task for a caller.
 *
 * @param what it is, in Chinese, e.g. `该备案`
 * @throws Problem WRONG_STATE where another is at work on it
 */
export async function takeOrRefuse(
  table: Table,
  pk: Key['pk'],
  { sub }: Caller,
  at: string,
  what: string,
): Promise<Taking> {
  const taking = await takings(table).take(pk, sub, at);
  if (taking.by === sub) return taking;
  const fact = `${what}正由审核人 ${taking.by} 办理`;
  throw new Problem('WRONG_STATE', says(fact, `请先办理其他事项；${taking.until} 之后无人办理时可再接办`));
}
