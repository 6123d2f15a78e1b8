import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { startEngine } from '../../infra/local/dynamodb/engine.ts';
import { startHost } from '../../infra/local/host.ts';
import { DISTRICT, type Part, tellStory } from '../../infra/local/story/story.ts';
import { settled } from '../kit/settled.ts';
import { meter } from './meter.ts';
import type { Row } from './row.ts';

/** What one record of a part of the sample chain costs: request, workflow and every subscriber's read model. */
export interface Cost {
  readonly name: string;
  /** In DynamoDB's own units. */
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly transitions: number;
  /** Calls of the tables by operation. */
  readonly calls: ReadonlyMap<string, number>;
}

/** Tells the sample chain and counts, part by part. Nobody asks before the work is done, so that two runs count the same. */
export async function costs(): Promise<Cost[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const engine = await startEngine();
  const proxy = await meter(engine.endpoint);
  const host = await startHost({ port: 0, stepFunctionsPort: 0, dataDir, dynamodbEndpoint: proxy.endpoint });
  const all: Cost[] = [];
  let transitions = 0;
  const rest = (): Promise<void> =>
    settled(host, () => proxy.units.read + proxy.units.write + sum(proxy.calls.values()));
  const measured = async (_line: string, { name, count }: Part): Promise<void> => {
    await rest();
    const now = await transitionsSoFar(host.stepFunctionsUrl);
    all.push({
      name,
      writeUnits: proxy.units.write / count,
      readUnits: proxy.units.read / count,
      transitions: (now - transitions) / count,
      calls: new Map([...proxy.calls].map(([operation, calls]) => [operation, calls / count])),
    });
    transitions = now;
    proxy.reset();
  };
  try {
    await rest();
    proxy.reset();
    await tellStory({
      url: host.url,
      token: (role) => host.tokens.issue({ sub: `bench-${role}`, role, districtId: DISTRICT }),
      startedAt: new Date(),
      say: measured,
      settled: rest,
    });
    return all;
  } finally {
    await host.close();
    await proxy.close();
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** `npm run bench -- capacity` */
export const bench = async (): Promise<Row[]> =>
  (await costs()).flatMap(({ name, writeUnits, readUnits, transitions, calls }) => [
    { name: `${name}, each: write units`, value: writeUnits, unit: 'WRU' },
    { name: `${name}, each: read units`, value: readUnits, unit: 'RRU' },
    { name: `${name}, each: state transitions`, value: transitions, unit: '' },
    { name: `${name}, each: table calls`, value: sum(calls.values()), unit: '' },
    ...[...calls].map(([operation, value]) => ({ name: `${name}, each: of them ${operation}`, value, unit: '' })),
  ]);

export const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);

/** State transitions of every execution, as Step Functions bills them. */
export async function transitionsSoFar(endpoint: string): Promise<number> {
  const client = new SFNClient({ endpoint, region: 'local', credentials: { accessKeyId: 'b', secretAccessKey: 'b' } });
  let count = 0;
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
  for (const { stateMachineArn } of stateMachines) {
    const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }));
    for (const { executionArn } of executions) {
      const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
      count += events.filter(({ type }) => type?.endsWith('StateEntered')).length;
    }
  }
  return count;
}
