import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type TableNames, tableNames } from '../../../functions/shared/table/client.ts';
import { type Engine, givenEngine, isServed, startEngine } from '../../local/dynamodb/engine.ts';
import { TABLE_NAMES } from '../../local/environment.ts';
import { verify } from './verify.ts';

/**
 * `npm run audit`: verifies every hash chain; prints the first break and exits with 1, or with 2 where it cannot verify. With
 * `REGISTRY_TABLE` and `AUDIT_TABLE` it reads the tables on AWS, with `DYNAMODB_ENDPOINT` those of a host that is running,
 * else those in `DATA_DIR`.
 */
const { env } = process;

try {
  await audit();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function audit(): Promise<void> {
  const onAws = env['REGISTRY_TABLE'] !== undefined;
  if (onAws) return tell(new DynamoDBClient({}), tableNames(env));
  const engine = await localEngine();
  const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' };
  try {
    await tell(new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials }), TABLE_NAMES);
  } finally {
    await engine.close();
  }
}

async function tell(client: DynamoDBClient, names: TableNames): Promise<void> {
  const { records, entries, broken } = await verify(DynamoDBDocumentClient.from(client), names);
  process.exitCode = broken ? 1 : 0;
  process.stdout.write(
    broken ? `broken: ${broken.pk}: ${broken.what}\n` : `${records} records, ${entries} entries: every chain holds\n`,
  );
}

async function localEngine(): Promise<Engine> {
  const given = env['DYNAMODB_ENDPOINT'];
  if (given !== undefined) return givenEngine(given);
  const file = join(resolve(env['DATA_DIR'] ?? '.data'), 'registry.sqlite');
  if (!existsSync(file)) throw new Error(`there is no registry at ${file}: set DATA_DIR or DYNAMODB_ENDPOINT`);
  if (isServed(file)) {
    throw new Error('the host is running: set DYNAMODB_ENDPOINT to the address of DynamoDB that it printed');
  }
  return startEngine(file);
}
