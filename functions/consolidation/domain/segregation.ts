import { wordsForm } from '../../shared/kernel/comparison.ts';
import { itemsIn } from '../../shared/kernel/words.ts';
import type { Lists, RowOf } from '../../shared/reference/lists/index.ts';
import type { TradeLine } from './trade.ts';

type Segregation = RowOf<'segregation'>;

const INSPECTED = 'INSPECTED';
const DANGEROUS = 'DANGEROUS';

/** The fields of a trade line that decide which goods its goods may share a container with. */
export type Segregated = Pick<TradeLine, 'hsCode' | 'nameZh' | 'specification' | 'inspectionRequired'>;

/** Whether inspected goods 法检 have containers of their own, so that an inspection opens no other, or share them. */
export interface SegregationOptions {
  readonly separateInspected: boolean;
}

/** The classes of a line's goods, sorted: of the reference, `DANGEROUS <class>`, and `INSPECTED` where that counts. */
export function classesOf(
  line: Segregated,
  { separateInspected }: SegregationOptions,
  lists: Pick<Lists, 'segregation' | 'dangerousGoods'>,
): string[] {
  const { classes } = lists.segregation;
  const text = wordsForm(`${line.nameZh} ${line.specification}`);
  return [
    ...classes.filter(({ hs }) => hs.some((prefix) => line.hsCode.startsWith(prefix))).map((one) => one.class),
    ...itemsIn(lists.dangerousGoods, text).map(({ item }) => `${DANGEROUS} ${item.class}`),
    ...(separateInspected && line.inspectionRequired ? [INSPECTED] : []),
  ].sort();
}

/** Whether goods of these classes must not share a container. */
export function mustPart(a: readonly string[], b: readonly string[], segregation: Segregation): boolean {
  return (
    a.includes(INSPECTED) !== b.includes(INSPECTED) ||
    a.some((one) => b.some((other) => isApart(one, other, segregation) || isApart(other, one, segregation)))
  );
}

function isApart(a: string, b: string, { apart, dangerous }: Segregation): boolean {
  const [aDangerous, bDangerous] = [dangerousClass(a), dangerousClass(b)];
  if (aDangerous !== undefined && bDangerous !== undefined) {
    const isFree = dangerous.mayMeet.some((pair) => pair.includes(aDangerous) && pair.includes(bDangerous));
    return aDangerous !== bDangerous && !isFree;
  }
  if (aDangerous !== undefined) return dangerous.apartFrom.includes(b);
  return apart.some(([one, other]) => one === a && other === b);
}

const dangerousClass = (name: string): string | undefined =>
  name.startsWith(`${DANGEROUS} `) ? name.slice(DANGEROUS.length + 1) : undefined;

/** The load planner's segregation class of goods that have these classes. */
export const segregationOf = (names: readonly string[]): string => names.join('+');

/** The pairs of names that must not share a container, among the sets of classes that there are. */
export function conflictsAmong(sets: readonly (readonly string[])[], segregation: Segregation): [string, string][] {
  const distinct = [...new Map(sets.map((names) => [segregationOf(names), names])).entries()];
  return distinct.flatMap(([name, names], at) =>
    distinct
      .slice(at + 1)
      .flatMap(([other, others]): [string, string][] => (mustPart(names, others, segregation) ? [[name, other]] : [])),
  );
}
