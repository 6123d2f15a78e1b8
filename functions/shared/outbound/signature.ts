import { createHmac, timingSafeEqual } from 'node:crypto';
import { SecretUnavailable } from './secret.ts';

/** Signatures of messages by Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, with a time against replays. */

/** What a secret begins with; the rest is base64. */
export const SECRET_PREFIX = 'whsec_';

/** Seconds by which a receiver's clock may differ. */
const TOLERANCE_SECONDS = 300;

/**
 * The three headers of a message. While a secret is exchanged for another both sign, and the receiver takes either.
 *
 * @param seconds since 1970, of this attempt
 */
export const signedHeaders = (id: string, seconds: number, body: string, secrets: readonly string[]) => ({
  'webhook-id': id,
  'webhook-timestamp': String(seconds),
  'webhook-signature': secrets.map((secret) => `v1,${signature(secret, id, String(seconds), body)}`).join(' '),
});

/** Whether a message is what the holder of a secret signed, lately: what a receiver does. */
export function isSigned(
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  secret: string,
  now: number,
): boolean {
  const [id, seconds, signatures] = [headers['webhook-id'], headers['webhook-timestamp'], headers['webhook-signature']];
  if (id === undefined || seconds === undefined || signatures === undefined) return false;
  if (!(Math.abs(now - Number(seconds)) <= TOLERANCE_SECONDS)) return false;
  const expected = Buffer.from(`v1,${signature(secret, id, seconds, body)}`);
  return signatures.split(' ').some((one) => {
    const given = Buffer.from(one);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const signature = (secret: string, id: string, seconds: string, body: string): string =>
  createHmac('sha256', Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64'))
    .update(`${id}.${seconds}.${body}`)
    .digest('base64');

/**
 * The secret of one receiver, made of the registry's own key: no secret of a receiver is kept anywhere, and a further
 * `generation` of it is another one.
 *
 * @param key at least 32 bytes
 * @throws SecretUnavailable where it is shorter
 */
export function derivedSecret(key: Buffer, receiver: string, generation: number): string {
  if (key.length < 32) throw new SecretUnavailable('the key for secrets of receivers is shorter than 32 bytes');
  return (
    SECRET_PREFIX + createHmac('sha256', key).update(`webhook-secret\n${receiver}\n${generation}`).digest('base64')
  );
}
