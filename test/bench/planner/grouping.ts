/**
 * Grouping lots into containers of mixed types against the largest known bound, with first-fit decreasing beside it; in
 * processor seconds. Alone: `node test/bench/planner/grouping.ts [--sizes 40,100,150] [--seeds 10] [--seconds 60]`.
 */
import { parseArgs } from 'node:util';
import { firstFit } from '../../../functions/packing/group/first-fit.ts';
import { groupLots } from '../../../functions/packing/group/group.ts';
import type { GroupingRequest, Lot, Vehicle } from '../../../functions/packing/group/model.ts';
import { costOf, problemOf } from '../../../functions/packing/group/problem.ts';
import { print, type Row } from '../row.ts';

const M3 = 1e9;

/** Inner volumes, payloads and costs of 20GP, 40GP, 40HQ and 45HQ. */
const VEHICLES: Vehicle[] = [
  { type: '22G1', volumeMm3: 33.1 * M3, massG: 28_200_000, cost: 100 },
  { type: '42G1', volumeMm3: 67.6 * M3, massG: 26_700_000, cost: 180 },
  { type: '45G1', volumeMm3: 76.3 * M3, massG: 26_500_000, cost: 185 },
  { type: 'L5G1', volumeMm3: 86 * M3, massG: 27_700_000, cost: 215 },
];

const CONFLICTS: [string, string][] = [
  ['FOOD', 'CHEMICAL'],
  ['FOOD', 'DANGEROUS'],
  ['INSPECTED', 'DANGEROUS'],
  ['INSPECTED', 'CHEMICAL'],
];

/** Trades of a market: from hardware that weighs out to plastics that fill, USD 2,000 to 60,000, one in four apart. */
export function grouping(seed: number, n: number, seconds: number): GroupingRequest {
  let x = 2_502_505 + 100 * (seed - 1) + n;
  const random = (): number => {
    x = (16_807 * x) % 2_147_483_647;
    return x / 2_147_483_647;
  };
  for (let skipped = 0; skipped < 10; skipped += 1) random();
  const lots = Array.from({ length: n }, (_, i): Lot => {
    const volumeM3 = 0.5 * 50 ** random();
    const kgPerM3 = random() < 0.4 ? 500 + 900 * random() : 80 + 300 * random();
    const massG = Math.min(25_000_000, Math.round(volumeM3 * kgPerM3 * 1000));
    const apart = random();
    const name = apart < 0.08 ? 'FOOD' : apart < 0.14 ? 'CHEMICAL' : apart < 0.18 ? 'DANGEROUS' : 'INSPECTED';
    return {
      id: `lot-${i + 1}`,
      volumeMm3: Math.round(volumeM3 * M3),
      massG,
      usdMinor: Math.round(200_000 * 30 ** random()),
      classes: apart < 0.25 ? [name] : [],
    };
  });
  return { lots, vehicles: VEHICLES, maxUsdMinor: 15_000_000, conflicts: CONFLICTS, seconds };
}

const OPTIONS = {
  sizes: { type: 'string', default: '20,40,100,150' },
  seeds: { type: 'string', default: '10' },
  seconds: { type: 'string', default: '60' },
  verbose: { type: 'boolean', default: false },
} as const;

export function groupingRows(args: string[] = []): Row[] {
  const { values } = parseArgs({ args, options: OPTIONS });
  return values.sizes.split(',').flatMap((size) => {
    const n = Number(size);
    const seconds = n <= 40 ? Math.min(15, Number(values.seconds)) : Number(values.seconds);
    return rowsOf(n, Number(values.seeds), seconds, values.verbose);
  });
}

function rowsOf(n: number, seeds: number, seconds: number, verbose: boolean): Row[] {
  const runs = Array.from({ length: seeds }, (_, at) => {
    const request = grouping(at + 1, n, seconds);
    const start = processorMs();
    const { cost, lowerBound, groups } = groupLots(request, processorMs);
    const spent = (processorMs() - start) / 1000;
    const baseline = costOf(firstFit(problemOf(request).problem));
    if (groups.flatMap(({ lotIds }) => lotIds).length !== n) throw new Error('a lot is grouped twice or not at all');
    const run = { gap: (100 * (cost - lowerBound)) / cost, worse: (100 * (baseline - cost)) / cost, spent };
    if (verbose) console.log(n, at + 1, { cost, lowerBound, baseline, groups: groups.length, ...run });
    return run;
  });
  const most = (of: (run: (typeof runs)[number]) => number): number => Math.max(...runs.map(of));
  const proven = runs.filter(({ gap }) => gap < 1e-9).length;
  const must = n <= 40 ? 'all proven in 15 s, aim half of it' : 'at most 2 % in 60 s, aim 1 %';
  return [
    { name: `grouping n=${n}, ${seeds} seeds: proven to be least`, value: proven, unit: `of ${seeds}`, note: must },
    { name: `grouping n=${n}: farthest from the largest bound`, value: most(({ gap }) => gap), unit: '%' },
    { name: `grouping n=${n}: longest`, value: most(({ spent }) => spent), unit: 's' },
    {
      name: `grouping n=${n}: first-fit decreasing costs more by`,
      value: runs.reduce((sum, { worse }) => sum + worse, 0) / seeds,
      unit: '%',
      note: `least ${Math.min(...runs.map(({ worse }) => worse)).toFixed(1)}, most ${most(({ worse }) => worse).toFixed(1)}`,
    },
  ];
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

if (import.meta.main) print('planner: grouping', groupingRows(process.argv.slice(2)));
