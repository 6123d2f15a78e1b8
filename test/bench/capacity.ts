import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { startEngine } from '../../infra/local/dynamodb/engine.ts';
import { startHost } from '../../infra/local/host.ts';
import { DISTRICT, type Part, tellStory } from '../../infra/local/story/story.ts';
import { meter } from './meter.ts';
import type { Row } from './row.ts';

/**
 * What the sample chain costs in DynamoDB's own units, in calls of its tables and in state transitions, part by part:
 * requests, workflows and every subscriber's read model included.
 */
export async function bench(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const engine = await startEngine();
  const proxy = await meter(engine.endpoint);
  const host = await startHost({ port: 0, stepFunctionsPort: 0, dataDir, dynamodbEndpoint: proxy.endpoint });
  const rows: Row[] = [];
  let transitions = 0;
  const settle = async (): Promise<void> => {
    for (let before = -1; before !== proxy.units.read + proxy.units.write; ) {
      before = proxy.units.read + proxy.units.write;
      await delay(700);
    }
  };
  const measured = async (_line: string, { name, count }: Part): Promise<void> => {
    await settle();
    const now = await transitionsSoFar(host.stepFunctionsUrl);
    const per = (total: number): number => total / count;
    rows.push(
      { name: `${name}, each: write units`, value: per(proxy.units.write), unit: 'WRU' },
      { name: `${name}, each: read units`, value: per(proxy.units.read), unit: 'RRU' },
      { name: `${name}, each: state transitions`, value: per(now - transitions), unit: '' },
      { name: `${name}, each: table calls`, value: per(sum(proxy.calls.values())), unit: '' },
      ...[...proxy.calls].map(([operation, calls]) => ({
        name: `${name}, each: of them ${operation}`,
        value: per(calls),
        unit: '',
      })),
    );
    transitions = now;
    proxy.reset();
  };
  await tellStory({
    url: host.url,
    token: (role) => host.tokens.issue({ sub: `bench-${role}`, role, districtId: DISTRICT }),
    startedAt: new Date(),
    say: measured,
  });
  await host.close();
  await proxy.close();
  await engine.close();
  rmSync(dataDir, { recursive: true, force: true });
  return rows;
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);

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
