import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type TableNames, tableNames } from '../../functions/shared/table/client.ts';
import { type Engine, givenEngine, startEngine } from '../local/dynamodb/engine.ts';
import { TABLE_NAMES } from '../local/environment.ts';
import { verify } from './verify.ts';

/**
 * `npm run audit`: verifies every hash chain; prints the first break and exits with 1. With `REGISTRY_TABLE` and
 * `AUDIT_TABLE` it reads the tables on AWS, with `DYNAMODB_ENDPOINT` those of a host that is running, else those in
 * `DATA_DIR`.
 */
const { env } = process;
const onAws = env['REGISTRY_TABLE'] !== undefined;
const engine = onAws ? undefined : await localEngine();
const names: TableNames = onAws ? tableNames(env) : TABLE_NAMES;
const client = DynamoDBDocumentClient.from(
  new DynamoDBClient(
    engine
      ? {
          endpoint: engine.endpoint,
          region: 'us-east-1',
          credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
        }
      : {},
  ),
);
const { records, entries, broken } = await verify(client, names);
await engine?.close();
if (broken) {
  process.stdout.write(`broken: ${broken.pk}: ${broken.what}\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(`${records} records, ${entries} entries: every chain holds\n`);
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

/** Whether the engine of a running host has the file open; a second one would not see what the first has cached. */
function isServed(file: string): boolean {
  const noted = `${file}.pid`;
  if (!existsSync(noted)) return false;
  try {
    return process.kill(Number(readFileSync(noted, 'utf8')), 0);
  } catch {
    return false;
  }
}
