import { type DynamoDBDocumentClient, GetCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { Custody, custodyKey } from '../../../functions/shared/documents/custody.ts';
import { type DocumentStorage } from '../../../functions/shared/documents/storage.ts';
import { parseIdentifier } from '../../../functions/shared/kernel/identifier.ts';
import { opened } from '../../../functions/shared/table/aggregate.ts';
import { type TableNames } from '../../../functions/shared/table/client.ts';
import { BODY_PREFIX, CURRENT, districtKey, PAST_PREFIX } from '../../../functions/shared/table/keys.ts';
import { unpacked } from '../../../functions/shared/table/packed.ts';
import type { StoredItem } from '../../../functions/shared/table/table.ts';

/** A file that a record cites and that does not lie where it should, or is not what was registered. */
export interface LostFile {
  readonly documentId: string;
  readonly what: 'missing' | 'differs';
  /** The first record found that cites it. */
  readonly citedBy: string;
}

/** What is read of a document's record. */
const Registered = z.object({ data: z.object({ sha256: z.string() }) });

/** A file may be on its way to the evidence while it is looked for: what does not hold is looked for again. */
const READINGS = 3;

/** Files looked for at once. */
const AT_ONCE = 20;

/**
 * Looks for every file that a record cites, and holds it to the digest of its registration.
 *
 * @param storageOf asked for only where some record cites a file
 */
export async function verifyEvidence(
  client: DynamoDBDocumentClient,
  { registry }: TableNames,
  storageOf: () => DocumentStorage,
): Promise<{ files: number; lost: LostFile[] }> {
  const cited = [...(await citations(client, registry))];
  const lost: LostFile[] = [];
  if (cited.length === 0) return { files: 0, lost };
  const storage = storageOf();
  for (let start = 0; start < cited.length; start += AT_ONCE) {
    const found = await Promise.all(
      cited.slice(start, start + AT_ONCE).map(async ([documentId, citedBy]) => {
        const what = await lossOf(client, registry, storage, documentId);
        return what ? [{ documentId, what, citedBy }] : [];
      }),
    );
    lost.push(...found.flat());
  }
  return { files: cited.length, lost };
}

/**
 * The documents that records cite, with the record that does: records as they stand, their earlier revisions and versions,
 * and what the custody of files remembers.
 */
async function citations(client: DynamoDBDocumentClient, TableName: string): Promise<Map<string, string>> {
  const cited = new Map<string, string>();
  const remembered: string[] = [];
  const input = {
    TableName,
    FilterExpression:
      'attribute_exists(auditHash) OR begins_with(sk, :body) OR begins_with(sk, :revision) OR begins_with(sk, :version) ' +
      'OR #state IN (:cited, :kept)',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: {
      ':body': BODY_PREFIX,
      // Of the first layout, in which a revision's form was an item of its own.
      ':revision': 'REV#',
      ':version': PAST_PREFIX,
      ':cited': 'CITED',
      ':kept': 'KEPT',
    },
  };
  // Without a limit the embedded engine reads the rest of the table for every page of 1 MB.
  for await (const { Items = [] } of paginateScan({ client, pageSize: 500 }, input)) {
    for (const kept of Items as StoredItem[]) {
      const { pk, ...item } = opened(kept);
      const [, , kind, id = ''] = pk.split('#');
      if (kind === 'DOCUMENT_CUSTODY') remembered.push(id);
      // What is kept of a document itself names it and cites nothing.
      if (kind?.startsWith('DOCUMENT')) continue;
      for (const documentId of documentsIn({ ...item, data: unpacked(item['data']) }))
        if (!cited.has(documentId)) cited.set(documentId, id);
    }
  }
  for (const documentId of remembered) if (!cited.has(documentId)) cited.set(documentId, 'no record that is left');
  return cited;
}

/** The identifiers of documents anywhere in a value. */
function documentsIn(value: unknown): string[] {
  if (typeof value === 'string')
    return value.startsWith('document-') && parseIdentifier('document', value) ? [value] : [];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(documentsIn) : [];
}

async function lossOf(
  client: DynamoDBDocumentClient,
  TableName: string,
  storage: DocumentStorage,
  documentId: string,
): Promise<LostFile['what'] | undefined> {
  const item = async (Key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> =>
    (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  const districtId = parseIdentifier('document', documentId)?.districtId ?? '';
  const record = await item({ pk: districtKey(districtId, 'DOCUMENT', documentId), sk: CURRENT });
  if (!record) return 'missing';
  const { sha256 } = Registered.parse(record).data;
  let what: LostFile['what'] | undefined;
  for (let reading = 1; reading <= READINGS; reading += 1) {
    const custody = Custody.optional().parse(await item(custodyKey(documentId)));
    const place = custody?.state === 'KEPT' ? 'evidence' : 'uploads';
    const digest = await storage.digest(place, `${districtId}/${documentId}`);
    if (digest === sha256) return undefined;
    what = digest === undefined ? 'missing' : 'differs';
  }
  return what;
}
