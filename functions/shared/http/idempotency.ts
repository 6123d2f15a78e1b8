import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { says } from '../kernel/finding.ts';
import { clearedAt } from '../reference/retention.ts';
import { districtKey } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import { create, put, type Write } from '../table/write.ts';
import { Problem } from './problem.ts';

/** The first answer to a request, kept in the transaction of its own effect. */
const Recorded = z.object({
  fingerprint: z.string(),
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  /** The body; of a long one, how many parts it was packed into. */
  body: z.string().optional(),
  parts: z.int().optional(),
  base64: z.literal(true).optional(),
});

/** [designed] Characters of a body that stands in the record as it is; a longer one is packed. */
const PLAIN_CHARACTERS = 32 * 1024;

/** An item of DynamoDB has 400 KB; a transaction 4 MB, of which the effect needs its share. */
const PART_BYTES = 350 * 1024;
const MAX_PARTS = 8;

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

const partKey = (caller: Caller, key: string, part: number) => ({
  pk: districtKey(caller.districtId, 'IDEMPOTENCY_PART', caller.sub),
  // A key has no blank in it.
  sk: `${key} ${part}`,
});

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
      says(`Idempotency-Key “${key}”已用于另一份内容`, '重发原内容请保持不变，新的办理请换一个新的键值'),
    );
  }
  const { parts, body, fingerprint: _print, ...answer } = recorded;
  if (parts === undefined) return { ...answer, body: body ?? '' };
  const keys = Array.from({ length: parts }, (_, part) => partKey(caller, key, part));
  const packed = (await table.getMany(keys)).map((part) => z.instanceof(Uint8Array).parse(part?.['packed']));
  return { ...answer, body: gunzipSync(Buffer.concat(packed)).toString('utf8') };
}

/**
 * Keeps the answer; part of the request's own transaction, so that effect and record are one.
 *
 * @throws Problem TOO_LARGE for an answer that cannot be kept, and so not be given again
 */
export function recordWrites(
  caller: Caller,
  key: string,
  requestFingerprint: string,
  { body, ...answer }: RecordedAnswer,
  at: Date,
): Write[] {
  const expiresAt = clearedAt('IDEMPOTENCY', at.toISOString());
  const answered = () => new AlreadyAnswered('this idempotency key was answered by a concurrent request');
  const packed = body.length > PLAIN_CHARACTERS ? inParts(gzipSync(body)) : undefined;
  if (packed && packed.length > MAX_PARTS) {
    throw new Problem('TOO_LARGE', says('答复过大，无法保存以备重发', '请分次办理'));
  }
  const content = packed ? { parts: packed.length } : { body };
  return [
    create({ ...keyOf(caller, key), fingerprint: requestFingerprint, ...answer, ...content, expiresAt }, answered),
    ...(packed ?? []).map((part, index) => put({ ...partKey(caller, key, index), packed: part, expiresAt })),
  ];
}

const inParts = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / PART_BYTES) }, (_, part) =>
    bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES),
  );
