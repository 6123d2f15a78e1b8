import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { ANCHOR_BUCKET, BUCKET_NAMES, startBuckets } from '../../infra/local/documents/bucket.ts';
import { startKeeper } from '../../infra/local/signing/keeper.ts';

/** The embedded storage and signing key, where the SDK of this test file's process finds them. */
export function useStorage(now: () => Date): { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'storage-'));
  const opened: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    const [bucket, keeper] = [await startBuckets({ dataDir: folder, now }), await startKeeper(join(folder, 'key.pem'))];
    opened.push(bucket, keeper);
    process.env['AWS_ENDPOINT_URL_S3'] = bucket.url;
    process.env['AWS_ENDPOINT_URL_KMS'] = keeper.url;
    process.env['DOCUMENT_BUCKET'] = BUCKET_NAMES.uploads;
    process.env['EVIDENCE_BUCKET'] = BUCKET_NAMES.evidence;
    process.env['ANCHOR_BUCKET'] = ANCHOR_BUCKET;
    process.env['CERTIFICATE_KEY'] = 'certificates';
  });
  afterAll(async () => {
    for (const server of opened) await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder };
}
