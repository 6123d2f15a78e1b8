import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { MIN_COMPRESSED_BYTES } from '../../manifest/compression.ts';

const gzipped = promisify(gzip);

/** Files that are compressed already: workbooks, pictures, papers. */
const COMPRESSED = /^(application\/(pdf|zip|gzip|vnd\.openxmlformats)|image\/(?!svg))/;

/** A body and the headers that say how it is coded. */
export interface Coded {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Compresses an answer as API Gateway does (`minimumCompressionSize`). Its ETag stays as it is: it names the version of a
 * record for `If-Match`, whatever the coding, and no answer is cached or asked for in ranges.
 *
 * @param accepted the request's `Accept-Encoding`
 */
export async function coded(body: Buffer, type: string, accepted = ''): Promise<Coded> {
  if (body.length < MIN_COMPRESSED_BYTES || COMPRESSED.test(type)) return { body, headers: {} };
  const headers = { Vary: 'Accept-Encoding' };
  if (!acceptsGzip(accepted)) return { body, headers };
  return { body: await gzipped(body), headers: { ...headers, 'Content-Encoding': 'gzip' } };
}

/** RFC 9110, 12.5.3; without the header a client may take any coding, and most that send none take none. */
export function acceptsGzip(accepted: string): boolean {
  const codings = accepted.split(',').map((coding) => {
    const [name = '', ...parameters] = coding.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { name, isAccepted: quality === undefined || Number(quality) > 0 };
  });
  const named = (name: string) => codings.find((coding) => coding.name === name);
  return (named('gzip') ?? named('x-gzip') ?? named('*'))?.isAccepted ?? false;
}
