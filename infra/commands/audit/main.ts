import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type DocumentStorage, s3Storage } from '../../../functions/shared/documents/storage.ts';
import { KEY_VARIABLE, kmsSigner, type Signer } from '../../../functions/shared/signing/signer.ts';
import type { TableNames } from '../../../functions/shared/table/client.ts';
import { ANCHOR_VARIABLE, type AnchorStore, s3Anchors } from '../../../functions/system/store/anchors.ts';
import { ANCHOR_BUCKET, BUCKET_NAMES, startBuckets } from '../../local/documents/bucket.ts';
import { startKeeper } from '../../local/signing/keeper.ts';
import { command } from '../command.ts';
import { connect, dataDirOf, isOnAws } from '../connection.ts';
import { verifyAnchors } from './anchors.ts';
import { verifyEvidence } from './evidence.ts';
import { verify } from './verify.ts';

/**
 * `npm run audit`: verifies every hash chain, by itself and by the anchors outside the table, and looks for every file that a
 * record cites. It prints the first chain that breaks, the first that is not as it was anchored, and every file that is
 * missing or is not what was registered, and exits with 1, or with 2 where it cannot verify.
 *
 * With `REGISTRY_TABLE`, `AUDIT_TABLE`, `DOCUMENT_BUCKET`, `EVIDENCE_BUCKET`, and for the anchors `ANCHOR_BUCKET` and
 * `CERTIFICATE_KEY`, it reads what is on AWS. With
 * `DYNAMODB_ENDPOINT` it reads the tables of a host that is running, else those in `DATA_DIR`; the files are in `DATA_DIR`.
 */
const { env } = process;

await command(async () => {
  const connection = await connect(env);
  const { client, names } = connection;
  try {
    if (isOnAws(env)) {
      await tell(client, names, s3Storage);
      await tellAnchors(
        client,
        names,
        env[ANCHOR_VARIABLE] && env[KEY_VARIABLE] ? { anchors: s3Anchors(), signer: kmsSigner() } : undefined,
      );
      return;
    }
    const buckets = await startBuckets({ dataDir: dataDirOf(env), now: () => new Date() });
    try {
      await tell(client, names, () => localStorage(buckets.url));
      await tellLocalAnchors(client, names, buckets.url);
    } finally {
      await buckets.close();
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

/** @param outside where the anchors lie, and whose key signed them; absent, they are not looked at */
async function tellAnchors(
  client: DynamoDBDocumentClient,
  { audit }: TableNames,
  outside: { readonly anchors: AnchorStore; readonly signer: Signer } | undefined,
): Promise<void> {
  if (!outside) {
    process.stdout.write(`no anchor was looked at: ${ANCHOR_VARIABLE} and ${KEY_VARIABLE} say where they are\n`);
    return;
  }
  const { anchors, lastDay, chains, broken } = await verifyAnchors(client, audit, outside.anchors, outside.signer);
  if (broken) process.exitCode = 1;
  process.stdout.write(
    broken
      ? `not as anchored: ${broken.where}: ${broken.what}\n`
      : anchors === 0
        ? 'there is no anchor yet: the first is made within an hour\n'
        : `${anchors} anchors, the last of ${lastDay}: ${chains} chains are as they were anchored\n`,
  );
}

/** The anchors of a data folder, whose key lies beside them. */
async function tellLocalAnchors(client: DynamoDBDocumentClient, names: TableNames, url: string): Promise<void> {
  const [folder, keyFile] = [ANCHOR_BUCKET, 'certificate-key.pem'].map((name) => join(dataDirOf(env), name));
  if (!folder || !keyFile || !existsSync(folder)) {
    process.stdout.write(`there is no anchor in ${dataDirOf(env)} yet: the first is made after an hour\n`);
    return;
  }
  if (!existsSync(keyFile)) throw new Error(`${keyFile}, the key that the anchors were signed with, is gone`);
  const keeper = await startKeeper(keyFile);
  try {
    useEmbedded(url);
    Object.assign(env, { AWS_ENDPOINT_URL_KMS: keeper.url });
    const anchors = s3Anchors({ [ANCHOR_VARIABLE]: ANCHOR_BUCKET });
    await tellAnchors(client, names, { anchors, signer: kmsSigner({ [KEY_VARIABLE]: 'certificates' }) });
  } finally {
    await keeper.close();
  }
}

/** The files of a data folder, by the protocol that the functions use. Asked for only where some record cites a file. */
function localStorage(url: string): DocumentStorage {
  if (!Object.values(BUCKET_NAMES).some((name) => existsSync(join(dataDirOf(env), name)))) {
    throw new Error(`there are no documents in ${dataDirOf(env)}: set DATA_DIR to the data folder of the host`);
  }
  useEmbedded(url);
  return s3Storage({ DOCUMENT_BUCKET: BUCKET_NAMES.uploads, EVIDENCE_BUCKET: BUCKET_NAMES.evidence });
}

/** The SDK finds the files of a data folder at an address. */
function useEmbedded(url: string): void {
  Object.assign(env, {
    AWS_ENDPOINT_URL_S3: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'embedded',
    AWS_SECRET_ACCESS_KEY: 'embedded',
  });
}
