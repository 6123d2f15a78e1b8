import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startStepFunctions } from '../../infra/local/step-functions/server.ts';
import { median, type Row } from './row.ts';

const MACHINE = 'arn:aws:states:local:000000000000:stateMachine:bench';
const STATES = 5;
const EXECUTIONS = 400;
const RUNS = 5;

/**
 * The interpreter on disk, against as many single commits to a file of the same kind. Seconds are of the processor: neither
 * waits for the disk, and whatever else runs on the machine does not count.
 */
export async function bench(): Promise<Row[]> {
  const ratios: number[] = [];
  const rates: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
    const executions = await executionsPerSecond(dataDir);
    rates.push(executions);
    ratios.push((executions * STATES) / commitsPerSecond(join(dataDir, 'bare.sqlite')));
    rmSync(dataDir, { recursive: true, force: true });
  }
  return [
    { name: 'durable transitions, share of bare SQLite commits', value: median(ratios), unit: '×' },
    { name: `executions of ${STATES} Tasks, on disk`, value: median(rates), unit: 'a processor second' },
    { name: 'transitions, on disk', value: median(rates) * STATES, unit: 'a processor second' },
  ];
}

async function executionsPerSecond(dataDir: string): Promise<number> {
  const engine = await startStepFunctions({
    dataDir,
    definitions: { bench: definition() },
    invokeFunction: async (_name, payload) => payload,
    now: () => new Date(),
  });
  engine.resume();
  const spent = processorSeconds();
  await Promise.all(
    Array.from({ length: EXECUTIONS }, async (_one, n) => {
      const execution = engine.executions.start(MACHINE, `bench-${n}`, JSON.stringify({ id: n }));
      await engine.executions.ended(execution, AbortSignal.timeout(60_000));
    }),
  );
  const rate = EXECUTIONS / spent();
  await engine.close();
  return rate;
}

function definition(): object {
  const names = Array.from({ length: STATES }, (_one, n) => `Step${n}`);
  const task = (n: number) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'Step', Payload: '{% $states.input %}' },
    Output: '{% $states.result.Payload %}',
    TimeoutSeconds: 60,
    ...(n === STATES - 1 ? { End: true } : { Next: names[n + 1] }),
  });
  return {
    QueryLanguage: 'JSONata',
    StartAt: names[0],
    States: Object.fromEntries(names.map((name, n) => [name, task(n)])),
  };
}

function commitsPerSecond(file: string): number {
  const database = new DatabaseSync(file);
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE event (id INTEGER PRIMARY KEY, body TEXT)',
  );
  const insert = database.prepare('INSERT INTO event (body) VALUES (?)');
  const body = 'x'.repeat(200);
  const count = EXECUTIONS * STATES;
  const spent = processorSeconds();
  for (let n = 0; n < count; n += 1) insert.run(body);
  const rate = count / spent();
  database.close();
  return rate;
}

/** Counts from now on. */
function processorSeconds(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
}
