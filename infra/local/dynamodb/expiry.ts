import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { PARTITION_KEY, SORT_KEY } from '../../manifest/tables.ts';

/**
 * Deletes the items whose time to live is over, as DynamoDB itself does and the embedded engine does not.
 *
 * @param attribute the time to live, in epoch seconds
 * @returns how many were deleted
 */
export async function deleteExpired(
  client: DynamoDBClient,
  TableName: string,
  attribute: string,
  now: Date,
): Promise<number> {
  const documents = DynamoDBDocumentClient.from(client);
  const over = {
    ExpressionAttributeNames: { '#expiry': attribute },
    ExpressionAttributeValues: { ':now': Math.floor(now.getTime() / 1000) },
  };
  const expired = {
    TableName,
    ...over,
    ExpressionAttributeNames: { ...over.ExpressionAttributeNames, '#pk': PARTITION_KEY, '#sk': SORT_KEY },
    FilterExpression: '#expiry < :now',
    ProjectionExpression: '#pk, #sk',
  };
  let deleted = 0;
  // Without a limit the engine reads the rest of the table for every page of 1 MB, and whoever writes waits.
  for await (const { Items = [] } of paginateScan({ client: documents, pageSize: 500 }, expired)) {
    for (const Key of Items) {
      // What was renewed since it was read stays.
      const deletion = new DeleteCommand({ TableName, Key, ConditionExpression: '#expiry < :now', ...over });
      const isGone = await documents.send(deletion).then(
        () => true,
        (error: unknown) => {
          if (error instanceof ConditionalCheckFailedException) return false;
          throw error;
        },
      );
      if (isGone) deleted += 1;
    }
  }
  return deleted;
}
