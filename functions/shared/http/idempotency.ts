import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { districtKey } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import { create, type Write } from '../table/write.ts';
import { Problem } from './problem.ts';

const KEPT_SECONDS = 30 * 24 * 3600;

/** The first answer to a request, kept in the transaction of its own effect. */
const Recorded = z.object({
  fingerprint: z.string(),
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  base64: z.literal(true).optional(),
});

export interface RecordedAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** Whether the body is a file's bytes in base64. */
  readonly base64?: true | undefined;
}

/** Thrown when another request with the same key committed first; its answer is then the answer. */
export class AlreadyAnswered extends Error {
  override readonly name = 'AlreadyAnswered';
}

/** What makes two requests the same: method, path and body. */
export const fingerprint = (method: string, path: string, body: string): string =>
  createHash('sha256').update(`${method}\n${path}\n${body}`).digest('hex');

const keyOf = (caller: Caller, key: string) => ({
  pk: districtKey(caller.districtId, 'IDEMPOTENCY', caller.sub),
  sk: key,
});

/**
 * The answer already given under this key.
 *
 * @throws Problem IDEMPOTENCY_KEY_REUSED when the key stands for another request
 */
export async function recordedAnswer(
  table: Table,
  caller: Caller,
  key: string,
  requestFingerprint: string,
): Promise<RecordedAnswer | undefined> {
  const item = await table.get(keyOf(caller, key));
  if (!item) return undefined;
  const recorded = Recorded.parse(item);
  if (recorded.fingerprint !== requestFingerprint) {
    throw new Problem(
      'IDEMPOTENCY_KEY_REUSED',
      `Idempotency-Key “${key}”已用于另一份内容；重发原内容请保持不变，新的办理请换一个新的键值`,
    );
  }
  return recorded;
}

/** Keeps the answer; part of the request's own transaction, so that effect and record are one. */
export const recordWrite = (
  caller: Caller,
  key: string,
  requestFingerprint: string,
  answer: RecordedAnswer,
  at: Date,
): Write =>
  create(
    {
      ...keyOf(caller, key),
      fingerprint: requestFingerprint,
      ...answer,
      expiresAt: Math.floor(at.getTime() / 1000) + KEPT_SECONDS,
    },
    () => new AlreadyAnswered('this idempotency key was answered by a concurrent request'),
  );
