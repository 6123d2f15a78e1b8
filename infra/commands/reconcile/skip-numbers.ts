import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { TableNames } from '../../../functions/shared/table/client.ts';
import { CURRENT } from '../../../functions/shared/table/keys.ts';
import type { Table } from '../../../functions/shared/table/table.ts';

/** Lets every series of numbers go on so many numbers later, and answers how many series there are. */
export async function skipNumbers(
  { client, names }: { readonly client: DynamoDBDocumentClient; readonly names: TableNames },
  table: Pick<Table, 'next'>,
  count: number,
): Promise<number> {
  const input = {
    TableName: names.registry,
    FilterExpression: 'sk = :current AND contains(pk, :counter) AND attribute_exists(#last)',
    ExpressionAttributeNames: { '#last': 'last' },
    ExpressionAttributeValues: { ':current': CURRENT, ':counter': '#COUNTER#' },
  };
  let series = 0;
  for await (const { Items = [] } of paginateScan({ client, pageSize: 500 }, input)) {
    for (const { pk, sk } of Items) await table.next({ pk: String(pk), sk: String(sk) }, count);
    series += Items.length;
  }
  return series;
}
