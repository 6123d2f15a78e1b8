import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { type ChainHead, headsOf } from '../domain/anchor.ts';

/**
 * The last entry of each chain that has one of a time or later; of every chain, where no time is given. Nothing but the
 * audit table is read, so that no kind of record can be forgotten, and it is read whole: a million entries are some
 * 400 MB.
 *
 * @param from ISO 8601
 */
export async function chainHeads(
  client: DynamoDBDocumentClient,
  TableName: string,
  from: string | undefined,
): Promise<ChainHead[]> {
  const input = {
    TableName,
    ProjectionExpression: 'pk, #version, #hash',
    ExpressionAttributeNames: { '#version': 'version', '#hash': 'hash', ...(from && { '#at': 'at' }) },
    ...(from && { FilterExpression: '#at >= :from', ExpressionAttributeValues: { ':from': from } }),
  };
  const heads = new Map<string, ChainHead>();
  // Without a limit the embedded engine reads the rest of the table for every page of 1 MB.
  for await (const { Items = [] } of paginateScan({ client, pageSize: 1000 }, input)) {
    headsOf(Items as ChainHead[], heads);
  }
  return [...heads.values()];
}
