import { hasHeapedMarks } from './marks.ts';

/** [designed] Levels of objects and lists within one another; the deepest body of the contract has seven. */
export const MAX_LEVELS = 32;

/** Why a JSON value cannot be taken, and where: a JSON Pointer. */
export interface Unfit {
  readonly why: 'TOO_DEEP' | 'HALF_CHARACTER' | 'HEAPED_MARKS';
  readonly pointer: string;
}

/**
 * What keeps a JSON value from being read, kept and answered: levels upon levels, which overflow whatever walks them,
 * halves of characters (lone surrogates, as in `"\ud842"`), which no store of UTF-8 takes, and more combining marks in a row
 * than any language writes, which take long to compare.
 *
 * @returns undefined where the value can be taken
 */
export function unfitIn(value: unknown, level = 0): Unfit | undefined {
  if (typeof value === 'string') return unfitText(value);
  if (value === null || typeof value !== 'object') return undefined;
  if (level === MAX_LEVELS) return { why: 'TOO_DEEP', pointer: '' };
  for (const [key, inner] of Object.entries(value)) {
    const within = unfitText(key) ?? unfitIn(inner, level + 1);
    if (within) return { ...within, pointer: `/${escaped(key)}${within.pointer}` };
  }
  return undefined;
}

function unfitText(text: string): Unfit | undefined {
  if (!text.isWellFormed()) return { why: 'HALF_CHARACTER', pointer: '' };
  return hasHeapedMarks(text) ? { why: 'HEAPED_MARKS', pointer: '' } : undefined;
}

const escaped = (key: string): string => key.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
