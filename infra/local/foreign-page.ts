import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** Whether an address of a connection is this machine's own, however its family writes it. */
export const isLoopbackAddress = (address = ''): boolean => /^(::ffff:)?127\.|^::1$/.test(address);

/** Whether a request was sent to this machine by its own name; a page of another site may make its name lead here. */
const isLoopback = (host = ''): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host);

/** What proxies say of whom they pass on. */
const PASSED_ON = ['forwarded', 'via', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'];

/**
 * Whether whoever sits at this machine sent a request: the connection has both its ends on the loopback, it was sent to the
 * machine's own name, and no proxy says that it passes it on. A proxy on this machine that says nothing cannot be told from
 * its user: behind one, what is for this machine only must not be offered where the proxy leads.
 */
export const isFromThisMachine = ({ socket, headers }: IncomingMessage): boolean =>
  isLoopbackAddress(socket.localAddress) &&
  isLoopbackAddress(socket.remoteAddress) &&
  isLoopback(headers.host) &&
  PASSED_ON.every((name) => headers[name] === undefined);

/**
 * Whether a web page of another origin sent the request. Browsers name the page's origin in every POST, whatever the page
 * does, and where they came from in `Sec-Fetch-Site`; programs send neither.
 */
export function isForeignPage({ headers, socket }: IncomingMessage): boolean {
  if (!isLoopback(headers.host)) return true;
  const { origin, 'sec-fetch-site': site } = headers;
  const scheme = (socket as Partial<TLSSocket>).encrypted ? 'https' : 'http';
  if (origin !== undefined && origin !== `${scheme}://${headers.host}`) return true;
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
