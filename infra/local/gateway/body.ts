import type { IncomingMessage } from 'node:http';

/** API Gateway's limit for a request. */
const REQUEST_BYTES = 10 * 1024 * 1024;

/** Raised for a request over the limit. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** @throws TooLarge as soon as the request declares or sends too much */
export async function readBody(request: IncomingMessage, most = REQUEST_BYTES): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > most) throw new TooLarge(`content-length over ${most}`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new TooLarge(`body over ${most}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
