// What one evaluation may take. AWS evaluates with the JSONata of com.dashjoin, whose limits it set; depth and size were
// measured on AWS (1+1+…+1 of 101 terms fails, 100 do not; [1..873782] is the longest range that does not fail).

/** How deep an expression may nest. */
export const MAX_DEPTH = 100;

/** How large a value of an expression may be: 8 bytes a number, 1 a character. */
export const MAX_BYTES = 6_990_256;

/** The most items of a sequence: each takes 8 bytes at least. */
export const MAX_ITEMS = MAX_BYTES / 8;

/**
 * [designed] How long an evaluation may last. Nobody measured it on AWS; what stays within the other two ends far sooner.
 */
export const MAX_MILLISECONDS = 2000;

/** An evaluation that went past a limit; the message is AWS's. */
export class LimitExceeded extends Error {
  override readonly name = 'LimitExceeded';
}

export const tooDeep = (): LimitExceeded =>
  new LimitExceeded(
    'Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive. ' +
      `Depth=${MAX_DEPTH + 1} max=${MAX_DEPTH}`,
  );

export const tooLarge = (): LimitExceeded => new LimitExceeded('Expression evaluation memory limit exceeded');

export const tooLong = (): LimitExceeded =>
  new LimitExceeded(`Expression evaluation timeout: ${MAX_MILLISECONDS}ms. Check for infinite loop`);

const sizes = new WeakMap<object, number>();

/**
 * The bytes of a value as if it were written out: what a value holds twice, counts twice. Every list and object is walked
 * once; a value must not change afterwards.
 *
 * @throws LimitExceeded
 */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return within(value.length);
  if (typeof value !== 'object' || value === null || isFunction(value)) return 8;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  let size = 0;
  if (Array.isArray(value)) {
    for (const item of value) size = within(size + Math.max(8, sizeOf(item)));
  } else {
    for (const [key, item] of Object.entries(value)) size = within(size + key.length + Math.max(8, sizeOf(item)));
  }
  sizes.set(value, size);
  return size;
}

/** @throws LimitExceeded */
export function within(bytes: number): number {
  if (bytes > MAX_BYTES) throw tooLarge();
  return bytes;
}

const isFunction = (value: object): boolean => '_jsonata_lambda' in value || '_jsonata_function' in value;
