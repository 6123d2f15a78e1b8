import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LINKS_URL_VARIABLE, s3Storage } from '../../../functions/shared/documents/storage.ts';
import { BUCKET_NAMES, type Buckets, startBuckets } from '../../../infra/local/documents/bucket.ts';
import { startGateway } from '../../../infra/local/gateway/gateway.ts';
import type { Listening } from '../../../infra/local/listen.ts';
import { useFolder } from '../../kit/folder.ts';

/** Links to documents lead to the public address, through whatever proxy stands there. */

const PUBLIC_URL = 'https://registry.example.cn/centre';
const folder = useFolder();
let buckets: Buckets;
let gateway: Listening;
beforeAll(async () => {
  buckets = await startBuckets({ dataDir: folder, now: () => new Date() });
  gateway = await startGateway(
    { routes: [], invoke: async () => null, byLink: (...of) => buckets.answerByLink(...of, PUBLIC_URL) },
    { port: 0 },
  );
});
afterAll(async () => {
  await gateway.close();
  await buckets.close();
});

const storage = s3Storage({
  DOCUMENT_BUCKET: BUCKET_NAMES.uploads,
  EVIDENCE_BUCKET: BUCKET_NAMES.evidence,
  [LINKS_URL_VARIABLE]: PUBLIC_URL,
});

const content = Buffer.from('%PDF-1.7 营业执照');
const file = {
  key: '500111/document-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9',
  contentType: 'application/pdf',
  size: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
};

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** A request as the proxy of the public address passes it on: without that address' path, by the name of the upstream. */
const passedOn = (link: string, { method = 'GET', headers = {}, body }: Sent, host = 'upstream:3000') =>
  new Promise<{ status: number | undefined; body: Buffer }>((resolve, reject) => {
    const path = link.replace(PUBLIC_URL, '');
    request(`${gateway.url}${path}`, { method, headers: { ...headers, Host: host } }, (answer) => {
      const chunks: Buffer[] = [];
      answer
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => resolve({ status: answer.statusCode, body: Buffer.concat(chunks) }));
    })
      .on('error', reject)
      .end(body);
  });

const put = (link: { url: string; headers: Readonly<Record<string, string>> }, body = content, host?: string) =>
  passedOn(
    link.url,
    { method: 'PUT', headers: { ...link.headers, 'Content-Length': String(body.length) }, body },
    host,
  );

const uploadLink = () => storage.uploadLink(file, new Date().toISOString());

describe('a link to a document', () => {
  it('leads to the public address, is taken there whatever the proxy calls the host, and brings the file back', async () => {
    const upload = await uploadLink();
    expect(upload.url).toMatch(/^https:\/\/registry\.example\.cn\/centre\/documents\/500111\/document-/);
    for (const host of ['upstream:3000', 'registry.example.cn', '127.0.0.1']) {
      expect((await put(upload, content, host)).status).toBe(200);
    }
    const download = await storage.downloadLink('uploads', file, '执照.pdf', new Date().toISOString());
    expect(download.url.startsWith(`${PUBLIC_URL}/documents/`)).toBe(true);
    expect(await passedOn(download.url, {})).toEqual({ status: 200, body: content });
  });

  it('takes no other file, and none of its parts can be changed', async () => {
    const upload = await uploadLink();
    expect((await put(upload, Buffer.from('%PDF-1.7 假冒的执照'))).status).toBe(403);
    const other = Buffer.alloc(content.length, 0x20);
    expect((await put(upload, other)).status).toBe(400);
    for (const url of [
      upload.url.replace('500111/document', '500103/document'),
      upload.url.replace('/documents/', '/evidence/'),
      upload.url.replace('X-Amz-Expires=900', 'X-Amz-Expires=90000'),
      upload.url.replace(/X-Amz-Signature=[0-9a-f]{64}/, `X-Amz-Signature=${'0'.repeat(64)}`),
    ]) {
      expect((await put({ ...upload, url })).status, url).toBe(403);
    }
    const read = await passedOn(upload.url, {});
    expect(read.status).toBe(403);
  });

  it('is none without a signature, and other paths are the API’s', async () => {
    expect((await passedOn(`${PUBLIC_URL}/documents/${file.key}`, {})).status).toBe(403);
    expect((await passedOn(`${PUBLIC_URL}/documents`, {})).status).toBe(404);
    expect((await passedOn(`${PUBLIC_URL}/evidences/x`, {})).status).toBe(404);
  });

  it('can be asked for by a page before it sends a file there', async () => {
    expect((await passedOn((await uploadLink()).url, { method: 'OPTIONS' })).status).toBe(200);
  });
});
