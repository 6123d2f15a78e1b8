import { z } from 'zod';
import { cellOf, MEASURES, type Measures, statisticsName } from './counters.ts';

/** How the first layout counted: a row of statistics for each chapter, hours in numbers, and notes of all of it. */

/** What a row of statistics of one chapter says, and the row and attributes that say it now. */
interface ChapterRow {
  readonly measures: Partial<Measures>;
  readonly chapter: string;
  readonly row: string;
  readonly add: Readonly<Record<string, number>>;
}

const STATISTICS = statisticsName('');

function present(name: string, row: string, values: Readonly<Record<string, unknown>>): ChapterRow | undefined {
  const [marketId = '', destinationCountry = '', chapter] = row.split('#');
  if (!name.startsWith(STATISTICS) || chapter === undefined) return undefined;
  const measures = Object.fromEntries(
    MEASURES.flatMap((measure) => (typeof values[measure] === 'number' ? [[measure, values[measure]]] : [])),
  ) as Partial<Measures>;
  return { measures, chapter, row: `${marketId}#${destinationCountry}`, add: cellOf(chapter, measures) };
}

/** An item that is such a row. */
export const chapterRow = (item: Readonly<Record<string, unknown>>): ChapterRow | undefined =>
  present(String(item['pk']).split('#').slice(3).join('#'), String(item['sk']), item);

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
  increments: FirstNote.parse(note).increments.flatMap(({ counter: { name, row }, add }) => {
    if (Object.keys(add).length === 0 || row.startsWith('HOUR#')) return [];
    const now = present(name, row, add);
    return [[name, now?.row ?? row, now?.add ?? add]];
  }),
});
