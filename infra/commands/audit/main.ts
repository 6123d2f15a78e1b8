import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { DocumentStorage } from '../../../functions/shared/documents/storage.ts';
import type { Signer } from '../../../functions/shared/signing/signer.ts';
import type { TableNames } from '../../../functions/shared/table/client.ts';
import type { AnchorStore } from '../../../functions/system/store/anchors.ts';
import { command } from '../command.ts';
import { optionsOf } from '../options.ts';

optionsOf(
  `npm run -s audit

Verifies every hash chain, by itself and by the anchors outside the table, and looks for every file that a record cites. It
prints the first chain that breaks, the first that is not as it was anchored, and every file that is missing or is not what
was registered.

It works on a host that is running or on a data folder (DATA_DIR, .data if it is not set), or on AWS: REGISTRY_TABLE,
AUDIT_TABLE, DOCUMENT_BUCKET and EVIDENCE_BUCKET, and for the anchors ANCHOR_BUCKET and CERTIFICATE_KEY.

Exits with 0 where all holds, with 1 where something does not, with 2 where it cannot verify. docs/operations.md tells the
rest.
`,
  {},
);

const { s3Storage } = await import('../../../functions/shared/documents/storage.ts');
const { KEY_VARIABLE, kmsSigner } = await import('../../../functions/shared/signing/signer.ts');
const { ANCHOR_VARIABLE, s3Anchors } = await import('../../../functions/system/store/anchors.ts');
const { startKeeper } = await import('../../local/signing/keeper.ts');
const { connect, dataDirOf, isOnAws, localStorage } = await import('../connection.ts');
const { verifyAnchors } = await import('./anchors.ts');
const { verifyEvidence } = await import('./evidence.ts');
const { verify } = await import('./verify.ts');
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
    const files = await localStorage(env);
    try {
      await tell(client, names, files.storage);
      await tellLocalAnchors(client, names, files.anchors());
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
async function tellLocalAnchors(
  client: DynamoDBDocumentClient,
  names: TableNames,
  anchors?: AnchorStore,
): Promise<void> {
  if (!anchors) {
    process.stdout.write(`there is no anchor in ${dataDirOf(env)} yet: the first is made after an hour\n`);
    return;
  }
  const keyFile = join(dataDirOf(env), 'certificate-key.pem');
  if (!existsSync(keyFile)) throw new Error(`${keyFile}, the key that the anchors were signed with, is gone`);
  const keeper = await startKeeper(keyFile);
  try {
    Object.assign(env, { AWS_ENDPOINT_URL_KMS: keeper.url });
    await tellAnchors(client, names, { anchors, signer: kmsSigner({ [KEY_VARIABLE]: 'certificates' }) });
  } finally {
    await keeper.close();
  }
}
