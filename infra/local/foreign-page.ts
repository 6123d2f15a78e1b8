import type { IncomingMessage } from 'node:http';

/** Whether a request was sent to this machine by its own name; a page of another site may make its name lead here. */
export const isLoopback = (host = ''): boolean => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);

/**
 * Whether a web page of another origin sent the request. Browsers name the page's origin in every POST, whatever the page
 * does, and where they came from in `Sec-Fetch-Site`; programs send neither.
 */
export function isForeignPage({ headers }: IncomingMessage): boolean {
  if (!isLoopback(headers.host)) return true;
  const { origin, 'sec-fetch-site': site } = headers;
  if (origin !== undefined && origin !== `http://${headers.host}`) return true;
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
