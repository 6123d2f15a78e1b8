import type { Lists } from '../../shared/reference/lists/index.ts';
import { WHOLE_TRADE } from './counters.ts';
import type { GROUPING_NAMES } from './names.ts';

export type Grouping = keyof typeof GROUPING_NAMES;

/** What was registered in one month in one district, market, destination and HS chapter. */
export interface Cell {
  readonly districtId: string;
  readonly marketId: string;
  readonly destinationCountry: string;
  /** WHOLE_TRADE where the cell counts trades. */
  readonly chapter: string;
  readonly trades: number;
  readonly lines: number;
  readonly usdMinor: number;
  readonly netG: number;
  readonly grossG: number;
}

export interface Row extends Omit<Cell, 'districtId' | 'marketId' | 'destinationCountry' | 'chapter' | 'trades'> {
  readonly key: string;
  readonly name: string;
  /** Absent by chapter: a trade of two chapters is one trade. */
  readonly trades: number | undefined;
}

/** Sums of the cells by one of their sides, the largest value first. */
export function statistics(cells: readonly Cell[], by: Grouping, lists: Lists): Row[] {
  const groups = Map.groupBy(
    cells.filter(({ chapter }) => by !== 'chapter' || chapter !== WHOLE_TRADE),
    (cell) => cell[SIDES[by]],
  );
  return [...groups]
    .map(([key, group]) => ({
      key,
      name: nameOf(key, by, lists),
      trades: by === 'chapter' ? undefined : sum(group, 'trades'),
      lines: sum(group, 'lines'),
      usdMinor: sum(group, 'usdMinor'),
      netG: sum(group, 'netG'),
      grossG: sum(group, 'grossG'),
    }))
    .filter(({ lines }) => lines > 0)
    .sort((a, b) => b.usdMinor - a.usdMinor || (a.key < b.key ? -1 : 1));
}

const SIDES = {
  district: 'districtId',
  market: 'marketId',
  chapter: 'chapter',
  destination: 'destinationCountry',
} as const satisfies Record<Grouping, keyof Cell>;

const nameOf = (key: string, by: Grouping, lists: Lists): string => namesBy[by](key, lists) ?? (key || '未填写');

const namesBy: Readonly<Record<Grouping, (key: string, lists: Lists) => string | undefined>> = {
  district: (key, { tenants }) => tenants.get(key)?.name,
  market: (key, { markets }) => markets.get(key)?.name,
  chapter: (key, { hsChapters }) => hsChapters.get(key)?.title,
  destination: (key, { countries }) => countries.get(key)?.name,
};

const sum = (cells: readonly Cell[], of: 'trades' | 'lines' | 'usdMinor' | 'netG' | 'grossG'): number =>
  cells.reduce((total, cell) => total + cell[of], 0);
