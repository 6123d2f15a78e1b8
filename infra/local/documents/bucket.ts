import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { UNREFERENCED } from '../../../functions/shared/documents/storage.ts';
import { UNREFERENCED_DAYS } from '../../manifest/documents.ts';
import { complaint } from '../complaint.ts';
import { readBody, TooLarge } from '../gateway/body.ts';
import { type Listening, listen } from '../listen.ts';
import { type Disk, disk } from './disk.ts';
import { isSigned } from './signature.ts';

export interface BucketOptions {
  readonly folder: string;
  readonly now: () => Date;
}

export interface Bucket extends Listening {
  /** Deletes the uploads that nothing has referred to in time, as the bucket's lifecycle does on AWS. */
  clearAway(): void;
}

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/**
 * One bucket with the part of S3's protocol that documents need: put, get (whole or its beginning) and tag an object, by
 * requests that bear a valid signature. What is put must have the size and the checksum that were signed.
 */
export async function startBucket({ folder, now }: BucketOptions): Promise<Bucket> {
  const objects = disk(folder);
  const handle = async (request: IncomingMessage): Promise<Reply> => {
    const { method = 'GET', headers } = request;
    if (method === 'OPTIONS') return { status: 200, headers: PREFLIGHT };
    const url = new URL(request.url ?? '/', `http://${headers.host}`);
    if (!isSigned({ method, url, headers }, secret(), now())) return refusal(403, 'AccessDenied');
    const key = url.pathname.split('/').slice(2).map(decodeURIComponent).join('/');
    if (method === 'PUT') return put(objects, key, url, request);
    return method === 'GET' ? get(objects, key, url, headers.range) : refusal(405, 'MethodNotAllowed');
  };
  const server = await listen(
    createServer((request, response) => {
      handle(request)
        .catch((error: unknown) => {
          if (error instanceof TooLarge) return refusal(400, 'EntityTooLarge');
          if (error instanceof URIError || (error as { code?: string }).code === 'ERR_INVALID_URL') {
            return refusal(400, 'InvalidURI');
          }
          // Whoever runs the host must know that e.g. the disk is full; the client may try again.
          console.error(complaint(error));
          return refusal(503, 'ServiceUnavailable');
        })
        .then((reply) => send(response, reply))
        .catch(() => response.destroy());
    }),
    0,
  );
  return {
    ...server,
    clearAway: () =>
      objects.clearAway(
        `${UNREFERENCED.key}=${UNREFERENCED.value}`,
        new Date(now().getTime() - UNREFERENCED_DAYS * 24 * 3_600_000),
      ),
  };
}

/** The secret by which the SDK signs in this process. */
const secret = (): string => process.env['AWS_SECRET_ACCESS_KEY'] ?? '';

async function put(objects: Disk, key: string, url: URL, request: IncomingMessage): Promise<Reply> {
  const content = await readBody(request);
  const { headers } = request;
  if (url.searchParams.has('tagging')) {
    const stored = objects.get(key);
    if (!stored) return refusal(404, 'NoSuchKey');
    const tags = [...content.toString().matchAll(/<Key>([^<]*)<\/Key>\s*<Value>([^<]*)<\/Value>/g)];
    objects.setFacts(key, { ...stored.facts, tagging: tags.map(([, name, value]) => `${name}=${value}`).join('&') });
    return { status: 200 };
  }
  const checksum = createHash('sha256').update(content).digest('base64');
  if (checksum !== headers['x-amz-checksum-sha256']) return refusal(400, 'BadDigest');
  objects.put(key, content, {
    contentType: headers['content-type'] ?? 'application/octet-stream',
    tagging: String(headers['x-amz-tagging'] ?? ''),
  });
  return { status: 200, headers: { ETag: `"${createHash('md5').update(content).digest('hex')}"`, ...CORS } };
}

function get(objects: Disk, key: string, { searchParams }: URL, range: string | undefined): Reply {
  const stored = objects.get(key);
  if (!stored) return refusal(404, 'NoSuchKey');
  const { content, facts } = stored;
  const end = Number(/^bytes=0-(\d+)$/.exec(range ?? '')?.[1] ?? content.length - 1);
  const disposition = searchParams.get('response-content-disposition');
  return {
    status: range === undefined ? 200 : 206,
    headers: {
      'Content-Type': searchParams.get('response-content-type') ?? facts.contentType,
      ...(disposition === null ? {} : { 'Content-Disposition': disposition }),
      ...(range === undefined
        ? {}
        : { 'Content-Range': `bytes 0-${Math.min(end, content.length - 1)}/${content.length}` }),
      ...CORS,
    },
    body: content.subarray(0, end + 1),
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
