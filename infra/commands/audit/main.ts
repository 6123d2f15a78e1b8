import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type DocumentStorage, s3Storage } from '../../../functions/shared/documents/storage.ts';
import { type TableNames, tableNames } from '../../../functions/shared/table/client.ts';
import { BUCKET_NAMES, startBuckets } from '../../local/documents/bucket.ts';
import { type Engine, givenEngine, isServed, startEngine } from '../../local/dynamodb/engine.ts';
import { TABLE_NAMES } from '../../local/environment.ts';
import { verifyEvidence } from './evidence.ts';
import { verify } from './verify.ts';

/**
 * `npm run audit`: verifies every hash chain, and looks for every file that a record cites. It prints the first chain that
 * breaks and every file that is missing or is not what was registered, and exits with 1, or with 2 where it cannot verify.
 *
 * With `REGISTRY_TABLE`, `AUDIT_TABLE`, `DOCUMENT_BUCKET` and `EVIDENCE_BUCKET` it reads what is on AWS. With
 * `DYNAMODB_ENDPOINT` it reads the tables of a host that is running, else those in `DATA_DIR`; the files are in `DATA_DIR`.
 */
const { env } = process;

const DATA_DIR = resolve(env['DATA_DIR'] ?? '.data');

try {
  await audit();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function audit(): Promise<void> {
  const onAws = env['REGISTRY_TABLE'] !== undefined;
  if (onAws) return tell(new DynamoDBClient({}), tableNames(env), s3Storage);
  const engine = await localEngine();
  const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' };
  const buckets = await startBuckets({ dataDir: DATA_DIR, now: () => new Date() });
  try {
    const client = new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials });
    await tell(client, TABLE_NAMES, () => localStorage(buckets.url));
  } finally {
    await buckets.close();
    await engine.close();
  }
}

async function tell(client: DynamoDBClient, names: TableNames, storage: () => DocumentStorage): Promise<void> {
  const documents = DynamoDBDocumentClient.from(client);
  const { records, entries, broken } = await verify(documents, names);
  if (broken) process.exitCode = 1;
  process.stdout.write(
    broken ? `broken: ${broken.pk}: ${broken.what}\n` : `${records} records, ${entries} entries: every chain holds\n`,
  );
  const { files, lost } = await verifyEvidence(documents, names, storage);
  if (lost.length > 0) process.exitCode = 1;
  for (const { what, documentId, citedBy } of lost) {
    process.stdout.write(`${what}: ${documentId}, which ${citedBy} cites\n`);
  }
  if (lost.length === 0) process.stdout.write(`${files} cited files: each is what was registered\n`);
}

/** The files of a data folder, by the protocol that the functions use. Asked for only where some record cites a file. */
function localStorage(url: string): DocumentStorage {
  if (!Object.values(BUCKET_NAMES).some((name) => existsSync(join(DATA_DIR, name)))) {
    throw new Error(`there are no documents in ${DATA_DIR}: set DATA_DIR to the data folder of the host`);
  }
  Object.assign(env, {
    AWS_ENDPOINT_URL_S3: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'embedded',
    AWS_SECRET_ACCESS_KEY: 'embedded',
  });
  return s3Storage({ DOCUMENT_BUCKET: BUCKET_NAMES.uploads, EVIDENCE_BUCKET: BUCKET_NAMES.evidence });
}

async function localEngine(): Promise<Engine> {
  const given = env['DYNAMODB_ENDPOINT'];
  if (given !== undefined) return givenEngine(given);
  const file = join(DATA_DIR, 'registry.sqlite');
  if (!existsSync(file)) throw new Error(`there is no registry at ${file}: set DATA_DIR or DYNAMODB_ENDPOINT`);
  if (isServed(file)) {
    throw new Error('the host is running: set DYNAMODB_ENDPOINT to the address of DynamoDB that it printed');
  }
  return startEngine(file);
}
