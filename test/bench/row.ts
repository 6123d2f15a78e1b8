/** One line of a bench: a figure with its unit, and what it is to be read against. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly note?: string;
}

export function print(title: string, rows: readonly Row[]): void {
  console.log(`\n${title}`);
  for (const { name, value, unit, note } of rows) {
    const figure = Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);
    console.log(`  ${name.padEnd(58)} ${figure.padStart(9)} ${unit}${note === undefined ? '' : `   ${note}`}`);
  }
}

/** The middle of several runs, so that one disturbance of a shared machine does not make the figure. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** Runs `action` with so many in flight for so long; answers how many were done in a second. */
export async function perSecond(
  inFlight: number,
  milliseconds: number,
  action: () => Promise<unknown>,
): Promise<number> {
  const start = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (performance.now() - start < milliseconds) {
        await action();
        done += 1;
      }
    }),
  );
  return (done * 1000) / (performance.now() - start);
}
