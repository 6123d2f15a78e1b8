import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isPublicAddress } from './addresses.ts';
import { allowedHosts, destinationOf, HOSTS_VARIABLE } from './destination.ts';
import { CERTIFICATE, NotConnected, OutboundFailed, type OutboundFault } from './fault.ts';
import { type Address, addressesOf, everyAddress, type Resolve, sentToFirst } from './resolve.ts';

/** One message that leaves the registry. */
export interface Outgoing {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface OutboundAnswer {
  readonly status: number;
  /** The first bytes of the answer; what comes after them was not read. */
  readonly body: Buffer;
  readonly isCut: boolean;
}

/** The port by which everything leaves that is sent to somebody outside: POST of a body, an answer of any status. */
export type Outbound = (message: Outgoing) => Promise<OutboundAnswer>;

export interface Limits {
  /** Milliseconds of silence while the connection is made, TLS included. */
  readonly connectMs: number;
  /** Milliseconds for everything, the answer included. */
  readonly totalMs: number;
  readonly answerBytes: number;
}

/** [designed] A receiver keeps what comes and answers; what it does with it, it does afterwards. */
export const LIMITS: Limits = { connectMs: 3_000, totalMs: 10_000, answerBytes: 16 * 1024 };

export interface OutboundOptions {
  /** Hosts as `allowedHosts` reads them. */
  readonly hosts: readonly string[];
  readonly limits?: Limits;
  readonly resolve?: Resolve;
  /** For those who test, whose receivers stand on this machine: which addresses are taken, and by which certificates. */
  readonly isPublic?: (address: string) => boolean;
  readonly ca?: string;
}

/**
 * Sends to allowed hosts only. A name is resolved once; every address of it must be public, and the connection is made to
 * the first of those that were looked at which takes it: nothing that a name server says later matters. The certificate must be the name's.
 * Redirects are answers like any other and lead nowhere. No connection is kept.
 *
 * @throws OutboundFailed
 */
export const outbound =
  ({ hosts, limits = LIMITS, resolve = everyAddress, isPublic = isPublicAddress, ca }: OutboundOptions): Outbound =>
  async ({ url: text, headers, body }) => {
    const url = destinationOf(text, hosts);
    if (typeof url === 'string') throw new OutboundFailed(url);
    const signal = AbortSignal.timeout(limits.totalMs);
    const addresses = await addressesOf(url.hostname, resolve, isPublic, signal);
    return sentToFirst(addresses, signal, (address) => exchange(url, address, { headers, body, limits, signal, ca }));
  };

/** The port with the hosts that the environment allows. */
export const environmentOutbound = (environment: NodeJS.ProcessEnv = process.env): Outbound =>
  outbound({ hosts: allowedHosts(environment[HOSTS_VARIABLE]) });

interface Exchange {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  readonly ca: string | undefined;
}

function exchange(
  url: URL,
  { address, family }: Address,
  { headers, body, limits, signal, ca }: Exchange,
): Promise<OutboundAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<OutboundAnswer>();
  let isConnected = false;
  const request = httpsRequest({
    host: address,
    family,
    port: url.port === '' ? 443 : Number(url.port),
    servername: url.hostname.replace(/\.$/, ''),
    path: `${url.pathname}${url.search}`,
    method: 'POST',
    headers: {
      ...headers,
      Host: url.host,
      'Content-Length': Buffer.byteLength(body),
      'User-Agent': 'market-procurement-registry',
    },
    agent: false,
    maxHeaderSize: 8 * 1024,
    minVersion: 'TLSv1.2',
    // Whatever the environment says: `NODE_TLS_REJECT_UNAUTHORIZED` is none of the registry's.
    rejectUnauthorized: true,
    signal,
    timeout: limits.connectMs,
    ...(ca === undefined ? {} : { ca }),
  });
  const failed = (cause: Error): void => {
    const fault = faultOf(cause, isConnected);
    const Failed = isConnected || fault === 'CERTIFICATE' ? OutboundFailed : NotConnected;
    reject(new Failed(fault, { cause }));
  };
  request.on('socket', (socket) => {
    socket.on('secureConnect', () => {
      isConnected = true;
    });
  });
  // Silence counts only until the connection stands; from then on the time for everything does.
  request.on('timeout', () => {
    if (!isConnected) request.destroy(new ConnectTimeout());
  });
  request.on('error', failed);
  request.on('response', (response) => {
    const status = response.statusCode ?? 0;
    // A status is an answer, though what should have followed it was cut off or did not come in time.
    request.off('error', failed).on('error', () => {});
    void bounded(response, limits.answerBytes)
      .catch(() => ({ body: Buffer.alloc(0), isCut: true }))
      .then((answer) => {
        resolve({ status, ...answer });
        request.destroy();
      });
  });
  // A receiver that would speak something else than HTTP from here on: Node hands its socket over and says nothing more.
  request.on('upgrade', (_response, socket) => {
    socket.destroy();
    failed(new Error('the receiver wants another protocol'));
  });
  request.end(body);
  return promise;
}

/** The beginning of an answer, up to so many bytes; nothing after it is read. */
async function bounded(response: IncomingMessage, most: number): Promise<{ body: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > most) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, most), isCut: length > most };
}

class ConnectTimeout extends Error {
  override readonly name = 'TimeoutError';
}

function faultOf(error: Error, isConnected: boolean): OutboundFault {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'TIMEOUT';
  if (CERTIFICATE.test(code)) return 'CERTIFICATE';
  return isConnected ? 'NO_ANSWER' : 'NO_CONNECTION';
}
