import { z } from 'zod';

/** The end of a record's hash chain, as the audit table had it: which entry was the last, and its hash. */
export interface ChainHead {
  readonly pk: string;
  readonly version: number;
  readonly hash: string;
}

/**
 * What is signed of an anchor. `begunAt` is when the table was begun to be read, ISO 8601: every entry from before it is in
 * this anchor or in an earlier one. `content` is the SHA-256 of the lines that follow, `previous` that of the whole file
 * before, so that none can be left out; `null` in the first.
 */
export const Statement = z.object({
  anchor: z.iso.date(),
  begunAt: z.iso.datetime(),
  chains: z.int(),
  content: z.string(),
  previous: z.string().nullable(),
});

export type Statement = z.infer<typeof Statement>;

/** An anchor as a file: the signed statement in the first line, then a chain's head a line. */
export interface Anchor {
  readonly statement: string;
  readonly content: string;
}

const ANCHOR_NAME = /^\d{4}-\d{2}-\d{2}\.anchor$/;

/** The name of a day's file. Names in order are days in order. */
export const anchorName = (day: string): string => `${day}.anchor`;

export const isAnchorName = (name: string): boolean => ANCHOR_NAME.test(name);

/**
 * [designed] Hours of the anchor before that are read again: an entry bears the time of its request, and commits after it.
 */
const OVERLAP_HOURS = 24;

/** From when on the entries are read for the next anchor; undefined where there is none yet, and all are. */
export const readFrom = (before: Pick<Statement, 'begunAt'> | undefined): string | undefined =>
  before && new Date(Date.parse(before.begunAt) - OVERLAP_HOURS * 3_600_000).toISOString();

/** The last entry of each chain among entries in any order. */
export function headsOf(entries: Iterable<ChainHead>, into = new Map<string, ChainHead>()): Map<string, ChainHead> {
  for (const { pk, version, hash } of entries) {
    if ((into.get(pk)?.version ?? 0) < version) into.set(pk, { pk, version, hash });
  }
  return into;
}

export const contentOf = (heads: Iterable<ChainHead>): string =>
  [...heads]
    .toSorted((a, b) => (a.pk < b.pk ? -1 : 1))
    .map(({ pk, version, hash }) => `${JSON.stringify([pk, version, hash])}\n`)
    .join('');

export const fileOf = ({ statement, content }: Anchor): string => `${statement}\n${content}`;

export function anchorIn(file: string): Anchor {
  const end = file.indexOf('\n');
  return end < 0 ? { statement: file, content: '' } : { statement: file.slice(0, end), content: file.slice(end + 1) };
}

const Line = z.tuple([z.string(), z.int(), z.string()]);

/** The heads that a content lists, which `contentOf` wrote. */
export const headsIn = (content: string): ChainHead[] =>
  content
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [pk, version, hash] = Line.parse(JSON.parse(line));
      return { pk, version, hash };
    });
