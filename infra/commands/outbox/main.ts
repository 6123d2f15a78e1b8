import { optionsOf } from '../options.ts';

const { since } = optionsOf(
  `npm run -s outbox -- --since 2026-03-17T09:00:00+08:00

Has the relay carry out again what was committed since then, after messages or events came to lie in a dead-letter queue.
What was carried before has no effect a second time. REGISTRY_TABLE and RELAY_FUNCTION name what is deployed on AWS; the
embedded host needs no such repair, it never gives a message up.

Exits with 0, with 1 where a message was not carried, with 2 where it was not told enough. docs/operations.md tells the rest.
`,
  { since: { type: 'string' } },
).values;

const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
const { LambdaClient } = await import('@aws-sdk/client-lambda');
const { PATIENT } = await import('../patient.ts');
const { carryAgain } = await import('./carry-again.ts');
const { REGISTRY_TABLE: registryTable, RELAY_FUNCTION: relayFunction } = process.env;

if (typeof since !== 'string' || Number.isNaN(Date.parse(since)) || !registryTable || !relayFunction) {
  process.stderr.write('set REGISTRY_TABLE and RELAY_FUNCTION, and give --since as ISO 8601\n');
  process.exitCode = 2;
} else {
  const clients = { dynamodb: new DynamoDBClient(PATIENT), lambda: new LambdaClient(PATIENT) };
  try {
    const carried = await carryAgain({ ...clients, registryTable, relayFunction, since });
    process.stdout.write(`${carried} messages were carried again\n`);
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  }
}
