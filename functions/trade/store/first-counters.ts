import { z } from 'zod';
import { cellOf, type Measures } from '../domain/counters.ts';

/** How the first layout counted: a row of statistics for each chapter, hours in numbers, and notes of all of it. */

/** The row and the attributes that hold a row of statistics of the first layout, which was one chapter's. */
export function presentRow(
  row: string,
  measures: Partial<Measures>,
): { readonly row: string; readonly add: Record<string, number> } | undefined {
  const [marketId = '', destinationCountry = '', chapter, ...rest] = row.split('#');
  if (chapter === undefined || rest.length > 0) return undefined;
  return { row: `${marketId}#${destinationCountry}`, add: cellOf(chapter, measures) };
}

const FirstNote = z.object({
  increments: z.array(
    z.object({
      counter: z.object({ name: z.string(), row: z.string() }),
      add: z.record(z.string(), z.number()),
    }),
  ),
});

/** A note of version 1 named rows of statistics by chapters, and what is included in sets or was entered in an hour. */
export const upcastCounted = (note: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  ...note,
  increments: FirstNote.parse(note).increments.flatMap(({ counter, add }) => {
    if (Object.keys(add).length === 0 || counter.row.startsWith('HOUR#')) return [];
    const present = counter.name.startsWith('STATISTICS#') ? presentRow(counter.row, add) : undefined;
    return [[counter.name, present?.row ?? counter.row, present?.add ?? add]];
  }),
});
