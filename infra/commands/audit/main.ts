import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type DocumentStorage, s3Storage } from '../../../functions/shared/documents/storage.ts';
import type { TableNames } from '../../../functions/shared/table/client.ts';
import { command } from '../command.ts';
import { connect, isOnAws, localStorage } from '../connection.ts';
import { optionsOf } from '../options.ts';
import { verifyEvidence } from './evidence.ts';
import { verify } from './verify.ts';

optionsOf(
  `npm run -s audit

Verifies every hash chain, and looks for every file that a record cites. It prints the first chain that breaks, and every
file that is missing or is not what was registered.

It works on a host that is running or on a data folder (DATA_DIR, .data if it is not set), or on AWS: REGISTRY_TABLE,
AUDIT_TABLE, DOCUMENT_BUCKET and EVIDENCE_BUCKET.

Exits with 0 where all holds, with 1 where something does not, with 2 where it cannot verify. docs/operations.md tells the
rest.
`,
  {},
);
const { env } = process;

await command(async () => {
  const connection = await connect(env);
  const { client, names } = connection;
  try {
    if (isOnAws(env)) return await tell(client, names, s3Storage);
    const files = await localStorage(env);
    try {
      await tell(client, names, files.storage);
    } finally {
      await files.close();
    }
  } finally {
    await connection.close();
  }
});

async function tell(client: DynamoDBDocumentClient, names: TableNames, storage: () => DocumentStorage): Promise<void> {
  const { records, entries, broken } = await verify(client, names);
  if (broken) process.exitCode = 1;
  process.stdout.write(
    broken ? `broken: ${broken.pk}: ${broken.what}\n` : `${records} records, ${entries} entries: every chain holds\n`,
  );
  const { files, lost } = await verifyEvidence(client, names, storage);
  if (lost.length > 0) process.exitCode = 1;
  for (const { what, documentId, citedBy } of lost) {
    process.stdout.write(`${what}: ${documentId}, which ${citedBy} cites\n`);
  }
  if (lost.length === 0) process.stdout.write(`${files} cited files: each is what was registered\n`);
}
