import type { z } from 'zod';
import type { Finding } from '../kernel/finding.ts';
import { unreadable } from '../kernel/unreadable.ts';
import { Problem, ruleViolation } from './problem.ts';

/** A body of which some fields have the wrong shape. */
export class Misshapen extends Problem {
  /** Reads the others, as the schema gives them; `unreadable` in place of every field that is at fault. */
  readonly rest: () => unknown;
  private readonly total: number;

  constructor(findings: readonly Finding[], total: number, rest: () => unknown) {
    const { code, message, findings: shown, transient } = ruleViolation(findings, total);
    super(code, message, shown, { transient });
    this.total = total;
    this.rest = rest;
  }

  /** The same with what the rules find in the other fields, each of which is judged as if it were the only one. */
  with(findings: readonly Finding[]): Problem {
    const others = findings.filter(({ pointer }) => !this.findings.some((one) => isWithin(one.pointer, pointer)));
    return ruleViolation([...this.findings, ...others], this.total + others.length);
  }
}

/**
 * Whether a pointer leads to a field, as it stands in the request or in the whole form that is made of it, or into it; what
 * is said of a group of fields is said of its others too.
 */
const isWithin = (field: string, pointer: string): boolean =>
  pointer.endsWith(field) || pointer.startsWith(`${field}/`);

/** What a schema reads of an input that does not fit it. */
export function restOf(schema: z.ZodType, input: unknown): unknown {
  const { value, issues } = schema._zod.run({ value: structuredClone(input), issues: [] }, { async: false }) as {
    value: unknown;
    issues: readonly z.core.$ZodRawIssue[];
  };
  // A name that is not known leaves its object readable, and so does what is refused of a group or of a list's entry: that a
  // day lies before another, that one stands there twice.
  const isReadable = ({ code, path = [] }: z.core.$ZodRawIssue): boolean =>
    code === 'unrecognized_keys' ||
    (code === 'custom' && (typeof path.at(-1) !== 'string' || typeof valueAt(value, path) === 'object'));
  const unread = issues.filter((issue) => !isReadable(issue));
  for (const { path = [] } of unread) setUnreadable(value, path);
  return value;
}

/** Of an input that is no object nothing can be read, and its operation fails. */
function setUnreadable(value: unknown, [key, ...path]: readonly PropertyKey[]): void {
  if (key === undefined || typeof value !== 'object' || value === null) return;
  const below: unknown = (value as Record<PropertyKey, unknown>)[key];
  if (path.length > 0 && typeof below === 'object' && below !== null) setUnreadable(below, path);
  else Object.defineProperty(value, key, { get: unreadable, enumerable: true, configurable: true });
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((one, key) => (one as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
