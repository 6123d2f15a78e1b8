import { pointerPart } from './json-text.ts';
import { hasHeapedMarks } from './marks.ts';
import { noncharacterIn } from './text.ts';

/** [designed] Levels of objects and lists within one another; the deepest body of the contract has seven. */
export const MAX_LEVELS = 32;

/** Why a JSON value cannot be taken, and where: a JSON Pointer. */
export interface Unfit {
  readonly why: 'TOO_DEEP' | 'HALF_CHARACTER' | 'NONCHARACTER' | 'HEAPED_MARKS';
  readonly pointer: string;
}

/**
 * What keeps a JSON value from being read, kept and answered: levels upon levels, which overflow whatever walks them,
 * halves of characters (lone surrogates, as in `"\ud842"`), which no store of UTF-8 takes, code points that are no
 * character, and more combining marks in a row than any language writes, which take long to compare.
 *
 * @returns undefined where the value can be taken
 */
export function unfitIn(value: unknown, level = 0): Unfit | undefined {
  if (typeof value === 'string') return unfitText(value);
  if (value === null || typeof value !== 'object') return undefined;
  if (level === MAX_LEVELS) return { why: 'TOO_DEEP', pointer: '' };
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const within = unfitIn(value[index], level + 1);
      if (within) return { ...within, pointer: `/${index}${within.pointer}` };
    }
    return undefined;
  }
  for (const key of Object.keys(value)) {
    const within = unfitText(key) ?? unfitIn((value as Record<string, unknown>)[key], level + 1);
    if (within) return { ...within, pointer: `/${pointerPart(key)}${within.pointer}` };
  }
  return undefined;
}

/** How many names the objects of a value have; of a value that is not too deep. */
export function namesOf(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  const members: unknown[] = Array.isArray(value) ? value : Object.values(value);
  return members.reduce((sum: number, member) => sum + namesOf(member), Array.isArray(value) ? 0 : members.length);
}

function unfitText(text: string): Unfit | undefined {
  if (!text.isWellFormed()) return { why: 'HALF_CHARACTER', pointer: '' };
  if (noncharacterIn(text) !== undefined) return { why: 'NONCHARACTER', pointer: '' };
  return hasHeapedMarks(text) ? { why: 'HEAPED_MARKS', pointer: '' } : undefined;
}
