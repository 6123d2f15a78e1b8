import { isIP } from 'node:net';
import { z } from 'zod';
import { allowedHosts, destinationOf, HOSTS_VARIABLE, isAllowed } from './destination.ts';

/**
 * The environment variables by which an operator switches on the channels that reach people; absent or empty, each is off.
 */
export const CHANNEL_VARIABLES = {
  /** Host and port of the mail relay, e.g. `smtp.example.cn:465`. */
  mailRelay: 'MAIL_RELAY',
  /** The address from which mail comes. */
  mailFrom: 'MAIL_FROM',
  /** Who signs in at the relay, with the secret `mailPassword`; absent where nobody does. */
  mailUser: 'MAIL_USER',
  /** IP addresses that the relay may have though they are not public; it stands inside on purpose. */
  mailRelayAddresses: 'MAIL_RELAY_ADDRESSES',
  /** Where text messages are posted, `https://…`. */
  textGateway: 'TEXT_GATEWAY',
} as const;

export interface MailRelay {
  readonly host: string;
  readonly port: number;
  /** Whether TLS begins with the first byte; else STARTTLS is demanded. */
  readonly isTlsFirst: boolean;
  readonly from: string;
  readonly user: string | undefined;
  readonly addresses: readonly string[];
}

export interface ChannelSettings {
  readonly mail?: MailRelay;
  /** The URL of the gateway. */
  readonly text?: string;
}

const RELAY = /^([a-z0-9.-]+)(?::([1-9]\d{0,4}))?$/;

/** The port of mail over TLS from the first byte (RFC 8314). */
const TLS_PORT = 465;

/**
 * Reads how people are reached.
 *
 * @throws Error naming the variable, and what is wrong with it
 */
export function channelSettings(environment: Readonly<Record<string, string | undefined>>): ChannelSettings {
  const hosts = allowedHosts(environment[HOSTS_VARIABLE]);
  const [relay, gateway] = [environment[CHANNEL_VARIABLES.mailRelay], environment[CHANNEL_VARIABLES.textGateway]];
  return {
    ...(relay && { mail: mailRelay(relay.toLowerCase(), environment, hosts) }),
    ...(gateway && { text: textGateway(gateway, hosts) }),
  };
}

function mailRelay(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
  hosts: readonly string[],
): MailRelay {
  const { mailRelay: variable, mailFrom, mailUser, mailRelayAddresses } = CHANNEL_VARIABLES;
  const [, host, given] = RELAY.exec(text) ?? [];
  if (host === undefined) throw new Error(`${variable}: “${text}” is no host; give one such as smtp.example.cn:465`);
  const port = Number(given ?? TLS_PORT);
  if (!isAllowed(host, port, hosts)) {
    throw new Error(
      `${variable}: ${HOSTS_VARIABLE} does not have ${host}:${port}, and nothing is sent to any other host`,
    );
  }
  const from = z.email().safeParse(environment[mailFrom]);
  if (!from.success) throw new Error(`${mailFrom}: give the address from which mail comes, e.g. registry@example.cn`);
  const addresses = (environment[mailRelayAddresses] ?? '').split(/[\s,]+/).filter((one) => one !== '');
  const wrong = addresses.find((one) => isIP(one) === 0);
  if (wrong !== undefined) throw new Error(`${mailRelayAddresses}: “${wrong}” is no IP address`);
  return {
    host,
    port,
    isTlsFirst: port === TLS_PORT,
    from: from.data,
    user: environment[mailUser] || undefined,
    addresses,
  };
}

function textGateway(text: string, hosts: readonly string[]): string {
  const found = destinationOf(text, hosts);
  if (typeof found !== 'string') return text;
  throw new Error(`${CHANNEL_VARIABLES.textGateway}: “${text}” is no URL that ${HOSTS_VARIABLE} allows (${found})`);
}
