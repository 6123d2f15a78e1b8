/**
 * The load planner against published and measured anchors, in processor seconds of one thread; every plan is verified.
 * Alone: `node test/bench/planner/run.ts --set br --classes 1-7 --instances 1-20 --seconds 3 [--support]`; sets are
 * `br`, `ivancic`, `40hq`, `planted` (with `--fill 90`) and `grouping`.
 */
import { parseArgs } from 'node:util';
import type { LoadPlan } from '../../../functions/consolidation/domain/load/model.ts';
import { planLoad } from '../../../functions/consolidation/domain/load/plan.ts';
import { verifyLoad } from '../../../functions/consolidation/domain/verify/verify-load.ts';
import { print, type Row } from '../row.ts';
import { groupingRows } from './grouping.ts';
import { bischoffRatcliff, type Instance, ivancic, planted, realistic } from './instances.ts';

/** Best values published for BR1 … BR15 by any method in any time, no support; the classes between are not known here. */
const BEST_KNOWN: Record<number, number> = { 1: 96.08, 2: 96.5, 3: 96.73, 4: 96.68, 5: 96.67, 6: 96.58, 7: 96.41 };

const ANCHORS: Record<string, [must: number, aim: number]> = {
  'br 1': [94.5, 95.2],
  'br 3': [95.1, 95.7],
  'br 10': [95.5, 96.1],
  'br 30': [95.8, 96.4],
  'br support 3': [93.8, 94.5],
  'br support 10': [94.4, 95],
  'br support 30': [94.8, 95.4],
  'br weak 10': [94.7, 95.4],
  '40hq 5': [94, 96],
  '40hq support 5': [89.5, 93],
  'planted 85': [95, 100],
  'planted 90': [70, 90],
};

const OPTIONS = {
  set: { type: 'string' },
  classes: { type: 'string', default: '1-7' },
  instances: { type: 'string', default: '1-20' },
  seconds: { type: 'string', default: '3' },
  fill: { type: 'string', default: '90' },
  support: { type: 'boolean', default: false },
} as const;

interface Options {
  classes: number[];
  instances: number[];
  seconds: number;
  fill: number;
  support: boolean;
}

const sets: Record<string, (options: Options) => Row[]> = {
  br,
  ivancic: ivancicRows,
  '40hq': realisticRows,
  planted: plantedRows,
  grouping: () => groupingRows(),
};

/** Without `--set`, a short run of each. */
export function bench(args: string[]): Promise<Row[]> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const options: Options = {
    classes: range(values.classes),
    instances: range(values.instances),
    seconds: Number(values.seconds),
    fill: Number(values.fill),
    support: values.support,
  };
  if (values.set !== undefined) {
    const set = sets[values.set];
    if (!set) throw new Error(`no set ${values.set}; there are ${Object.keys(sets).join(', ')}`);
    return Promise.resolve(set(options));
  }
  const few = { ...options, classes: range('1-7'), instances: [1, 2] };
  return Promise.resolve([
    ...br({ ...few, seconds: 1 }).slice(-1),
    ...br({ ...few, seconds: 3 }).slice(-1),
    ...br({ ...few, seconds: 3, support: true }).slice(-1),
    ...ivancicRows({ ...few, seconds: 2.4 }),
    ...realisticRows({ ...few, seconds: 5 }),
    ...realisticRows({ ...few, seconds: 5, support: true }),
    ...plantedRows({ ...few, seconds: 10, fill: 90 }),
    ...groupingRows(['--sizes', '40,100', '--seeds', '2']),
  ]);
}

function br({ classes, instances, seconds, support }: Options): Row[] {
  const means = classes.map((cls) =>
    mean(instances.map((p) => utilisation(bischoffRatcliff(cls, p), seconds, support))),
  );
  const rows = classes.map((cls, i): Row => {
    const best = support ? undefined : BEST_KNOWN[cls];
    const note = best === undefined ? {} : { note: `best known ${best} %` };
    return { name: `BR${cls}, ${seconds} s${supported(support)}`, value: means[i]!, unit: '%', ...note };
  });
  const name = `BR${classes.join(',')} p=${instances.join(',')}, ${seconds} s${supported(support)}`;
  const weak = classes.some((cls) => cls > 7);
  return [...rows, row(name, mean(means), `br ${weak ? 'weak ' : ''}${support ? 'support ' : ''}${seconds}`, '%')];
}

function ivancicRows({ seconds, support }: Options): Row[] {
  const start = processorMs();
  const counts = ivancic().map((instance) => plan(instance, seconds, support).containers.length);
  const spent = (processorMs() - start) / 1000;
  const value = counts.reduce((a, b) => a + b);
  const note = support ? 'at most 341' : 'at most 338, aim 335; best known before 336';
  return [{ name: `Ivancic odd, ${spent.toFixed(0)} s in all${supported(support)}`, value, unit: 'containers', note }];
}

function realisticRows({ instances, seconds, support }: Options): Row[] {
  const fill = mean(instances.map((seed) => utilisation(realistic(seed), seconds, support)));
  const key = `40hq ${support ? 'support ' : ''}${seconds}`;
  return [row(`40HQ seeds ${instances.join(',')}, ${seconds} s${supported(support)}`, fill, key, '%')];
}

function plantedRows({ instances, seconds, fill, support }: Options): Row[] {
  const reached = instances.map((seed) => {
    const k = 2 + (seed % 4);
    return plan(planted(seed, k, fill / 100), seconds, support).containers.length === k ? 100 : 0;
  });
  const name = `planted 2–5 containers ${fill} % full, seeds ${instances.join(',')}, ${seconds} s${supported(support)}`;
  return [row(name, mean(reached), `planted ${fill}`, '% reach K')];
}

function utilisation(instance: Instance, seconds: number, support: boolean): number {
  return 100 * (plan(instance, seconds, support).containers[0]?.volumeUtilisation ?? 0);
}

/** Plans and verifies; a fault ends the run. */
function plan({ name, containers, items }: Instance, seconds: number, requireSupport: boolean): LoadPlan {
  const request = { containers, items, requireSupport, budget: { seconds }, seed: 1 };
  const made = planLoad(request, processorMs);
  const [fault] = verifyLoad(request, made);
  if (fault) throw new Error(`${name}: ${fault.code} ${fault.message}`);
  return made;
}

function row(name: string, value: number, key: string, unit: string): Row {
  const anchor = ANCHORS[key];
  return { name, value, unit, ...(anchor ? { note: `at least ${anchor[0]}, aim ${anchor[1]}` } : {}) };
}

function supported(support: boolean): string {
  return support ? ', full support' : '';
}

function mean(values: number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** `1-3,8` → 1, 2, 3, 8. */
function range(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [from, to = from] = part.split('-').map(Number);
    return Array.from({ length: to! - from! + 1 }, (_, i) => from! + i);
  });
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

if (import.meta.main) print('planner', await bench(process.argv.slice(2)));
