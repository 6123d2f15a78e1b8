import { isNode, type Node } from './tree.ts';

/** Functions that can take long over little: they compare all with all, or search by a pattern of their argument. */
const LONG = new Set(['distinct', 'match', 'parseInteger', 'toMillis']);

/** Functions that can where the argument at this place, a picture, is given and not written out. */
const PICTURED: Readonly<Record<string, number>> = { now: 0, fromMillis: 1, formatNumber: 1, formatInteger: 1 };

/**
 * Whether every single step of an expression is short, so that counting the steps bounds it: it has no regular expression
 * and no function that can take long.
 */
export function isPlain(node: unknown, seen = new Set<unknown>()): boolean {
  if (typeof node !== 'object' || node === null || seen.has(node)) return true;
  seen.add(node);
  const arePlain = (children: object): boolean => Object.values(children).every((child) => isPlain(child, seen));
  if (!isNode(node)) return arePlain(node);
  if (node.type === 'regex') return false;
  if (node.type === 'variable') return !LONG.has(nameOf(node)) && !(nameOf(node) in PICTURED) && arePlain(node);
  if (node.type !== 'function' || node.procedure?.type !== 'variable') return arePlain(node);
  const { procedure, ...rest } = node;
  return isShortCall(nameOf(procedure), node.arguments ?? []) && arePlain(rest);
}

function isShortCall(name: string, given: readonly Node[]): boolean {
  // Without a picture it reads ISO 8601 only.
  if (name === 'toMillis') return given.length < 2;
  const picture = PICTURED[name];
  return picture === undefined ? !LONG.has(name) : given.slice(picture).every(({ type }) => type === 'string');
}

const nameOf = ({ value }: Node): string => String(value);
