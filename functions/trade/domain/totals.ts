import { measured, type Trade } from './trade.ts';

export interface Totals {
  readonly cartons: number;
  /** Thousandths of a cubic metre, rounded half up. */
  readonly volumeLitres: number;
  readonly grossG: number;
  readonly netG: number;
}

const MM3_PER_LITRE = 1_000_000n;

export function totals({ lines }: Pick<Trade, 'lines'>): Totals {
  const groups = lines.flatMap((line) => line.cartons);
  return {
    cartons: groups.reduce((sum, { count }) => sum + count, 0),
    volumeLitres: Number((volumeMm3(groups) + MM3_PER_LITRE / 2n) / MM3_PER_LITRE),
    grossG: lines.reduce((sum, line) => sum + line.grossG, 0),
    netG: lines.reduce((sum, line) => sum + line.netG, 0),
  };
}

/** What a list shows of a trade's lines. */
export interface TradeBrief extends Totals {
  readonly lines: number;
  /** Whether the cartons of every line are known. */
  readonly measured: boolean;
}

export const tradeBrief = (trade: Pick<Trade, 'lines'>): TradeBrief => ({
  ...totals(trade),
  lines: trade.lines.length,
  measured: measured(trade),
});

/** Exact: cubic millimetres of many large cartons leave the range of safe integers. */
const volumeMm3 = (groups: Trade['lines'][number]['cartons']): bigint =>
  groups.reduce(
    (sum, { count, lengthMm, widthMm, heightMm }) =>
      sum + BigInt(count) * BigInt(lengthMm) * BigInt(widthMm) * BigInt(heightMm),
    0n,
  );
