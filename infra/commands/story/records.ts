import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Message } from '../../../functions/shared/outbox/message.ts';
import type { Workflow } from '../../../functions/shared/outbox/workflows.ts';
import type { AuditEntry } from '../../../functions/shared/table/audit.ts';
import type { TableNames } from '../../../functions/shared/table/client.ts';
import type { StoredItem } from '../../../functions/shared/table/table.ts';
import type { SubscriptionSpec } from '../../manifest/model.ts';
import { type Happening, recordOf } from './happening.ts';

/** An execution that a message starts. */
export interface Started {
  readonly workflow: Workflow;
  readonly name: string;
  /** When the message was committed; absent where it starts one only if the execution that it answers has ended. */
  readonly at?: string;
}

/** What the tables keep of a correlation. */
export interface Kept {
  readonly happenings: readonly Happening[];
  readonly started: readonly Started[];
}

export interface Reading {
  readonly client: DynamoDBDocumentClient;
  readonly names: TableNames;
  readonly subscriptions: readonly SubscriptionSpec[];
  /** Told after every page how many items were looked at. */
  readonly progress?: (items: number) => void;
}

/**
 * Reads both tables whole: what a request has caused lies wherever it was caused, and no index is paid for by every write.
 */
export async function keptOf(
  { client, names, subscriptions, progress = () => {} }: Reading,
  correlationId: string,
): Promise<Kept> {
  const happenings: Happening[] = [];
  const started: Started[] = [];
  let looked = 0;
  for (const table of ['audit', 'registry'] as const) {
    const input = {
      TableName: names[table],
      FilterExpression: '#correlation.#id = :id',
      ExpressionAttributeNames: { '#correlation': 'correlation', '#id': 'correlationId' },
      ExpressionAttributeValues: { ':id': correlationId },
    };
    // In small pages: the embedded engine reads the rest of the table for a page of 1 MB, and whoever writes waits.
    for await (const { Items = [], ScannedCount = 0 } of paginateScan({ client, pageSize: 500 }, input)) {
      looked += ScannedCount;
      progress(looked);
      for (const item of Items as StoredItem[]) {
        if (table === 'audit') happenings.push(changeOf(item as unknown as AuditEntry));
        else if (item['message'] !== undefined) take(item);
        else if (item['notice'] !== undefined) happenings.push(noticeOf(item));
      }
    }
  }
  return { happenings, started };

  function take(item: StoredItem): void {
    const message = item['message'] as Message;
    const at = String(item['at']);
    switch (message.type) {
      case 'event': {
        const readers = subscriptions.filter(({ event }) => event === message.name).map((one) => one.function);
        const told = readers.length === 0 ? '' : `, told ${readers.join(', ')}`;
        happenings.push({ at, what: 'event', says: `${message.name} of ${recordOf(item.pk)}${told}` });
        return;
      }
      case 'start':
        started.push({ workflow: message.workflow, name: message.executionName, at });
        return;
      case 'redrive':
        happenings.push({ at, what: 'redrive', says: `of execution ${message.executionName} of ${message.workflow}` });
        return;
      case 'resume': {
        const { further } = message;
        const whose = further === undefined ? '' : ` in execution ${further.executionName} of ${further.workflow}`;
        happenings.push({ at, what: 'answer', says: `to the task that waits for ${recordOf(item.pk)}${whose}` });
        if (further) started.push({ workflow: further.workflow, name: further.furtherName });
      }
    }
  }
}

/** Of a person only the role: the trail itself says who it was to whoever may know. */
const changeOf = ({ pk, version, at, actor, action }: AuditEntry): Happening => ({
  at,
  what: 'change',
  says: `${action} ${recordOf(pk)} version ${version} by ${actor.role === 'system' ? actor.sub : actor.role}`,
});

function noticeOf({ notice }: StoredItem): Happening {
  const { at, kind, recordId, recipient } = notice as Record<'at' | 'kind' | 'recordId' | 'recipient', string>;
  return { at, what: 'notice', says: `${kind} of ${recordId} to ${recipient}` };
}
