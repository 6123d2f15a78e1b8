import { createHash, randomUUID } from 'node:crypto';
import type { Expression } from 'jsonata';
import type { Json } from './json.ts';

const DIGESTS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** Adds the functions that Step Functions gives to JSONata beside JSONata's own. */
export function addFunctions(expression: Expression): void {
  expression.registerFunction('partition', partition, '<an:a>');
  expression.registerFunction('range', range, '<nnn:a>');
  expression.registerFunction('hash', hash, '<ss:s>');
  expression.registerFunction('random', random, '<n?:n>');
  expression.registerFunction('uuid', () => randomUUID(), '<:s>');
  expression.registerFunction('parse', (text: string) => JSON.parse(text) as Json, '<s:x>');
}

function partition(values: readonly Json[], size: number): Json[][] {
  if (!Number.isInteger(size) || size < 1) throw new Error(`$partition: ${size} is no size of a chunk`);
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

function range(first: number, last: number, step: number): number[] {
  const length = Math.floor((last - first) / step) + 1;
  if (!Number.isFinite(length)) throw new Error(`$range: the step ${step} leads nowhere`);
  return Array.from({ length: Math.max(0, length) }, (_, index) => first + index * step);
}

function hash(text: string, algorithm: string): string {
  const digest = DIGESTS[algorithm];
  if (digest === undefined) throw new Error(`$hash: ${algorithm} is none of ${Object.keys(DIGESTS).join(', ')}`);
  return createHash(digest).update(text).digest('hex');
}

/** In [0, 1); the same seed gives the same number, though not the number that AWS gives. */
function random(seed?: number): number {
  if (seed === undefined) return Math.random();
  return createHash('sha256').update(String(seed)).digest().readUIntBE(0, 6) / 2 ** 48;
}
