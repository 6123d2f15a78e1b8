import { createHash, randomUUID } from 'node:crypto';
import type { Json } from '../json.ts';
import { within } from './limits.ts';

const DIGESTS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** The functions that Step Functions gives to JSONata beside JSONata's own, with JSONata's signatures. */
export const FUNCTIONS: Readonly<
  Record<string, readonly [implementation: (...args: never[]) => unknown, signature: string]>
> = {
  partition: [partition, '<an:a>'],
  range: [range, '<nnn:a>'],
  hash: [hash, '<ss:s>'],
  random: [random, '<n?:n>'],
  uuid: [randomUUID, '<:s>'],
  parse: [(text: string) => JSON.parse(text) as Json, '<s:x>'],
};

/** What JSONata calls a function with as `this`. */
interface Evaluation {
  createSequence(): number[];
}

/** Like all numbers that these functions take, the size is rounded to zero. */
function partition(values: readonly Json[], chunk: number): Json[][] {
  const size = Math.trunc(chunk);
  if (!(size >= 1)) throw new Error(`$partition: ${chunk} is no size of a chunk`);
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

/** A sequence, which JSONata reads as its item where it has only one: `[1..1]` is a list, `$range(1, 1, 1)` is 1. */
function range(this: Evaluation, first: number, last: number, step: number): number[] {
  const [from, to, by] = [Math.trunc(first), Math.trunc(last), Math.trunc(step)];
  const length = Math.floor((to - from) / by) + 1;
  if (!Number.isFinite(length)) throw new Error(`$range: the step ${step} leads nowhere`);
  within(length * 8);
  const numbers = this.createSequence();
  for (let index = 0; index < length; index += 1) numbers.push(from + index * by);
  return numbers;
}

function hash(text: string, algorithm: string): string {
  const digest = DIGESTS[algorithm];
  if (digest === undefined) throw new Error(`$hash: ${algorithm} is none of ${Object.keys(DIGESTS).join(', ')}`);
  return createHash(digest).update(text).digest('hex');
}

/** In [0, 1). A seed gives the first number of java.util.Random, as on AWS. */
function random(seed?: number): number {
  if (seed === undefined) return Math.random();
  const mask = (1n << 48n) - 1n;
  let state = (BigInt(Math.trunc(seed)) ^ 0x5deece66dn) & mask;
  const next = (bits: bigint): bigint => {
    state = (state * 0x5deece66dn + 0xbn) & mask;
    return state >> (48n - bits);
  };
  return Number((next(26n) << 27n) + next(27n)) / 2 ** 53;
}
