import { z } from 'zod';
import dangerousGoods from '../../../seeds/reference/risk/dangerous-goods.json' with { type: 'json' };
import reference from '../../../seeds/reference/segregation.json' with { type: 'json' };
import { wordsForm } from '../../shared/kernel/comparison.ts';
import { itemsIn } from '../../shared/kernel/words.ts';
import type { TradeLine } from './trade.ts';

const Pair = z.tuple([z.string(), z.string()]);

const { classes, apart, dangerous } = z
  .object({
    classes: z.array(z.strictObject({ class: z.string(), name: z.string(), hs: z.array(z.string()) })),
    apart: z.array(Pair),
    dangerous: z.strictObject({ name: z.string(), apartFrom: z.array(z.string()), mayMeet: z.array(Pair) }),
  })
  .parse(reference);

const INSPECTED = 'INSPECTED';
const DANGEROUS = 'DANGEROUS';

/** What decides whose goods a line's may share a container with. */
export type Segregated = Pick<TradeLine, 'hsCode' | 'nameZh' | 'specification' | 'inspectionRequired'>;

/** How inspected goods 法检 are kept: in containers of their own, so that an inspection opens no other, or with others. */
export interface SegregationOptions {
  readonly separateInspected: boolean;
}

/** The classes of a line's goods, sorted: of the reference, `DANGEROUS <class>`, and `INSPECTED` where that counts. */
export function classesOf(line: Segregated, { separateInspected }: SegregationOptions): string[] {
  const text = wordsForm(`${line.nameZh} ${line.specification}`);
  return [
    ...classes.filter(({ hs }) => hs.some((prefix) => line.hsCode.startsWith(prefix))).map((one) => one.class),
    ...itemsIn(dangerousGoods, text).map(({ item }) => `${DANGEROUS} ${item.class}`),
    ...(separateInspected && line.inspectionRequired ? [INSPECTED] : []),
  ].sort();
}

/** Whether goods of these classes must not share a container. */
export function mustPart(a: readonly string[], b: readonly string[]): boolean {
  return (
    a.includes(INSPECTED) !== b.includes(INSPECTED) ||
    a.some((one) => b.some((other) => isApart(one, other) || isApart(other, one)))
  );
}

function isApart(a: string, b: string): boolean {
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

/** What the load planner calls goods of these classes. */
export const segregationOf = (names: readonly string[]): string => names.join('+');

/** The pairs of names that must not share a container, among the sets of classes that there are. */
export function conflictsAmong(sets: readonly (readonly string[])[]): [string, string][] {
  const distinct = [...new Map(sets.map((names) => [segregationOf(names), names])).entries()];
  return distinct.flatMap(([name, names], at) =>
    distinct
      .slice(at + 1)
      .flatMap(([other, others]): [string, string][] => (mustPart(names, others) ? [[name, other]] : [])),
  );
}
