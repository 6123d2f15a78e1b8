/**
 * The layout of a sheet of failed rows: the columns as they came, and behind them those that say why. A sheet that was put
 * right and uploaded again has such columns already; they are left out, so that it says why once.
 *
 * @param titles of the sheet that was uploaded
 * @param width columns of its widest row
 * @param added titles of the columns that say why
 */
export function withReasons(titles: readonly string[], width: number, added: readonly string[]) {
  const kept = Array.from({ length: Math.max(width, titles.length) }, (_, place) => place).filter(
    (place) => !added.includes(titles[place] ?? ''),
  );
  const row = (cells: readonly string[], values: readonly string[]): string[] => [
    ...kept.map((place) => cells[place] ?? ''),
    ...values,
  ];
  return { header: row(titles, added), row };
}
