import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { Custody } from '../../../functions/shared/documents/custody.ts';
import { type Message, OUTBOX_PREFIX } from '../../../functions/shared/outbox/message.ts';
import { CURRENT, type Key } from '../../../functions/shared/table/keys.ts';
import type { StoredItem } from '../../../functions/shared/table/table.ts';

export type Kept<T extends Message['type']> = Key & {
  readonly at: string;
  readonly message: Extract<Message, { type: T }>;
};

/** What one walk through the registry finds that is to be held to something outside it. */
export interface Survey {
  /** Main items of records of a kind that can wait. */
  readonly records: StoredItem[];
  readonly starts: Kept<'start'>[];
  readonly resumes: Kept<'resume'>[];
  /** Custodies of cited files that do not say that the evidence has them. */
  readonly uncopied: Custody[];
  /** The identifiers of the documents that are registered. */
  readonly documents: Set<string>;
  /** Partitions of series of numbers. */
  readonly series: Key['pk'][];
}

/** @param kinds third parts of the keys of records that can wait */
export async function survey(
  client: DynamoDBDocumentClient,
  TableName: string,
  kinds: ReadonlySet<string>,
): Promise<Survey> {
  const found: Survey = { records: [], starts: [], resumes: [], uncopied: [], documents: new Set(), series: [] };
  const input = {
    TableName,
    FilterExpression: 'sk = :current OR begins_with(sk, :outbox)',
    ExpressionAttributeValues: { ':current': CURRENT, ':outbox': OUTBOX_PREFIX },
  };
  // Without a limit the embedded engine reads the rest of the table for every page of 1 MB, and whoever writes waits.
  for await (const { Items = [] } of paginateScan({ client, pageSize: 500 }, input)) {
    for (const item of Items as StoredItem[]) note(found, item, kinds);
  }
  return found;
}

function note(found: Survey, item: StoredItem, kinds: ReadonlySet<string>): void {
  const [, , kind = '', id = ''] = item.pk.split('#');
  if (item.sk !== CURRENT) {
    const kept = item as unknown as Kept<Message['type']>;
    if (kept.message.type === 'start') found.starts.push(kept as Kept<'start'>);
    if (kept.message.type === 'resume') found.resumes.push(kept as Kept<'resume'>);
  } else if (kinds.has(kind)) found.records.push(item);
  else if (kind === 'DOCUMENT') found.documents.add(id);
  else if (kind === 'COUNTER') found.series.push(item.pk as Key['pk']);
  else if (kind === 'DOCUMENT_CUSTODY') {
    const custody = Custody.parse(item);
    if (custody.state === 'CITED') found.uncopied.push(custody);
  }
}
