import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer as createPlain } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { MailRelay } from '../../functions/shared/outbound/channels.ts';
import { type MailerOptions, mailer } from '../../functions/shared/outbound/mail.ts';
import { CERTIFICATE, CERTIFICATE_KEY } from './receiver.ts';

export const PASSWORD = 'relay-password';

/** A mail that a relay has taken, or was being sent. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly messageId: string;
  /** Headers and text as they came. */
  readonly raw: string;
  readonly subject: string;
  readonly text: string;
  readonly user: string | undefined;
}

/** At which command a relay refuses, and by which code. */
export interface Refusing {
  readonly at: 'CONNECT' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA';
  readonly code: number;
  /** What it says of it, in one line or several. */
  readonly says?: readonly string[];
}

/** What a relay does with one connection: it refuses, says nothing more, or cuts at once or in the middle of a mail. */
export type Manner = Refusing | 'HANGS' | 'CUTS' | 'CUTS_AFTER_TAKING';

const refusal = (responseCode: number, says: readonly string[] = ['refused']): Error =>
  // A relay repeats whom it refuses; the server sends a list as a reply of several lines.
  Object.assign(new Error(), { responseCode, message: says.map((line) => `${line} <shop@example.com>`) as never });

/** Options in place of the relay's own; undefined, as the registry has them. */
interface ChangedMailer {
  readonly relay?: Partial<MailRelay>;
  readonly limits?: MailerOptions['limits'];
  readonly resolve?: MailerOptions['resolve'];
  readonly password?: MailerOptions['password'];
  readonly ca?: string | undefined;
}

/** A mail relay on this machine, which behaves as it is told; `manners` are for the first connections, in turn. */
export async function startRelay(options: SMTPServerOptions = {}) {
  const taken: TakenMail[] = [];
  const manners: (Manner | undefined)[] = [];
  const mannerOf = new Map<string, Manner>();
  const refusing = (id: string, at: Refusing['at']): Error | undefined => {
    const manner = mannerOf.get(id);
    return typeof manner === 'object' && manner.at === at ? refusal(manner.code, manner.says) : undefined;
  };
  const server = new SMTPServer({
    key: CERTIFICATE_KEY,
    cert: CERTIFICATE,
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    ...options,
    onConnect: (session, done) => {
      const manner = manners.shift();
      if (manner !== undefined) mannerOf.set(session.id, manner);
      const refused = refusing(session.id, 'CONNECT');
      if (refused) return done(refused);
      done();
    },
    onAuth: (auth, session, done) => {
      const refused = refusing(session.id, 'AUTH');
      if (refused || auth.password !== PASSWORD) return done(refused ?? refusal(535));
      done(null, { user: auth.username });
    },
    onMailFrom: (_address, session, done) => done(refusing(session.id, 'MAIL')),
    onRcptTo: (_address, session, done) => done(refusing(session.id, 'RCPT')),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      const manner = mannerOf.get(session.id);
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refused = refusing(session.id, 'DATA');
        if (refused) return done(refused);
        if (manner === 'CUTS') return cutAll();
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({
          ...parsed(Buffer.concat(chunks).toString()),
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          user: typeof session.user === 'string' ? session.user : undefined,
        });
        if (manner === 'CUTS_AFTER_TAKING') return cutAll();
        if (manner !== 'HANGS') done();
      });
    },
  });
  // The socket that TLS is spoken on, never the one beneath it.
  const cutAll = (): void => {
    for (const { _socket: socket } of server.connections) socket.destroy();
  };
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const relay = (changes: Partial<MailRelay> = {}): MailRelay => ({
    host: 'relay.receiver.example.cn',
    port,
    isTlsFirst: options.secure === true,
    from: 'registry@example.cn',
    user: undefined,
    addresses: ['127.0.0.1'],
    ...changes,
  });
  return {
    port,
    taken,
    manners,
    relay,
    /** The port by which the registry would send here. */
    mailer: ({ relay: changes, ...more }: ChangedMailer = {}) =>
      mailer({
        relay: relay(changes),
        password: async () => PASSWORD,
        resolve: async () => [{ address: '127.0.0.1', family: 4 }],
        ca: CERTIFICATE,
        ...more,
      } as MailerOptions),
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

export type Relay = Awaited<ReturnType<typeof startRelay>>;

/** A listener that greets nobody. */
export async function startSilence() {
  const server = createPlain((socket) => void socket.resume().on('error', () => {}));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => void (await new Promise((resolve) => server.close(resolve))),
  };
}

/** A mail's identifier, subject and text, which come encoded. */
function parsed(raw: string): Pick<TakenMail, 'messageId' | 'raw' | 'subject' | 'text'> {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' ');
  const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
  const body = raw.slice(end + 4);
  const text =
    field('Content-Transfer-Encoding') === 'base64' ? Buffer.from(body, 'base64').toString() : unquoted(body);
  return { raw, messageId: field('Message-ID'), subject: words(field('Subject')), text };
}

/** RFC 2047. */
const words = (text: string): string =>
  text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([BQ])\?(.*?)\?=/gi, (_all, way: string, content: string) =>
      way.toUpperCase() === 'B' ? Buffer.from(content, 'base64').toString() : unquoted(content.replaceAll('_', '=20')),
    );

const unquoted = (text: string): string =>
  Buffer.from(
    text
      .replaceAll('=\r\n', '')
      .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();
