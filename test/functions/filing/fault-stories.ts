import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse } from 'aws-lambda';
import { expect } from 'vitest';
import { z } from 'zod';
import { build as buildApi } from '../../../functions/filing/api.ts';
import { filingApi } from '../../../functions/filing/contract/index.ts';
import { build as buildRelay } from '../../../functions/shared/outbox/relay.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { opened } from '../../../functions/shared/table/aggregate.ts';
import { firstBreak } from '../../../infra/commands/audit/chain.ts';
import { wholeRecord } from '../../../infra/commands/audit/verify.ts';
import { entriesOf } from '../../kit/audit.ts';
import { type CallOptions, call, clerk, DAZU, type Reply, reviewer } from '../../kit/call.ts';
import { invoke } from '../../kit/deliver.ts';
import { type TestRegistry, useRegistry } from '../../kit/registry.ts';
import { csvSheet, merchants } from './bulk-sheet.ts';
import { type Fault, Faults, faultyRuntime } from './faults.ts';
import { api, approved, DECREE, decide, filed, getFiling, runStep, type StepName } from './kit.ts';
import { merchantSample } from './samples.ts';

/** Called by the test file itself, which alone may have hooks. */
export function useFaultStories(): TestRegistry {
  registry = useRegistry();
  return registry;
}
let registry: TestRegistry;

/** Runs its story while a call of AWS fails, and answers how many calls there were. */
export type FaultStory = (fault?: Fault) => Promise<number>;
const TRANSIENT = new Set(['ConcurrencyConflict', 'TableUnavailable']);

/** The registry with an AWS that fails as told: clients, relay and workflow try again, as they do. */
function world(fault?: Fault) {
  const faults = new Faults(fault);
  const runtime: Runtime = faultyRuntime(registry.runtime, registry.documents, faults);
  const executions = new Map<string, Record<string, unknown>>();
  const answered = new Map<string, string>();
  const events: string[] = [];
  const relay = buildRelay(
    {
      publish: ({ name }) => faults.through(`PutEvents ${name}`, async () => void events.push(name)),
      start: ({ executionName, input }) =>
        faults.through('StartExecution', async () => void executions.set(executionName, input)),
      resume: ({ taskToken, output }) =>
        faults.through('SendTaskSuccess', async () => void answered.set(taskToken, String(output['decision']))),
      redrive: async () => Promise.reject(new Error('nothing here is redriven')),
    },
    runtime.table,
  );

  /** A Task, retried by the definition on errors that pass. */
  async function task(name: StepName, input: Record<string, unknown>): Promise<any> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await runStep(runtime, name, input);
      } catch (error) {
        if (!TRANSIENT.has((error as Error).name) || attempt === 9) throw error;
      }
    }
  }

  return {
    faults,
    executions,
    answered,
    events,
    task,

    /** A request, sent again under its key until it is answered. */
    async send(
      operation: keyof typeof filingApi,
      options: CallOptions,
      key: string,
      more: Record<string, string> = {},
    ): Promise<Reply> {
      for (let attempt = 1; ; attempt += 1) {
        const headers = { 'Idempotency-Key': key, ...more };
        const reply = await call(buildApi(runtime), filingApi, operation, { ...options, headers });
        if (reply.status < 500 || attempt === 9) return reply;
      }
    },

    /** Carries out the outbox of a record from its first message, as a stream does that is read again. */
    async carry(pk: string): Promise<void> {
      const { items } = await registry.runtime.table.query({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :outbox)',
        ExpressionAttributeValues: { ':pk': pk, ':outbox': 'OUTBOX#' },
      });
      for (const item of items) {
        const record = { eventName: 'INSERT', dynamodb: { NewImage: marshall(item), SequenceNumber: '1' } };
        while ((await invoke<DynamoDBBatchResponse>(relay, { Records: [record] })).batchItemFailures.length > 0);
      }
    },
  };
}

const partition = (kind: string, id: string) => `DST#${DAZU}#${kind}#${id}`;

/** The workflow of a filing from its start to its end, answered by a reviewer. */
async function approveThrough(one: ReturnType<typeof world>, filingId: string, key: string): Promise<void> {
  await one.carry(partition('FILING', filingId));
  const input = one.executions.get(`${filingId}-1`);
  if (!input) throw new Error('the workflow was not started');
  const { isApproved } = await one.task('ScreenRisks', input);
  if (!isApproved) {
    await one.task('RequestReview', { ...input, taskToken: `token-${filingId}` });
    const options = { caller: reviewer(), params: { id: filingId }, body: { decision: 'APPROVE', reasons: [] } };
    const { headers } = await one.send('getFiling', { caller: reviewer(), params: { id: filingId } }, '');
    const decided = await one.send('decideFiling', options, key, { 'If-Match': headers['ETag'] ?? '' });
    // A decision whose answer was lost is there when it is made again.
    expect([202, 409]).toContain(decided.status);
    await one.carry(partition('FILING', filingId));
    expect(one.answered.get(`token-${filingId}`)).toBe('APPROVE');
  }
  expect(await one.task('ApproveFiling', input)).toEqual({ approved: true });
}

async function chainHolds(pk: string): Promise<number> {
  const entries = await entriesOf(registry.runtime.table, pk);
  const record = await wholeRecord(registry.documents, 'registry', pk);
  expect(firstBreak(entries, record)).toBeUndefined();
  return entries.length;
}

let number = 0;

/** Registers a merchant through every failure, and finds one of everything. */
export async function registerThrough(fault?: Fault): Promise<number> {
  number += 1;
  const one = world(fault);
  const body = merchantSample(number);
  const ticket = await one.send('fileEntity', { caller: clerk(), body }, `file-${number}`);
  expect(ticket.status, JSON.stringify(ticket.body)).toBe(202);
  const filingId: string = ticket.body.id;
  await approveThrough(one, filingId, `decide-${number}`);
  const { calls } = one.faults;
  expectSpent(one.faults, fault);

  const entityId = filingId.replace('filing', 'entity');
  await one.carry(partition('FILING', filingId));
  await one.carry(partition('ENTITY', entityId));
  expect(new Set(one.events)).toEqual(new Set(['FilingChanged', 'EntityChanged']));
  expect([...one.executions.keys()]).toEqual([`${filingId}-1`]);
  const [filings, entities] = await Promise.all(
    (['FILINGS', 'ENTITIES'] as const).map((list) => named(list, body.entity.name)),
  );
  expect(filings?.map(({ id }) => id)).toEqual([filingId]);
  expect(entities?.map(({ id }) => id)).toEqual([entityId]);
  expect(entities?.[0]?.filingNumber).toBe(filings?.[0]?.filingNumber);
  expect(await chainHolds(partition('FILING', filingId))).toBe(4);
  expect(await chainHolds(partition('ENTITY', entityId))).toBe(1);
  return calls;
}

/** A call that was carried out though its answer was lost may not be needed again; one that was not, is. */
const expectSpent = ({ left }: Faults, fault: Fault | undefined): void =>
  expect(left).toBeLessThanOrEqual(fault?.when === 'AFTER' ? fault.times - 1 : 0);

const Named = z.object({
  brief: z.object({ name: z.string() }),
  data: z.object({ id: z.string(), filingNumber: z.string() }),
});

/** Every record of a collection whose form gives this name. */
async function named(list: string, name: string): Promise<{ id: string; filingNumber: string }[]> {
  const items = await registry.heads(DAZU, list);
  return items
    .map((item) => Named.parse(opened(item)))
    .flatMap(({ brief, data }) => (brief.name === name ? [data] : []));
}

/** A change of a registered merchant through every failure: done once, in one version more. */
async function changeThrough(
  operation: 'requestSuspension' | 'requestAmendment',
  request: (merchant: ReturnType<typeof merchantSample>) => Pick<CallOptions, 'caller' | 'body'>,
  after: object,
  fault: Fault | undefined,
): Promise<number> {
  number += 1;
  const sample = merchantSample(number);
  const entityId = await approved(registry.runtime, sample);
  const one = world(fault);
  const options = { ...request(sample), params: { id: entityId } };
  const ticket = await one.send(operation, options, `${operation}-${number}`);
  const filingId: string = ticket.body.id;
  await approveThrough(one, filingId, `decide-${operation}-${number}`);
  const { calls } = one.faults;
  expectSpent(one.faults, fault);
  const entity = await wholeRecord(registry.documents, 'registry', partition('ENTITY', entityId));
  expect(entity).toMatchObject({ version: 2, data: after });
  expect(await chainHolds(partition('ENTITY', entityId))).toBe(2);
  await chainHolds(partition('FILING', filingId));
  expect([...one.executions.keys()]).toEqual([`${filingId}-1`]);
  expect(await registry.runtime.table.get({ pk: partition('ENTITY', entityId), sk: 'TURN' })).toBeUndefined();
  return calls;
}

export const suspendThrough = (fault?: Fault): Promise<number> =>
  changeThrough('requestSuspension', () => ({ caller: reviewer(), body: DECREE }), { status: 'SUSPENDED' }, fault);

export const amendThrough = (fault?: Fault): Promise<number> => {
  const address = '重庆市大足区新址1号';
  const request = ({ entity }: ReturnType<typeof merchantSample>) => ({
    caller: clerk(),
    body: { entity: { ...entity, address } },
  });
  return changeThrough('requestAmendment', request, { submission: { entity: { address } } }, fault);
};

/** A return that is answered, through every failure of the answer. */
export async function answerThrough(fault?: Fault): Promise<number> {
  number += 1;
  const sample = merchantSample(number);
  const filingId = await filed(registry.runtime, sample);
  await decide(registry.runtime, filingId, { decision: 'RETURN', reasons: ['缺执照'] });
  await runStep(registry.runtime, 'ReturnFiling', { filingId, revision: 1 });
  const { headers } = await getFiling(registry.runtime, filingId);
  const one = world(fault);
  const options = { caller: clerk(), params: { id: filingId }, body: { entity: sample.entity } };
  const answered = await one.send('reviseFiling', options, '', { 'If-Match': headers['ETag'] ?? '' });
  // An answer whose answer was lost is there when it is given again.
  expect([202, 409, 412]).toContain(answered.status);
  await one.carry(partition('FILING', filingId));
  const { calls } = one.faults;
  expectSpent(one.faults, fault);
  const { body } = await getFiling(registry.runtime, filingId);
  expect([body.status, body.revision, body.revisions.length]).toEqual(['SUBMITTED', 2, 2]);
  expect([...one.executions.keys()]).toEqual([`${filingId}-1`, `${filingId}-2`]);
  await chainHolds(partition('FILING', filingId));
  return calls;
}

/** A sheet of two merchants and a bad row, through every failure: each is filed once. */
export async function batchThrough(fault?: Fault): Promise<number> {
  const rows = merchants(2, number + 1);
  number += 2;
  const one = world(fault);
  const sheet = csvSheet([...rows, { ...rows[0], 统一社会信用代码: '' }]);
  const headers = { 'Content-Type': 'text/csv' };
  const uploaded = await one.send('uploadBatch', { caller: clerk(), body: sheet }, `upload-${number}`, headers);
  const id: string = uploaded.body.id;
  const options = { caller: clerk(), params: { id }, body: { mode: 'GOOD_ROWS' } };
  expect((await one.send('commitBatch', options, `commit-${number}`)).status).toBe(202);
  await one.carry(partition('FILINGBATCH', id));
  expect([...one.executions.keys()]).toEqual([id]);
  await one.task('FileRows', { batchId: id, slice: 1 });
  expect(await one.task('FinishBatch', { batchId: id })).toEqual({ filed: 2, failed: 1 });
  const { calls } = one.faults;
  expectSpent(one.faults, fault);
  expect(await chainHolds(partition('FILINGBATCH', id))).toBe(3);
  const { body } = await api(registry.runtime, 'getBatch', { caller: clerk(), params: { id } });
  const filings: string[] = body.filings.map(({ filingId }: { filingId: string }) => filingId);
  for (const filingId of filings) {
    expect(await chainHolds(partition('FILING', filingId))).toBe(1);
    await one.carry(partition('FILING', filingId));
  }
  expect([...one.executions.keys()]).toEqual([id, ...filings.map((filingId) => `${filingId}-1`)]);
  return calls;
}

/** Runs a story once for each of its calls of AWS, with that call failing as told. */
export async function failingEverywhere(story: FaultStory, how: Omit<Fault, 'call'>): Promise<void> {
  const calls = await story();
  expect(calls).toBeGreaterThan(5);
  for (let failing = 1; failing <= calls; failing += 1) await story({ call: failing, ...how });
}

export async function expectEveryNumberOnce(): Promise<void> {
  const items = await registry.heads(DAZU, 'ENTITIES');
  const numbers = items.map((item) => (opened(item)['data'] as { filingNumber: string }).filingNumber);
  expect(new Set(numbers).size).toBe(numbers.length);
}
