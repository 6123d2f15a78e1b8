import { GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn } from '../kit/client.ts';
import { useFolder } from '../kit/folder.ts';
import { type HostProcess, launch, printed, startProcess } from '../kit/process.ts';
import { until } from '../kit/until.ts';

const dataDir = useFolder();

const start = (args: string[] = []) => startProcess(dataDir, {}, args);

/** The host of the moment, to be killed; the tests of consolidation go on with the one that has the whole sample chain. */
let host: HostProcess;
/** What the sample chain has consolidated; released, its trades are open. */
let sample: any;

const send = async (method: string, path: string, body?: unknown) =>
  (await signedIn(host, 'clerk')).send(method, path, body);

const request = (changes: object = {}) => ({
  consolidatorId: sample.consolidatorId,
  tradeOperatorId: sample.tradeOperatorId,
  destinationCountry: sample.destinationCountry,
  portOfDischarge: sample.portOfDischarge,
  cutoffAt: new Date(Date.now() + 5 * 24 * 3600 * 1000).toISOString(),
  tradeIds: sample.tradeIds,
  options: { seconds: 0.1 },
  ...changes,
});
const create = (changes: object = {}) => send('POST', '/v1/consolidations', request(changes));

/** Whether a planning's execution is at work in a state; undefined until then. */
async function isIn(execution: string, state: string): Promise<true | undefined> {
  const endpoint = /Step Functions +(\S+)/.exec(host.output())?.[1] ?? '';
  const client = new SFNClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  try {
    const executionArn = `arn:aws:states:local:000000000000:execution:consolidation:${execution}`;
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    const entered = events.some(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === state);
    if (events.some(({ stateExitedEventDetails }) => stateExitedEventDetails?.name === state)) {
      throw new Error(`${execution} has left ${state} already`);
    }
    return entered || undefined;
  } catch (error) {
    if ((error as Error).name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

const free = async (id: string) => {
  expect((await send('POST', `/v1/consolidations/${id}/release`, { reason: '客户改期' })).status).toBe(200);
  await until('the trades to be free', async () => {
    const trades = await Promise.all(sample.tradeIds.map((one: string) => send('GET', `/v1/trades/${one}`)));
    return trades.every(({ body }) => body.status === 'REGISTERED') || undefined;
  });
};

afterAll(() => host?.kill('SIGINT'));

async function counts() {
  const clerk = await signedIn(host, 'clerk');
  const lengths = ['filings', 'entities', 'goods', 'trades', 'consolidations'].map(
    async (list) => (await clerk.get<{ items: unknown[] }>(`/v1/${list}?limit=100`)).items.length,
  );
  return Promise.all(lengths);
}

describe('a story that is cut off', () => {
  it('is told to its end by the next starts, each thing once, and then no more', async () => {
    for (const line of ['filed and approved', 'trade T2']) {
      const killed = launch(dataDir);
      await printed(killed, line);
      await killed.kill('SIGKILL');
    }

    host = await start(['--no-story']);
    expect(host.output()).not.toContain('·');
    await host.kill('SIGTERM');

    host = await start();
    expect(host.output()).toContain('3 trades, 13 lines, USD 123,000');
    expect(await counts()).toEqual([9, 9, 13, 3, 1]);
    await host.kill('SIGTERM');

    host = await start();
    expect(host.output()).toContain('the registry has its data; the sample chain is not run');
    expect(host.output()).not.toContain('·');
    expect(await counts()).toEqual([9, 9, 13, 3, 1]);
  });
});

describe('consolidation on a running host', () => {
  beforeAll(async () => {
    host ??= await start();
    [sample] = (await send('GET', '/v1/consolidations?status=CONFIRMED')).body.items;
    await free(sample.id);
  });

  it('gives trades to one of two consolidations that want them at once, and keeps them over a kill while planning', async () => {
    const options = { seconds: 2 };
    const both = await Promise.all([create({ options }), create({ options, tradeIds: sample.tradeIds.slice(0, 2) })]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409]);
    const { id } = both.find(({ status }) => status === 202)!.body;
    await until('the planner to be at work', () => isIn(`${id}-1`, 'PlanLoad'));
    await host.kill('SIGKILL');
    host = await start(['--no-story']);
    const refused = await create();
    expect(refused.status).toBe(409);
    const { consolidationNumber } = (await send('GET', `/v1/consolidations/${id}`)).body;
    expect(refused.body.detail).toContain(consolidationNumber);
    const planned = await until('the plan', async () => {
      const { body } = await send('GET', `/v1/consolidations/${id}`);
      return body.status === 'PLANNING' ? undefined : body;
    });
    expect(planned).toMatchObject({ status: 'PLANNED', unplaced: [] });
    await free(id);
    // What trade says of a freed trade reaches consolidation a moment later.
    const again = await until('another consolidation of the freed trades', async () => {
      const reply = await create();
      return reply.status === 202 ? reply : undefined;
    });
    expect(again.body.id).not.toBe(id);
  });
});
