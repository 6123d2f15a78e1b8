import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Names of the tables, from the environment that the manifest gives to every function. */
export interface TableNames {
  readonly registry: string;
  readonly audit: string;
}

export const tableNames = (environment: NodeJS.ProcessEnv): TableNames => ({
  registry: required(environment, 'REGISTRY_TABLE'),
  audit: required(environment, 'AUDIT_TABLE'),
});

export const documentClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 4 }), {
    marshallOptions: { removeUndefinedValues: true },
  });

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`environment variable ${name} is not set`);
  return value;
}
