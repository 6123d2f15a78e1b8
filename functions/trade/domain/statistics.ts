import countries from '../../../seeds/reference/countries.json' with { type: 'json' };
import chapters from '../../../seeds/reference/hs-chapters.json' with { type: 'json' };
import markets from '../../../seeds/reference/markets.json' with { type: 'json' };
import { DISTRICTS } from '../../shared/kernel/districts.ts';
import { WHOLE_TRADE } from './counters.ts';

export const GROUPINGS = ['district', 'market', 'chapter', 'destination'] as const;

export type Grouping = (typeof GROUPINGS)[number];

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
export function statistics(cells: readonly Cell[], by: Grouping): Row[] {
  const groups = Map.groupBy(
    cells.filter(({ chapter }) => by !== 'chapter' || chapter !== WHOLE_TRADE),
    (cell) => cell[SIDES[by]],
  );
  return [...groups]
    .map(([key, group]) => ({
      key,
      name: nameOf(key, by),
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

const NAMES: Readonly<Record<Grouping, ReadonlyMap<string, string>>> = {
  district: new Map(DISTRICTS.map(({ id, name }) => [id, name])),
  market: new Map(markets.items.map(({ id, name }) => [id, name])),
  chapter: new Map(chapters.items.map(({ chapter, title }) => [chapter, title])),
  destination: new Map(countries.items.map(({ code, name }) => [code, name])),
};

const nameOf = (key: string, by: Grouping): string => NAMES[by].get(key) ?? (key || '未填写');

const sum = (cells: readonly Cell[], of: 'trades' | 'lines' | 'usdMinor' | 'netG' | 'grossG'): number =>
  cells.reduce((total, cell) => total + cell[of], 0);
