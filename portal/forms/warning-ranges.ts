/**
 * A request names 2,000 warnings at most: those of one kind in neighbouring rows go as one range,
 * `PRICE_UNUSUAL@/rows/2-501`. A range names whole rows, so that a warning that stands alone goes by its own name.
 */
export function inRanges(ids: readonly string[]): string[] {
  const single: string[] = [];
  const kinds = new Map<string, Map<number, string[]>>();
  for (const id of ids) {
    const [, kind, row] = /^([A-Z0-9_]+@\/(?:rows|lines)\/)(\d+)(?:\/|$)/.exec(id) ?? [];
    if (kind === undefined || row === undefined) {
      single.push(id);
      continue;
    }
    const rows = kinds.get(kind) ?? new Map<number, string[]>();
    rows.set(Number(row), [...(rows.get(Number(row)) ?? []), id]);
    kinds.set(kind, rows);
  }
  const ranges = [...kinds].flatMap(([kind, rows]) =>
    runsOf([...rows.keys()]).flatMap(([from, to]) => (from === to ? (rows.get(from) ?? []) : [`${kind}${from}-${to}`])),
  );
  return [...single, ...ranges];
}

/** The unbroken runs of numbers, each by its first and last. */
function runsOf(numbers: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const number of [...numbers].sort((one, other) => one - other)) {
    const last = runs.at(-1);
    if (last && last[1] + 1 === number) last[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}
