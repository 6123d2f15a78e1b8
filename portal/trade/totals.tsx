import { decimal, grouped, total } from './grid/figures.ts';
import type { Row } from './grid/rows.ts';

const GRAM_DIGITS = 3;
const CUBIC_MILLIMETRES = 1_000_000n;

/** What the rows come to, as they are typed. @param amount what they are worth, where that is asked */
export function Totals({ rows, amount }: { readonly rows: readonly Row[]; readonly amount?: string }) {
  const cells = rows.map((row) => row.cells);
  const count = cells.reduce((sum, one) => sum + whole(one['count']), 0n);
  const litres =
    cells.reduce(
      (sum, one) => sum + whole(one['count']) * whole(one['lengthMm']) * whole(one['widthMm']) * whole(one['heightMm']),
      0n,
    ) / CUBIC_MILLIMETRES;
  const mass = (key: string): string =>
    grouped(
      decimal(total(cells.map((one) => ({ count: one['count'] ?? '', kilograms: one[key] ?? '' }))), GRAM_DIGITS),
    );
  const figures: readonly (readonly [string, string])[] = [
    ...(amount === undefined ? [] : [['金额', amount] as const]),
    ['箱数', grouped(String(count))],
    ['体积', `${grouped(decimal(litres, GRAM_DIGITS))} m³`],
    ['毛重', `${mass('grossWeightKg')} kg`],
    ['净重', `${mass('netWeightKg')} kg`],
  ];
  return (
    <dl className="totals" aria-label="合计">
      {figures.map(([title, figure]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  );
}

const whole = (text = ''): bigint => (/^\d{1,9}$/.test(text) ? BigInt(text) : 0n);
