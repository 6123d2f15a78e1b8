import { cartonCount } from '../trade.ts';
import type { LoadedDocument } from './document.ts';
import { entriesOf, type Subject, subjectsOf } from './subjects.ts';

type Loaded = Pick<LoadedDocument, 'list' | 'trades'>;

/** Whose goods a container of a list holds. */
export const tradesIn = (no: number, { list, trades }: Loaded): string[] => [
  ...new Set(entriesOf(list, trades).flatMap((entry) => (entry.no === no ? [entry.tradeId] : []))),
];

interface Counted {
  readonly tradeId: string;
  readonly lineNo: number;
  readonly cartons: number;
}

/** The lines in a container with their cartons; undefined where not all of them are counted. */
export function countedLines(no: number, { list, trades }: Loaded): Counted[] | undefined {
  const counted = subjectsOf(list, trades)
    .filter(({ entries }) => entries.some((entry) => entry.no === no))
    .map((subject) => linesOf(subject, no));
  return counted.includes(undefined) ? undefined : counted.flatMap((lines) => lines ?? []);
}

/** What lies of a subject in a container, line by line. */
function linesOf({ trade: { tradeId }, lines, entries, registered }: Subject, no: number): Counted[] | undefined {
  const cartons = entries.find((entry) => entry.no === no)?.cartons;
  const [only, ...others] = lines;
  if (cartons === undefined || only === undefined) return undefined;
  if (others.length === 0) return [{ tradeId, lineNo: only.lineNo, cartons }];
  // A trade that lies whole in the container lies there with all of its lines.
  return cartons === registered
    ? lines.map((line) => ({ tradeId, lineNo: line.lineNo, cartons: cartonCount(line) }))
    : undefined;
}
