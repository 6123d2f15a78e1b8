import { connect, type Socket } from 'node:net';
import { createTransport, type NodemailerError } from 'nodemailer';
import { textDigest } from '../digest.ts';
import type { Outcome } from '../kernel/delivery.ts';
import { isPublicAddress } from './addresses.ts';
import type { MailRelay } from './channels.ts';
import type { Answered } from './deliver.ts';
import { CERTIFICATE, NotConnected, OutboundFailed, type OutboundFault } from './fault.ts';
import type { Limits } from './outbound.ts';
import { type Address, addressesOf, everyAddress, type Resolve, sentToFirst } from './resolve.ts';

/** One mail to one address. */
export interface Letter {
  /** Names the mail: the same is the same `Message-ID`, by which a mailbox knows that it has it. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The port by which mail leaves. */
export type SendMail = (letter: Letter) => Promise<Answered>;

/** [designed] A relay may greet late, so as to try whoever cannot wait; what it does with a mail, it does afterwards. */
const MAIL_LIMITS: Omit<Limits, 'answerBytes'> = { connectMs: 10_000, totalMs: 20_000 };

export interface MailerOptions {
  readonly relay: MailRelay;
  /** The password of the relay's user. */
  readonly password: () => Promise<string>;
  readonly limits?: typeof MAIL_LIMITS;
  readonly resolve?: Resolve;
  /** For those who test, whose relay stands on this machine: by which certificates it is known. */
  readonly ca?: string;
}

/**
 * Hands mail to the operator's relay, by the rules of everything that leaves: its name is resolved once, every address of it
 * must be public or one that the operator has named, the connection is made to the first of those that were looked at which
 * takes it, and goes on under TLS with the certificate of the name or not at all. What a relay answers repeats addresses,
 * and is told to nobody.
 *
 * @throws OutboundFailed where the relay did not answer, SecretUnavailable where the password cannot be read
 */
export const mailer =
  ({ relay, password, limits = MAIL_LIMITS, resolve = everyAddress, ca }: MailerOptions): SendMail =>
  async (letter) => {
    const signal = AbortSignal.timeout(limits.totalMs);
    const isTaken = (address: string): boolean => isPublicAddress(address) || relay.addresses.includes(address);
    const addresses = await addressesOf(relay.host, resolve, isTaken, signal);
    const { user, from } = relay;
    const auth = user === undefined ? undefined : { user, pass: await password() };
    const domain = from.slice(from.lastIndexOf('@') + 1);
    const mail = {
      messageId: `<${textDigest(letter.id).slice(0, 40)}@${domain}>`,
      from,
      to: { name: '', address: letter.to },
      subject: letter.subject,
      text: letter.text,
      // RFC 3834: no machine answers it.
      headers: { 'Auto-Submitted': 'auto-generated' },
      xMailer: false as const,
      signal,
    };
    return sentToFirst(addresses, signal, async (address): Promise<Answered> => {
      try {
        const { response } = await transport(relay, address, { limits, ca, auth, domain }).sendMail(mail);
        return { status: codeOf(response), outcome: 'TAKEN' };
      } catch (error) {
        return answered(error as NodemailerError, signal);
      }
    });
  };

interface Connecting {
  readonly limits: typeof MAIL_LIMITS;
  readonly ca: string | undefined;
  readonly auth: { readonly user: string; readonly pass: string } | undefined;
  readonly domain: string;
}

const transport = (
  { host, port, isTlsFirst }: MailRelay,
  { address }: Address,
  { limits, ca, auth, domain }: Connecting,
) =>
  createTransport({
    host: address,
    port,
    getSocket: (_options: unknown, done: Done) => connected(address, port, limits.connectMs, done),
    secure: isTlsFirst,
    requireTLS: true,
    name: domain,
    // A relay that offers no sign-in to one of its users is asked all the same, and says why not.
    ...(auth && { auth, forceAuth: true }),
    tls: { servername: host, minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca !== undefined && { ca }) },
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.connectMs,
    socketTimeout: limits.totalMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

type Done = (error: Error | null, given?: { readonly connection: Socket }) => void;

/** Connects to a relay, or says that nothing was sent (`NotConnected`). */
function connected(host: string, port: number, timeoutMs: number, done: Done): void {
  const socket = connect({ host, port, timeout: timeoutMs });
  const failed = (fault: OutboundFault, cause?: Error): void => {
    socket.removeAllListeners('connect').destroy();
    done(new NotConnected(fault, { cause }));
  };
  const silent = (): void => failed('TIMEOUT');
  const refused = (cause: Error): void => failed('NO_CONNECTION', cause);
  socket.once('timeout', silent).once('error', refused);
  // From here on it is the mail's.
  socket.once('connect', () => done(null, { connection: socket.off('timeout', silent).off('error', refused) }));
}

/** What a relay said instead of taking a mail; where it said nothing, @throws OutboundFailed */
function answered(error: NodemailerError, signal: AbortSignal): Answered {
  const { responseCode, command = '', response = '' } = error;
  if (responseCode === undefined) {
    // Once the connection stands, a relay may have a mail though it says nothing, and no other address is tried.
    if (error instanceof NotConnected) throw error;
    throw new OutboundFailed(faultOf(error, signal));
  }
  const status = codeOf(String(responseCode));
  return { status, outcome: outcomeOf(status, command, response) };
}

/**
 * A mailbox that is not there, or a mail that its keeper refuses, stays so; what a relay has against the registry, as a
 * sender or a password, an operator mends.
 */
const outcomeOf = (code: number, command: string, response: string): Outcome =>
  MAILBOX.has(code) && !POLICY.test(response) && (command === 'RCPT TO' || command === 'DATA') ? 'REFUSED' : 'AGAIN';

/** RFC 5321, 4.2.3: what is said of a mailbox or of a mail; the other codes are about commands and sign-in. */
const MAILBOX: ReadonlySet<number> = new Set([550, 551, 552, 553, 554]);

/** RFC 3463, X.7: security or policy, or in words that relaying is denied or a sign-in is missing: it is about who sends. */
const POLICY = /^\d{3}[ -](?:5\.7\.|.*(?:\brelay|authenticat))/im;

/** A reply begins with three digits. */
const codeOf = (reply: string): number => Number(/^\d{3}/.exec(reply)?.[0] ?? 0);

function faultOf({ code, originalCode, command }: NodemailerError, signal: AbortSignal): OutboundFault {
  if (signal.aborted || code === 'ETIMEDOUT') return 'TIMEOUT';
  if (CERTIFICATE.test(originalCode ?? '')) return 'CERTIFICATE';
  return command === 'CONN' && code === 'ESOCKET' ? 'NO_CONNECTION' : 'NO_ANSWER';
}
