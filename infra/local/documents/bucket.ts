import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { MAX_ZIP_BYTES } from '../../../functions/shared/documents/archive.ts';
import type { Place } from '../../../functions/shared/documents/storage.ts';
import { complaint } from '../complaint.ts';
import { readBody, TooLarge } from '../gateway/body.ts';
import { type Listening, listen } from '../listen.ts';
import { type Disk, DOCUMENT_KEY, disk } from './disk.ts';
import { isSigned } from './signature.ts';

export interface BucketsOptions {
  /** A host's data folder: each bucket has a folder of its own in it. */
  readonly dataDir: string;
  readonly now: () => Date;
}

/** Names of the buckets on this host, and of their folders. */
export const BUCKET_NAMES = { uploads: 'documents', evidence: 'evidence' } as const satisfies Record<Place, string>;

/** Name of the bucket of the audit's anchors, and of its folder. */
export const ANCHOR_BUCKET = 'anchors';

const ANCHOR_KEY = /^[\w-]+\.anchor$/;

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

export interface Buckets extends Listening {
  /**
   * Answers a request that reached the host by a link.
   *
   * @param linksUrl the address for which links are signed; it decides and not the request's `Host`, which a proxy may change
   * @returns false where the path is none of an object
   */
  answerByLink(request: IncomingMessage, response: ServerResponse, linksUrl: string): boolean;
}

/**
 * The documents' buckets with the part of S3's protocol that documents need: put, copy, get (whole or some bytes), ask
 * after and delete an object, by requests that bear a valid signature. What is put must have the size and the checksum that
 * were signed. Into the evidence objects are only copied, and nothing of it is deleted. A third bucket has the audit's
 * anchors.
 */
export async function startBuckets({ dataDir, now }: BucketsOptions): Promise<Buckets> {
  const uploads = disk(join(dataDir, BUCKET_NAMES.uploads), DOCUMENT_KEY);
  const evidence = disk(join(dataDir, BUCKET_NAMES.evidence), DOCUMENT_KEY);
  const anchors = disk(join(dataDir, ANCHOR_BUCKET), ANCHOR_KEY);
  const handle = async (request: IncomingMessage, calledAt: string): Promise<Reply> => {
    const { method = 'GET', url: target = '/', headers } = request;
    if (method === 'OPTIONS') return { status: 200, headers: PREFLIGHT };
    const url = new URL(`${calledAt}${target}`);
    const signed = { method, url, headers: { ...headers, host: url.host } };
    if (!isSigned(signed, secret(), now())) return refusal(403, 'AccessDenied');
    const [, bucket, ...path] = new URL(target, 'http://localhost').pathname.split('/');
    const key = path.map(decodeURIComponent).join('/');
    if (bucket === ANCHOR_BUCKET) return anchorReply(anchors, key, request, url);
    const isEvidence = bucket === BUCKET_NAMES.evidence;
    const source = headers['x-amz-copy-source'];
    if (method === 'PUT' && isEvidence && source !== undefined) return copy(uploads, evidence, key, String(source));
    if (method === 'PUT' && !isEvidence) return put(uploads, key, request);
    if (method === 'DELETE' && !isEvidence) return discard(uploads, key);
    const objects = isEvidence ? evidence : uploads;
    if (method === 'HEAD') return head(objects, key);
    return method === 'GET' ? get(objects, key, url, headers.range) : refusal(405, 'MethodNotAllowed');
  };
  const answer = (request: IncomingMessage, response: ServerResponse, calledAt: string): void => {
    handle(request, calledAt)
      .catch((error: unknown) => {
        if (error instanceof TooLarge) return refusal(400, 'EntityTooLarge');
        if (error instanceof URIError || (error as { code?: string }).code === 'ERR_INVALID_URL') {
          return refusal(400, 'InvalidURI');
        }
        // Whoever runs the host must know that e.g. the disk is full; the client may try again.
        console.error(complaint(error));
        return refusal(503, 'ServiceUnavailable');
      })
      .then((reply) => {
        send(response, reply);
        // A client that is still sending a refused file reads the answer only when it has sent it all.
        request.resume();
      })
      .catch(() => response.destroy());
  };
  const listening = await listen(
    createServer((request, response) => answer(request, response, `http://${request.headers.host}`)),
    0,
  );
  return {
    ...listening,
    answerByLink(request, response, linksUrl) {
      if (!OBJECT.test(request.url ?? '')) return false;
      answer(request, response, linksUrl);
      return true;
    },
  };
}

/** What the registry signs links for at most: a ZIP of documents. The link says of each object how many bytes it takes. */
const MAX_OBJECT_BYTES = MAX_ZIP_BYTES;

/** The path of an object in either bucket. */
const OBJECT = new RegExp(`^/(${Object.values(BUCKET_NAMES).join('|')})/`);

/** The secret by which the SDK signs in this process. */
const secret = (): string => process.env['AWS_SECRET_ACCESS_KEY'] ?? '';

const checksumOf = (content: Buffer): string => createHash('sha256').update(content).digest('base64');

/** The anchors' bucket: listed, read, written once, and nothing of it replaced or deleted. */
async function anchorReply(anchors: Disk, key: string, request: IncomingMessage, url: URL): Promise<Reply> {
  if (request.method === 'GET') return key === '' ? list(anchors) : get(anchors, key, url, request.headers.range);
  if (request.method !== 'PUT') return refusal(405, 'MethodNotAllowed');
  return anchors.get(key) ? refusal(412, 'PreconditionFailed') : put(anchors, key, request);
}

function list(objects: Disk): Reply {
  const contents = objects.list().map((key) => `<Contents><Key>${key}</Key></Contents>`);
  const body = `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body };
}

async function put(objects: Disk, key: string, request: IncomingMessage): Promise<Reply> {
  const content = await readBody(request, MAX_OBJECT_BYTES);
  const { headers } = request;
  if (checksumOf(content) !== headers['x-amz-checksum-sha256']) return refusal(400, 'BadDigest');
  objects.put(key, content, { contentType: headers['content-type'] ?? 'application/octet-stream' });
  return { status: 200, headers: { ETag: `"${createHash('md5').update(content).digest('hex')}"`, ...CORS } };
}

function copy(from: Disk, to: Disk, key: string, source: string): Reply {
  const stored = from.get(source.split('/').filter(Boolean).slice(1).map(decodeURIComponent).join('/'));
  if (!stored) return refusal(404, 'NoSuchKey');
  to.put(key, stored.content, stored.facts);
  const body = `<?xml version="1.0" encoding="UTF-8"?><CopyObjectResult><ChecksumSHA256>${checksumOf(stored.content)}</ChecksumSHA256></CopyObjectResult>`;
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body };
}

function discard(objects: Disk, key: string): Reply {
  objects.delete(key);
  return { status: 204 };
}

/** The checksum is that of the content as it lies there now. */
function head(objects: Disk, key: string): Reply {
  const stored = objects.get(key);
  if (!stored) return refusal(404, 'NoSuchKey');
  return {
    status: 200,
    headers: { 'Content-Type': stored.facts.contentType, 'x-amz-checksum-sha256': checksumOf(stored.content) },
  };
}

function get(objects: Disk, key: string, { searchParams }: URL, range: string | undefined): Reply {
  const [, first = '0', last = String(Number.MAX_SAFE_INTEGER)] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  const from = Number(first);
  const stored = objects.part(key, from, Number(last) - from + 1);
  if (!stored) return refusal(404, 'NoSuchKey');
  const { content, size, facts } = stored;
  if (range !== undefined && content.length === 0 && size > 0) return refusal(416, 'InvalidRange');
  const disposition = searchParams.get('response-content-disposition');
  return {
    status: range === undefined ? 200 : 206,
    headers: {
      'Content-Type': searchParams.get('response-content-type') ?? facts.contentType,
      ...(disposition === null ? {} : { 'Content-Disposition': disposition }),
      ...(range === undefined ? {} : { 'Content-Range': `bytes ${from}-${from + content.length - 1}/${size}` }),
      ...CORS,
    },
    body: content,
  };
}

const CORS = { 'Access-Control-Allow-Origin': '*' } as const;

const PREFLIGHT = { ...CORS, 'Access-Control-Allow-Methods': 'GET, PUT', 'Access-Control-Allow-Headers': '*' } as const;

const refusal = (status: number, code: string): Reply => ({
  status,
  headers: { 'Content-Type': 'application/xml', ...CORS },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
});

function send(response: ServerResponse, { status, headers, body = '' }: Reply): void {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
}
