import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { carryAgain } from './carry-again.ts';

/**
 * `npm run outbox -- --since 2026-03-17T09:00:00+08:00`: has the relay carry out again what was committed since then, after
 * messages or events came to lie in a dead-letter queue. `REGISTRY_TABLE` and `RELAY_FUNCTION` name what is deployed on AWS;
 * the embedded host needs no such repair, it never gives a message up.
 */
const { since } = parseArgs({ options: { since: { type: 'string' } }, strict: false }).values;
const { REGISTRY_TABLE: registryTable, RELAY_FUNCTION: relayFunction } = process.env;

if (typeof since !== 'string' || Number.isNaN(Date.parse(since)) || !registryTable || !relayFunction) {
  process.stderr.write('set REGISTRY_TABLE and RELAY_FUNCTION, and give --since as ISO 8601\n');
  process.exitCode = 2;
} else {
  const clients = { dynamodb: new DynamoDBClient({}), lambda: new LambdaClient({}) };
  try {
    const carried = await carryAgain({ ...clients, registryTable, relayFunction, since });
    process.stdout.write(`${carried} messages were carried again\n`);
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  }
}
