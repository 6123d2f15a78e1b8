export interface Bar {
  readonly title: string;
  readonly value: number;
}

const NUMBERS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** Figures beside each other, as bars whose values stand in words too. */
export function Bars({ bars, unit }: { readonly bars: readonly Bar[]; readonly unit: string }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <ul className="bars">
      {bars.map(({ title, value }) => (
        <li key={title}>
          <span>{title}</span>
          <progress value={value} max={most} aria-label={title} />
          <span className="numbers">
            {NUMBERS.format(value)} {unit}
          </span>
        </li>
      ))}
    </ul>
  );
}
