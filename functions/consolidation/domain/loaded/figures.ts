import { sum } from '../sums.ts';
import type { CartonGroup } from '../trade.ts';
import type { LoadedContainer } from './list.ts';
import type { Entry, Subject } from './subjects.ts';

/** What is known of the goods in one container; what no source gives is undefined, never zero. */
export interface Figures {
  readonly cartons: number | undefined;
  readonly grossG: number | undefined;
  readonly volumeMm3: number | undefined;
  /** The same as far as it is stated. */
  readonly least: { readonly grossG: number; readonly volumeMm3: number };
}

type Measured = 'grossG' | 'volumeMm3';

const ofCarton: Readonly<Record<Measured, (group: CartonGroup) => number>> = {
  grossG: ({ grossG }) => grossG,
  volumeMm3: ({ lengthMm, widthMm, heightMm }) => lengthMm * widthMm * heightMm,
};

/**
 * Mass or volume of a row: as stated; where only its cartons are, by the registered measures, if those are the same for all
 * cartons or the row holds all of them.
 */
export function measureOf(entry: Entry, subject: Subject, field: Measured): number | undefined {
  const stated = entry[field];
  if (stated !== undefined) return stated;
  const groups = subject.lines.flatMap(({ cartons }) => cartons);
  if (entry.cartons === undefined || subject.registered === undefined) return undefined;
  const [first, ...others] = new Set(groups.map(ofCarton[field]));
  if (first !== undefined && others.length === 0) return entry.cartons * first;
  return entry.cartons === subject.registered
    ? sum(groups, (group) => group.count * ofCarton[field](group))
    : undefined;
}

export function figuresOf({ no }: Pick<LoadedContainer, 'no'>, subjects: readonly Subject[]): Figures {
  const held = subjects.flatMap((subject) =>
    subject.entries.flatMap((entry) => (entry.no === no ? [{ entry, subject }] : [])),
  );
  const measures = (field: Measured) => held.map(({ entry, subject }) => measureOf(entry, subject, field));
  const [masses, volumes] = [measures('grossG'), measures('volumeMm3')];
  return {
    cartons: whole(held.map(({ entry }) => entry.cartons)),
    grossG: whole(masses),
    volumeMm3: whole(volumes),
    least: { grossG: known(masses), volumeMm3: known(volumes) },
  };
}

const known = (values: readonly (number | undefined)[]): number => sum(values, (value) => value ?? 0);

const whole = (values: readonly (number | undefined)[]): number | undefined =>
  values.length === 0 || values.includes(undefined) ? undefined : known(values);
