import { z } from 'zod';
import { addDays } from '../../shared/kernel/calendar.ts';
import { canonical } from '../../shared/kernel/canonical.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { at, danger, type Finding, type Said, says } from '../../shared/kernel/finding.ts';
import { findingsOf } from '../../shared/kernel/issues.ts';
import { named } from '../../shared/kernel/named.ts';
import { corrected, type Dated, inForceOn, keyIn } from '../../shared/reference/in-force.ts';
import type { List, Parameters } from '../../shared/reference/list.ts';
import { ROW_CHANGE_NAMES, VERSION_STATUS_NAMES } from './names.ts';

/** A version of a list on its way: submitted by one operator, published by another, and never changed afterwards. */
export const ReferenceVersion = z.object({
  /** Name of the list with its folder, as loads have it. */
  list: z.string(),
  /** From 1, of its list; a number that people can say. */
  number: z.int().positive(),
  status: named(VERSION_STATUS_NAMES),
  /** The first day in China of which it says anything. */
  from: z.iso.date(),
  /** Whether what it does not name ends with the day before. */
  complete: z.boolean(),
  title: z.string(),
  /** The document it rests on, and the day on which that was looked up. */
  source: z.string(),
  asOf: z.iso.date(),
  author: z.string(),
  publishedBy: z.string().optional(),
  publishedAt: z.string().optional(),
  /** Number of the last load of the list when it was submitted, 0 before the first: what its preview was made against. */
  basis: z.int().nonnegative(),
  /** What it does to the rows in force. */
  counts: z.object({ added: z.int(), changed: z.int(), ended: z.int(), unchanged: z.int() }),
  /** SHA-256 of the rows that a publication loads, so that the audit trail vouches for them. */
  rowsDigest: z.string(),
});

export type ReferenceVersion = z.infer<typeof ReferenceVersion>;

/** What becomes of one code by a version. */
export const Change = z.object({
  /** What the row is about, e.g. a code; empty of parameters. */
  key: z.string(),
  change: named(ROW_CHANGE_NAMES),
  /** The first day on which it is so. */
  from: z.string(),
  /** Of a change, what was and what will be. */
  fields: z
    .array(z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }))
    .optional(),
});

concepts({ ReferenceChange: Change });

export type Change = z.infer<typeof Change>;

/** What an operator submits. */
export interface Submitted {
  readonly from: string;
  readonly complete: boolean;
  readonly rows: readonly unknown[];
}

export interface Judged {
  /** What a publication loads: the rows, and the ends of those that they take the place of. */
  readonly rows: readonly Dated[];
  readonly counts: ReferenceVersion['counts'];
  readonly changes: readonly Change[];
}

/** What is asked of a list, of whatever form its rows are. */
type AnyList = Pick<Parameters, 'row'> & { readonly kind: (List | Parameters)['kind'] };

/**
 * The rows of a version, as their list has them; or every fault at once. A row without a first day begins with the version.
 */
export function readRows(
  list: AnyList,
  { from, rows }: Pick<Submitted, 'from' | 'rows'>,
): { readonly rows: readonly Dated[] } | { readonly faults: readonly Finding[] } {
  const keyOf = keyIn(list);
  const faults: Finding[] = [];
  const read: Dated[] = [];
  const seen = new Map<string, number>();
  for (const [index, given] of rows.entries()) {
    const fault = (code: string, field: string, said: string | Said): void =>
      void faults.push(danger(code, `/rows/${index}${field}`, at(`第 ${index + 1} 行`, said)));
    const dated = isObject(given) ? { from, ...given } : given;
    const result = list.row.safeParse(dated);
    if (!result.success) {
      for (const found of findingsOf(list.row, dated, result.error)) fault(found.code, found.pointer, found.message);
      continue;
    }
    const row = result.data;
    if (row.from < from)
      fault('BEFORE_VERSION', '/from', says(`起期 ${row.from} 早于本版的起期 ${from}`, '请改正，或把本版的起期提前'));
    if (row.until !== null && row.until < addDays(row.from, -1))
      fault('ENDS_BEFORE', '/until', says(`止期 ${row.until} 早于起期 ${row.from}`, '请改正'));
    if (row.until !== null && list.kind === 'parameters')
      fault('PARAMETERS_END', '/until', says('参数须一直有效，不能有止期', '请删去止期；要改用别的数值，请另拟一版'));
    const name = `${row.from} ${keyOf(row)}`;
    const first = seen.get(name);
    if (first !== undefined) fault('DUPLICATE_ROW', '', says(`与第 ${first} 行重复`, '请只留一行'));
    seen.set(name, first ?? index + 1);
    read.push(row);
  }
  const [first] = read.map((row) => row.from).toSorted();
  if (list.kind === 'parameters' && first !== undefined && first > from) {
    const fact = `参数须自本版的起期 ${from} 起有值，各行最早自 ${first} 起`;
    faults.push(danger('PARAMETERS_MISSING', '/rows', says(fact, '请补上自起期起的一行，或把本版的起期推后')));
  }
  return faults.length > 0 ? { faults } : { rows: read };
}

/**
 * What a version does to a list. From its first day on a code that it names is what it says of it and nothing else: an
 * earlier row that goes on ends the day before, a later one never begins; of a complete version this is so of every code. A
 * row that ends on the day before it begins ends its code.
 *
 * @param history every row of the list that there is
 * @param rows of the version, as `readRows` gives them
 */
export function judge(
  list: AnyList,
  history: Iterable<Dated>,
  { from, complete }: Pick<Submitted, 'from' | 'complete'>,
  rows: readonly Dated[],
): Judged {
  const keyOf = keyIn(list);
  const submitted = Map.groupBy(rows, keyOf);
  const known = Map.groupBy([...corrected(history, keyOf)].filter(holdsOnSomeDay), keyOf);
  const ends = [...known].flatMap(([key, before]) =>
    submitted.has(key) || complete ? before.flatMap((row) => endOf(row, submitted.get(key) ?? [], from)) : [],
  );
  const changes = rows.filter(holdsOnSomeDay).map((row): Change | undefined => {
    const before = inForceOn(known.get(keyOf(row)) ?? [], row.from, keyOf).get(keyOf(row));
    if (!before) return { key: keyOf(row), change: 'ADDED', from: row.from };
    const fields = differences(before, row);
    return fields.length === 0 ? undefined : { key: keyOf(row), change: 'CHANGED', from: row.from, fields };
  });
  const goOn = new Set(rows.filter(holdsOnSomeDay).map(keyOf));
  const goesOn = (key: string): boolean => (known.get(key) ?? []).some(({ until }) => until === null || until >= from);
  const ended = [...ends, ...rows].map(keyOf).filter((key) => !goOn.has(key) && goesOn(key));
  const all = [
    ...changes.filter((change) => change !== undefined),
    ...[...new Set(ended)].map((key): Change => ({ key, change: 'ENDED', from })),
  ];
  const countOf = (kind: Change['change']): number => all.filter(({ change }) => change === kind).length;
  return {
    rows: [...ends, ...rows],
    changes: all,
    counts: {
      added: countOf('ADDED'),
      changed: countOf('CHANGED'),
      ended: countOf('ENDED'),
      unchanged: changes.filter((change) => change === undefined).length,
    },
  };
}

const holdsOnSomeDay = ({ from, until }: Dated): boolean => until === null || until >= from;

/** The end of an earlier row that a version takes the place of; none where it is over, corrected, or simply followed. */
function endOf(row: Dated, own: readonly Dated[], from: string): Dated[] {
  if (row.until !== null && row.until < from) return [];
  if (own.some((other) => other.from === row.from)) return [];
  if (row.from < from && own.some((other) => other.from === from && other.until === null)) return [];
  return [{ ...row, until: addDays(row.from < from ? from : row.from, -1) }];
}

function differences(before: Dated, after: Dated): NonNullable<Change['fields']> {
  const [old, next] = [before, after] as unknown as Record<string, unknown>[];
  return [...new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})])]
    .filter((field) => field !== 'from' && canonical(old?.[field]) !== canonical(next?.[field]))
    .map((field) => ({ field, before: old?.[field], after: next?.[field] }));
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
