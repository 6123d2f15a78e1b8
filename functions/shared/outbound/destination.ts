import { isIP } from 'node:net';

/** Why an address is none that anything may be sent to. */
export type Refusal =
  | 'NOT_A_URL'
  | 'NOT_HTTPS'
  | 'HAS_CREDENTIALS'
  | 'HAS_FRAGMENT'
  | 'IS_AN_IP_ADDRESS'
  | 'NOT_ALLOWED';

/** The environment variable that lists the hosts to which anything may be sent; absent or empty, nothing leaves. */
export const HOSTS_VARIABLE = 'OUTBOUND_HOSTS';

/**
 * A host that an operator allows: its name, with a port where it is not 443; `*.example.cn` allows every name below
 * `example.cn`, and not that name itself.
 */
const HOST = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](?::[1-9]\d{0,4})?$/;

/**
 * Reads the list of allowed hosts, apart by blanks or commas.
 *
 * @throws Error naming what is no host
 */
export function allowedHosts(text = ''): string[] {
  const hosts = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((host) => host !== '');
  const wrong = hosts.find((host) => !HOST.test(host));
  if (wrong !== undefined) {
    throw new Error(
      `${HOSTS_VARIABLE}: “${wrong}” is no host's name; give names such as hooks.example.cn or *.example.cn:8443`,
    );
  }
  return hosts;
}

/**
 * A URL to which something may be sent, or why not. The parser is the platform's own: `http://0x7f.1/` and `http://２１/` are
 * IP addresses to it, as they are to whoever connects.
 */
export function destinationOf(text: string, allowed: readonly string[]): URL | Refusal {
  const url = URL.parse(text);
  if (!url) return 'NOT_A_URL';
  if (url.protocol !== 'https:') return 'NOT_HTTPS';
  if (url.username !== '' || url.password !== '') return 'HAS_CREDENTIALS';
  if (url.hash !== '') return 'HAS_FRAGMENT';
  if (url.hostname.startsWith('[') || isIP(url.hostname) !== 0) return 'IS_AN_IP_ADDRESS';
  return isAllowed(url.hostname, url.port === '' ? HTTPS : Number(url.port), allowed) ? url : 'NOT_ALLOWED';
}

const HTTPS = 443;

/** Whether a host may be sent to on a port. */
export function isAllowed(hostname: string, port: number, allowed: readonly string[]): boolean {
  // A name may end with a dot, which makes it no other.
  const name = hostname.replace(/\.$/, '');
  return allowed.some((host) => {
    const [listed = '', listedPort = HTTPS] = host.split(':');
    if (Number(listedPort) !== port) return false;
    return listed.startsWith('*.') ? name.endsWith(listed.slice(1)) : name === listed;
  });
}
