/**
 * The load planner alone: `npm run -s plan -- --seconds 10 < instance.json > plan.json`.
 *
 * Options: `--help`; `--seconds` of processor time, or `--completions` for a plan that is the same on every machine;
 * `--threads` for as many searches at once, of which the best plan counts, with seconds of the wall clock. A request that
 * cannot be read ends with exit code 1 and one JSON problem on stderr.
 */
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { danger, type Finding } from '../shared/kernel/finding.ts';
import { findingsOf } from '../shared/kernel/issues.ts';
import { MAX_LEVELS, unfitIn } from '../shared/kernel/plain-json.ts';
import { Instance, requestOf } from './load/instance.ts';
import { planLoad } from './load/plan.ts';
import type { Budget, LoadRequest } from './model.ts';
import { planOnThreads } from './threads.ts';

const MAX_THREADS = 64;

class BadInput extends Error {
  readonly findings: Finding[];

  constructor(findings: Finding[]) {
    super('bad input');
    this.findings = findings;
  }
}

const HELP = `npm run -s plan -- [--seconds 10 | --completions 3] [--threads 2] < instance.json > plan.json

Plans a load alone. functions/packing/README.md tells what stands in both files.

  --seconds       processor time, of which the start takes some (10)
  --completions   instead: loads that are completed, for a plan that is the same on every machine
  --threads       searches at once, of which the best plan counts; the seconds are then the clock's (1)
`;

if (process.argv.includes('--help')) {
  process.stdout.write(HELP);
  process.exit(0);
}
try {
  const { budget, threads } = readOptions(process.argv.slice(2));
  const request = readRequest(await text(process.stdin), budget);
  const plan = threads === 1 ? planLoad(request, processorMs) : await planOnThreads(request, threads);
  process.stdout.write(`${JSON.stringify({ ...plan, seconds: processorMs() / 1000 })}\n`);
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  process.stderr.write(
    `${JSON.stringify({ title: '输入有误，未能制订装箱方案', status: 400, errors: error.findings })}\n`,
  );
  process.exitCode = 1;
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function readOptions(args: string[]): { budget: Budget; threads: number } {
  const options = {
    seconds: { type: 'string' },
    completions: { type: 'string' },
    threads: { type: 'string' },
  } as const;
  let values: { seconds?: string; completions?: string; threads?: string };
  try {
    values = parseArgs({ args, options }).values;
  } catch {
    const known = Object.keys(options).map((name) => `--${name} <数>`);
    throw new BadInput([danger('OPTION', '', `命令行参数“${args.join(' ')}”有误，可用的有 ${known.join('、')}`)]);
  }
  const name = values.completions === undefined ? 'seconds' : 'completions';
  const amount = Number(values[name] ?? 10);
  if (!(amount > 0 && Number.isFinite(amount))) {
    throw new BadInput([danger('OPTION', '', `“--${name}”应为正数，收到“${values[name]}”`)]);
  }
  const threads = Number(values.threads ?? 1);
  if (!(Number.isInteger(threads) && threads >= 1 && threads <= MAX_THREADS)) {
    throw new BadInput([danger('OPTION', '', `“--threads”应为 1 至 ${MAX_THREADS} 的整数，收到“${values.threads}”`)]);
  }
  // What the start has taken counts too.
  const budget =
    name === 'seconds'
      ? { seconds: Math.max(amount - processorMs() / 1000, amount / 10) }
      : { completions: Math.ceil(amount) };
  return { budget, threads };
}

function readRequest(json: string, budget: Budget): LoadRequest {
  let input: unknown;
  try {
    input = JSON.parse(json);
  } catch {
    throw new BadInput([danger('MALFORMED_JSON', '', '标准输入不是有效的 JSON，请检查文件内容与编码（UTF-8）')]);
  }
  if (unfitIn(input)) {
    throw new BadInput([
      danger('MALFORMED_JSON', '', `标准输入嵌套超过 ${MAX_LEVELS} 层，或含有半个字符或成堆的附加符号，请检查文件内容`),
    ]);
  }
  const parsed = Instance.safeParse(input);
  if (!parsed.success) throw new BadInput(findingsOf(Instance, input, parsed.error));
  return requestOf(parsed.data, budget);
}
