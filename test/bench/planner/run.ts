/**
 * The load planner against published and measured anchors, in processor seconds of one thread; every plan is verified.
 * Alone: `node test/bench/planner/run.ts --set br --classes 1-7 --instances 1-20 --seconds 3 [--support] [--npm]
 * [--jobs 2]`; sets are `br`, `ivancic`, `40hq`, `planted` (with `--fill 90`) and `grouping`. `--npm` plans the same
 * instances with npm's best packer beside it.
 */
import { parseArgs } from 'node:util';
import { ivancic } from '../../kit/cargo.ts';
import { print, type Row } from '../row.ts';
import { groupingRows } from './grouping.ts';
import type { Job, Outcome, Source } from './job.ts';
import { performAll } from './pool.ts';

/** Best values published for BR1 … BR7 by any method in any time, no support. */
const BEST_KNOWN: Record<number, number> = { 1: 96.08, 2: 96.5, 3: 96.73, 4: 96.68, 5: 96.67, 6: 96.58, 7: 96.41 };

const ANCHORS: Record<string, string> = {
  'br 1': 'at least 94.5, aim 95.2; best known 96.52',
  'br 3': 'at least 95.1, aim 95.7; best known 96.52',
  'br 10': 'at least 95.5, aim 96.1; best known 96.52',
  'br 30': 'at least 95.8, aim 96.4; best known 96.52',
  'br support 3': 'at least 93.8, aim 94.5; published about 94.5',
  'br support 10': 'at least 94.4, aim 95; published about 94.5',
  'br support 30': 'at least 94.8, aim 95.4; published about 94.5',
  'br weak 10': 'at least 94.7, aim 95.4; best known of BR8–15 95.68',
  '40hq 5': 'at least 94, aim 96',
  '40hq support 5': 'at least 89.5, aim 93',
  'planted 85': 'at least 95, aim 100',
  'planted 90': 'at least 70, aim 90',
};

const OPTIONS = {
  set: { type: 'string' },
  classes: { type: 'string', default: '1-7' },
  instances: { type: 'string', default: '1-20' },
  seconds: { type: 'string', default: '3' },
  fill: { type: 'string', default: '90' },
  support: { type: 'boolean', default: false },
  npm: { type: 'boolean', default: false },
  jobs: { type: 'string', default: '1' },
} as const;

interface Options {
  classes: number[];
  instances: number[];
  seconds: number;
  fill: number;
  support: boolean;
  npm: boolean;
  jobs: number;
}

const sets: Record<string, (options: Options) => Promise<Row[]>> = {
  br,
  ivancic: ivancicRows,
  '40hq': realisticRows,
  planted: plantedRows,
  grouping: () => Promise.resolve(groupingRows()),
};

/** Without `--set`, a short run of each. */
export async function bench(args: string[]): Promise<Row[]> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const options: Options = {
    classes: range(values.classes),
    instances: range(values.instances),
    seconds: Number(values.seconds),
    fill: Number(values.fill),
    support: values.support,
    npm: values.npm,
    jobs: Number(values.jobs),
  };
  if (values.set !== undefined) {
    const set = sets[values.set];
    if (!set) throw new Error(`no set ${values.set}; there are ${Object.keys(sets).join(', ')}`);
    return set(options);
  }
  const few = { ...options, classes: range('1-7'), instances: [1, 2] };
  return [
    ...(await br({ ...few, seconds: 1, npm: true })).slice(-2),
    ...(await br({ ...few, seconds: 3 })).slice(-1),
    ...(await br({ ...few, seconds: 3, support: true })).slice(-1),
    ...(await ivancicRows({ ...few, seconds: 2.4 })),
    ...(await realisticRows({ ...few, seconds: 5 })),
    ...(await realisticRows({ ...few, seconds: 5, support: true })),
    ...(await plantedRows({ ...few, seconds: 10, fill: 90 })),
    ...groupingRows(['--sizes', '40,100', '--seeds', '2']),
  ];
}

async function br(options: Options): Promise<Row[]> {
  const { classes, instances, seconds, support } = options;
  const sources = classes.flatMap((cls) => instances.map((p): Source => ({ set: 'br', cls, p })));
  const { own, npm } = await measure(sources, options);
  const ofClass = (outcomes: Outcome[], i: number): number =>
    mean(outcomes.slice(i * instances.length, (i + 1) * instances.length).map(({ utilisation }) => utilisation));
  const means = classes.map((_, i) => ofClass(own, i));
  const rows = classes.map((cls, i): Row => {
    const best = support ? undefined : BEST_KNOWN[cls];
    const note = best === undefined ? {} : { note: `best known ${best} %` };
    return { name: `BR${cls}, ${seconds} s${supported(support)}`, value: means[i]!, unit: '%', ...note };
  });
  const name = `BR${classes.join(',')} p=${instances.join(',')}`;
  const weak = classes.some((cls) => cls > 7);
  return [
    ...rows,
    row(
      `${name}, ${seconds} s${supported(support)}`,
      mean(means),
      `br ${weak ? 'weak ' : ''}${support ? 'support ' : ''}${seconds}`,
      '%',
    ),
    ...npmRow(name, npm, mean(classes.map((_, i) => ofClass(npm, i)))),
  ];
}

async function ivancicRows(options: Options): Promise<Row[]> {
  const { support } = options;
  const { own } = await measure(
    ivancic().map((_, place) => ({ set: 'ivancic', place })),
    { ...options, npm: false },
  );
  const spent = own.reduce((sum, { seconds }) => sum + seconds, 0);
  const value = own.reduce((sum, { containers }) => sum + containers, 0);
  const note = support ? 'at most 341' : 'at most 338, aim 335';
  return [{ name: `Ivancic odd, ${spent.toFixed(0)} s in all${supported(support)}`, value, unit: 'containers', note }];
}

async function realisticRows(options: Options): Promise<Row[]> {
  const { instances, seconds, support } = options;
  const { own, npm } = await measure(
    instances.map((seed) => ({ set: '40hq', seed })),
    options,
  );
  const fill = (outcomes: Outcome[]): number => mean(outcomes.map(({ utilisation }) => utilisation));
  const key = `40hq ${support ? 'support ' : ''}${seconds}`;
  const name = `40HQ seeds ${instances.join(',')}`;
  return [
    row(`${name}, ${seconds} s${supported(support)}`, fill(own), key, '%'),
    {
      name: `${name}, slowest first plan${supported(support)}`,
      value: Math.max(...own.map(({ first }) => first)),
      unit: 's',
      note: 'under 1',
    },
    ...npmRow(name, npm, fill(npm)),
  ];
}

async function plantedRows(options: Options): Promise<Row[]> {
  const { instances, seconds, fill, support } = options;
  const sources = instances.map((seed): Source & { set: 'planted' } => ({
    set: 'planted',
    seed,
    containers: 2 + (seed % 4),
    fill: fill / 100,
  }));
  const { own } = await measure(sources, { ...options, npm: false });
  const reached = own.map(({ containers }, i) => (containers === sources[i]!.containers ? 100 : 0));
  const name = `planted 2–5 containers ${fill} % full, seeds ${instances.join(',')}, ${seconds} s${supported(support)}`;
  return [row(name, mean(reached), `planted ${fill}`, '% reach K')];
}

/** Both planners one after the other on each instance, so that what disturbs the machine disturbs both. */
async function measure(
  sources: readonly Source[],
  { seconds, support, npm, jobs }: Options,
): Promise<{ own: Outcome[]; npm: Outcome[] }> {
  const planners: Job['planner'][] = npm ? ['own', 'npm'] : ['own'];
  const work = sources.flatMap((instance) =>
    planners.map((planner): Job => ({ instance, planner, seconds, support: support && planner === 'own' })),
  );
  const outcomes = await performAll(work, jobs);
  const of = (planner: Job['planner']): Outcome[] => outcomes.filter((_, i) => work[i]!.planner === planner);
  return { own: of('own'), npm: of('npm') };
}

function npmRow(name: string, outcomes: Outcome[], value: number): Row[] {
  if (outcomes.length === 0) return [];
  const seconds = mean(outcomes.map((outcome) => outcome.seconds)).toFixed(1);
  return [{ name: `${name}, binpackingjs in ${seconds} s`, value, unit: '%', note: 'cartons may hang in the air' }];
}

function row(name: string, value: number, key: string, unit: string): Row {
  const note = ANCHORS[key];
  return { name, value, unit, ...(note === undefined ? {} : { note }) };
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

if (import.meta.main) print('planner', await bench(process.argv.slice(2)));
