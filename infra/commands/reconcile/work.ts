import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { DocumentStorage, Place } from '../../../functions/shared/documents/storage.ts';
import type { Message } from '../../../functions/shared/outbox/message.ts';
import { OUTBOX_PREFIX } from '../../../functions/shared/outbox/message.ts';
import type { Workflow } from '../../../functions/shared/outbox/workflows.ts';
import type { TableNames } from '../../../functions/shared/table/client.ts';
import { CURRENT, type Key } from '../../../functions/shared/table/keys.ts';
import { outboxItem } from '../../../functions/shared/table/outbox.ts';
import type { StoredItem, Table } from '../../../functions/shared/table/table.ts';
import { table } from '../../../functions/shared/table/table.ts';
import { put } from '../../../functions/shared/table/write.ts';
import type { Executions } from './executions.ts';
import type { Finding } from './finding.ts';
import type { Survey } from './survey.ts';

export interface Reconciliation {
  readonly client: DynamoDBDocumentClient;
  readonly names: TableNames;
  readonly executions: Executions;
  /** Asked for only where there are files. */
  readonly storage: () => DocumentStorage;
  /** The keys of the files that lie in a place, e.g. `500111/document-500111-…`. */
  readonly filesIn: (place: Place) => AsyncIterable<string>;
  /** Events that subscribers refused for good, where the host keeps them. */
  readonly deadLetters: readonly { readonly target: string; readonly error: string }[];
  /** ISO 8601; names what the run writes. */
  readonly run: string;
  /**
   * Whether it is worth while to look again at what does not hold: settles after a pause with true as long as it is. On a
   * registry in use a record waits for moments before its execution is there.
   */
  readonly again: (look: number) => Promise<boolean>;
}

/** What every part of a reconciliation works with. */
export interface Work extends Reconciliation {
  readonly found: Survey;
  readonly registry: Table;
  /** The main item of a partition as it is now. */
  readonly current: (pk: string) => Promise<StoredItem | undefined>;
  /** Has a message carried; one of the same name is not sent twice in a run. */
  readonly send: (pk: Key['pk'], name: string, message: Message) => Promise<boolean>;
}

export function workOf(of: Reconciliation, found: Survey): Work {
  const registry = table(of.client, of.names);
  return {
    ...of,
    found,
    registry,
    current: (pk) => registry.get({ pk, sk: CURRENT }),
    send: (pk, name, message) =>
      registry.write(put(outboxItem({ pk, sk: `${OUTBOX_PREFIX}RECONCILE#${name}` }, of.run, { message }))),
  };
}

/** A name under which a further execution of a work can be started. */
export async function freeName({ executions }: Pick<Reconciliation, 'executions'>, workflow: Workflow, name: string) {
  for (let further = 0; ; further += 1) {
    const free = further === 0 ? name : `${name}-again-${further}`;
    if (!(await executions.exists(workflow, free))) return free;
  }
}

/** Whether an execution of a name is of the work of which all names begin so. */
export const isNamedFor = (name: string, work: string): boolean => name === work || name.startsWith(`${work}-`);

/** What is left of suspects that are looked at again and again. */
export async function confirmed<T>(
  { again }: Pick<Reconciliation, 'again'>,
  suspects: readonly T[],
  judge: (suspect: T, look: number) => Promise<Finding | undefined>,
  before: () => Promise<void> = async () => {},
): Promise<Finding[]> {
  let left: readonly { suspect: T; finding: Finding }[] = [];
  for (let look = 1, next = suspects; ; look += 1) {
    await before();
    const looks = await inBatches(next, async (suspect) => {
      const finding = await judge(suspect, look);
      return finding && { suspect, finding };
    });
    left = looks.filter((one) => one !== undefined);
    next = left.map(({ suspect }) => suspect);
    if (left.length === 0 || !(await again(look))) return left.map(({ finding }) => finding);
  }
}

/** Calls that are made at once. */
const AT_ONCE = 20;

export async function inBatches<T, R>(members: readonly T[], work: (member: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < members.length; start += AT_ONCE) {
    results.push(...(await Promise.all(members.slice(start, start + AT_ONCE).map(work))));
  }
  return results;
}
