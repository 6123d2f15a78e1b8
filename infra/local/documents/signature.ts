import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A request as AWS Signature Version 4 looks at it. */
export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * Whether a request bears a valid signature of the secret: in its query, as a presigned link that has not expired, or in
 * its `Authorization`. Every header that was signed must have come as it was signed.
 */
export function isSigned({ method, url, headers }: SignedRequest, secret: string, now: Date): boolean {
  const given = signatureIn(url, headers);
  if (!given || (given.expiresAt !== undefined && now.getTime() > given.expiresAt)) return false;
  const { scope, date, signedHeaders, payloadHash, signature } = given;
  const canonical = [
    method,
    url.pathname,
    canonicalQuery(url),
    ...signedHeaders.map(
      (name) =>
        `${name}:${String(headers[name] ?? '')
          .trim()
          .replaceAll(/ +/g, ' ')}`,
    ),
    '',
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const toSign = [ALGORITHM, date, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const key = scope.split('/').reduce<Buffer>((last, part) => hmac(last, part), Buffer.from(`AWS4${secret}`));
  const expected = hmac(key, toSign);
  const actual = Buffer.from(signature, 'hex');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

interface Signature {
  /** `<date>/<region>/<service>/aws4_request`. */
  readonly scope: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly date: string;
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
  readonly signature: string;
  /** Milliseconds; of a presigned link. */
  readonly expiresAt?: number;
}

function signatureIn(url: URL, headers: IncomingHttpHeaders): Signature | undefined {
  const query = (name: string): string => url.searchParams.get(`X-Amz-${name}`) ?? '';
  if (query('Algorithm') === ALGORITHM) {
    const date = query('Date');
    return {
      scope: afterKey(query('Credential')),
      date,
      signedHeaders: query('SignedHeaders').split(';'),
      payloadHash: 'UNSIGNED-PAYLOAD',
      signature: query('Signature'),
      expiresAt: instant(date) + Number(query('Expires')) * 1000,
    };
  }
  const [, credential = '', signedHeaders = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]+)$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  if (signature === '') return undefined;
  return {
    scope: afterKey(credential),
    date: String(headers['x-amz-date']),
    signedHeaders: signedHeaders.split(';'),
    payloadHash: String(headers['x-amz-content-sha256']),
    signature,
  };
}

const afterKey = (credential: string): string => credential.split('/').slice(1).join('/');

const instant = (date: string): number =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted()
    .join('&');
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
