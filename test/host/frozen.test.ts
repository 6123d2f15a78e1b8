import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { type ExecutionStatus, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import type { Role } from '../../functions/shared/auth/caller.ts';
import { isServed } from '../../infra/local/dynamodb/engine.ts';
import { type Host, startHost } from '../../infra/local/host.ts';
import { functionsCalled } from '../../infra/local/step-functions/called.ts';
import { decidedRecord, eventually } from '../../infra/local/story/client.ts';
import { functions } from '../../infra/manifest.ts';
import { cartonsOf } from '../functions/interchange/measures.ts';
import {
  type Answers,
  type FirstFrozen,
  type FrozenName,
  OFFICE_READERS,
  officeReadings,
  readings,
  readingsThen,
  unpacked,
} from '../kit/frozen.ts';
import { auditOf, reconcileOf } from '../kit/process.ts';

/** Registries that earlier releases left are opened by this one (`test/data/README.md`). */

const DISTRICT = '500111';
const MIGRATE = fileURLToPath(new URL('../../infra/commands/migrate/main.ts', import.meta.url));

const ends: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

function folder(name: FrozenName): string {
  const { dataDir, clear } = unpacked(name);
  ends.push(clear);
  return dataDir;
}

async function opened(dataDir: string): Promise<Host> {
  const host = await startHost({ port: 0, stepFunctionsPort: 0, dataDir });
  ends.push(() => host.close());
  return host;
}

async function sent(
  host: Host,
  role: Role,
  sub: string,
  method: string,
  path: string,
  body?: unknown,
  more: Record<string, string> = {},
): Promise<Answers> {
  const token = await host.tokens.issue({ sub, role, districtId: DISTRICT });
  const answer = await fetch(host.url + path, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...more,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(method === 'POST' && { 'Idempotency-Key': crypto.randomUUID() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const etag = answer.headers.get('etag') ?? '';
  return { status: answer.status, body: await answer.json(), etag };
}

/** Migrates at the pace of a busy table, and is killed once it has done a first part. */
async function killedMigration(dataDir: string): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, [MIGRATE, '--per-second', '400'], {
    env: { DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the migration ended by itself')));
    child.stderr?.on('data', (chunk: Buffer) => {
      if (/\d00 items/.test(chunk.toString())) resolve();
    });
  });
  child.kill('SIGKILL');
  await ended;
  // The engine that it leaves behind is nobody's: the next command ends it and goes on.
  expect(isServed(join(dataDir, 'registry.sqlite'))).toBe(false);
}

/** The parties of every trade as the export of its lines names them. */
async function partiesExported(host: Host): Promise<Answers> {
  const token = await host.tokens.issue({ sub: 'c1', role: 'clerk', districtId: DISTRICT });
  const answer = await fetch(`${host.url}/v1/exports/trade-lines`, { headers: { Authorization: `Bearer ${token}` } });
  const [titles = [], ...rows] = (await answer.text())
    .trim()
    .split(/\r?\n/)
    .map((row) => row.replace('\uFEFF', '').split(','));
  const cell = (row: readonly string[], title: string): string => row[titles.indexOf(title)] ?? '';
  return Object.fromEntries(
    rows.map((row) => [cell(row, '交易单号'), ['商户', '采购商', '代理商'].map((title) => cell(row, title))]),
  );
}

/** The same as the trade tells them: these know no filing numbers. */
async function partiesTold(host: Host): Promise<Answers> {
  const { body: list } = await sent(host, 'clerk', 'c1', 'GET', '/v1/trades?limit=100');
  const told: Answers = {};
  for (const { id } of list.items) {
    const { body } = await sent(host, 'clerk', 'c1', 'GET', `/v1/trades/${id}`);
    expect([body.merchantFilingNumber, body.merchantName]).toEqual([undefined, expect.stringContaining('大足区')]);
    told[id] = [body.merchantName, body.buyerName, body.tradeOperatorName ?? ''];
  }
  return told;
}

/** What was said by a code then is said in Chinese now: of what kind a voucher is. */
const inTodaysWords = (then: Answers): Answers =>
  JSON.parse(JSON.stringify(then).replaceAll('"label":"OTHER ', '"label":"凭证 '));

/** Everything reads as it did; answers may have got fields since. */
function expectRead(now: Answers, then: Answers): void {
  expect(Object.keys(now).toSorted()).toEqual(Object.keys(then).toSorted());
  expect(now).toMatchObject(inTodaysWords(then));
}

const FIRST: readonly FirstFrozen[] = ['story', 'waiting'];
const FROZEN: readonly FrozenName[] = [...FIRST, 'work', 'offices'];

/** The definitions that a folder's executions began with, as JSON text. */
function definitionsIn(dataDir: string): string[] {
  const database = new DatabaseSync(join(dataDir, 'step-functions.sqlite'));
  const rows = database.prepare('SELECT text FROM definition').all();
  database.close();
  return rows.map(({ text }) => String(text));
}

/** Has a folder's definitions call a function by another name. */
function renameInDefinitions(dataDir: string, from: string, to: string): void {
  const database = new DatabaseSync(join(dataDir, 'step-functions.sqlite'));
  database
    .prepare('UPDATE definition SET text = replace(text, ?, ?)')
    .run(`"FunctionName":"${from}"`, `"FunctionName":"${to}"`);
  database.close();
}

describe.each(FIRST)('the registry %s of the first layout', (name) => {
  it('reads as its own release read it, however often it is opened, and its audit holds', async () => {
    const dataDir = folder(name);
    const first = await startHost({ port: 0, stepFunctionsPort: 0, dataDir });
    expect(first.migrated?.collisions).toEqual([]);
    expectRead(await readings(first), readingsThen(name));
    await first.close();
    const second = await opened(dataDir);
    expect(second.migrated).toBeUndefined();
    expectRead(await readings(second, ['clerk']), readingsThen(name, ['clerk']));
    expect(await partiesExported(second)).toEqual(await partiesTold(second));
    const audit = await auditOf({ DATA_DIR: dataDir, DYNAMODB_ENDPOINT: second.dynamodbUrl });
    expect(audit.output).toContain('every chain holds');
    expect(audit.code).toBe(0);
  });
});

it('a migration that is killed goes on at the next start', async () => {
  const dataDir = folder('waiting');
  await killedMigration(dataDir);
  const host = await opened(dataDir);
  expect(host.migrated?.items).toBeGreaterThan(100);
  expectRead(await readings(host, ['clerk']), readingsThen('waiting', ['clerk']));
});

it('the registry of the layout before reads as its own release read it, fits together, and what waits in it is decided', async () => {
  const dataDir = folder('work');
  const host = await opened(dataDir);
  // What it has is listed in more ways, and says what it said.
  expect(host.migrated?.collisions).toEqual([]);
  expectRead(await readings(host), readingsThen('work'));
  const { body: filings } = await sent(host, 'reviewer', 'r1', 'GET', '/v1/filings?status=PENDING_REVIEW');
  expect(filings.items).toHaveLength(1);
  await decided(host, `/v1/filings/${filings.items[0].id}/decision`, 'APPROVE', 'PENDING_REVIEW');
  const fits = await reconcileOf(dataDir);
  expect(fits, fits.output).toMatchObject({ code: 0 });
  const audit = await auditOf({ DATA_DIR: dataDir });
  expect(audit, audit.output).toMatchObject({ code: 0 });
});

it('what offices, parties and a market kept reads as its own release read it, and can be gone on with', async () => {
  const dataDir = folder('offices');
  const host = await opened(dataDir);
  expect(host.migrated?.collisions ?? []).toEqual([]);
  const now = { ...(await readings(host)), ...(await officeReadings(host)) };
  expectRead(now, { ...readingsThen('offices'), ...readingsThen('offices', OFFICE_READERS) });
  const { body: requests } = await sent(host, 'clerk', 'c1', 'GET', '/v1/personal-requests?status=OPEN');
  const path = `/v1/personal-requests/${requests.items[0].id}`;
  const { etag } = await sent(host, 'clerk', 'c1', 'GET', path);
  const answer = { outcome: 'DONE', reasons: ['已更换附件'] };
  expect((await sent(host, 'clerk', 'c1', 'POST', `${path}/answer`, answer, { 'If-Match': etag })).status).toBe(200);
  const audit = await auditOf({ DATA_DIR: dataDir, DYNAMODB_ENDPOINT: host.dynamodbUrl });
  expect(audit, audit.output).toMatchObject({ code: 0 });
});

it('has every function that executions under way in a folder may call', () => {
  const called = FROZEN.flatMap((name) => definitionsIn(folder(name)).flatMap((text) => [...functionsCalled(text)]));
  expect(called.length).toBeGreaterThan(0);
  expect(called.filter((name) => functions[name] === undefined)).toEqual([]);
});

it('a host refuses to start where it would leave executions lying, and has changed nothing', async () => {
  const dataDir = folder('waiting');
  renameInDefinitions(dataDir, 'ApproveFiling', 'ApproveOnPaper');
  const refused = startHost({ port: 0, stepFunctionsPort: 0, dataDir });
  await expect(refused).rejects.toThrow(/call ApproveOnPaper, .* filing-500111-01M8MS4V2CTE8XMX7V529K1026-1\./);
  renameInDefinitions(dataDir, 'ApproveOnPaper', 'ApproveFiling');
  const host = await opened(dataDir);
  expect(host.migrated?.items).toBeGreaterThan(100);
});

/** Decides as another person would, and waits until the record has left the status in which it waited. */
async function decided(host: Host, path: string, decision: string, waits: string): Promise<void> {
  const body = { decision, reasons: ['材料齐全，事实清楚'] };
  const record = decidedRecord(path);
  const { etag } = await sent(host, 'reviewer', 'r1', 'GET', record);
  expect((await sent(host, 'reviewer', 'r1', 'POST', path, body, { 'If-Match': etag })).status).toBe(202);
  await eventually(`${record} to be decided`, async () => {
    const { body: now } = await sent(host, 'reviewer', 'r1', 'GET', record);
    return now.status !== waits || undefined;
  });
}

/** The warehouse measures what it was not told the sizes of. */
async function measured(host: Host): Promise<void> {
  const { body: trades } = await sent(host, 'clerk', 'c1', 'GET', '/v1/trades?status=REGISTERED');
  for (const { id } of trades.items) {
    await eventually('the measures to be taken', async () => {
      const { body: trade, etag } = await sent(host, 'clerk', 'c1', 'GET', `/v1/trades/${id}`);
      const lines = trade.lines.map(({ lineNo, name }: { lineNo: number; name: string }) => ({
        lineNo,
        cartons: cartonsOf(name),
      }));
      const { status, body } = await sent(
        host,
        'clerk',
        'c1',
        'PUT',
        `/v1/trades/${id}/measures`,
        { lines },
        { 'If-Match': etag },
      );
      // It takes note of its consolidation meanwhile, which is a change of its own.
      if (status === 412) return undefined;
      expect(status, JSON.stringify(body)).toBe(200);
      return true;
    });
  }
}

it('whatever waited under an earlier release is decided, and its executions end by the definitions that they began with', async () => {
  const host = await opened(folder('waiting'));
  const workflows = new SFNClient({ endpoint: host.stepFunctionsUrl });
  const executions = async (machine: string, statusFilter: ExecutionStatus) => {
    const stateMachineArn = `arn:aws:states:local:000000000000:stateMachine:${machine}`;
    const { executions: found } = await workflows.send(new ListExecutionsCommand({ stateMachineArn, statusFilter }));
    return (found ?? []).map(({ name }) => name);
  };
  const waiting = {
    filing: await executions('filing', 'RUNNING'),
    'credit-appeal': await executions('credit-appeal', 'RUNNING'),
  };
  expect([waiting.filing.length, waiting['credit-appeal'].length]).toEqual([1, 1]);

  const { body: filings } = await sent(host, 'reviewer', 'r1', 'GET', '/v1/filings?status=PENDING_REVIEW');
  expect(filings.items).toMatchObject([{ type: 'AMENDMENT' }]);
  await decided(host, `/v1/filings/${filings.items[0].id}/decision`, 'APPROVE', 'PENDING_REVIEW');
  const { body: facts } = await sent(host, 'reviewer', 'r1', 'GET', '/v1/credit-events?status=DISPUTED');
  expect(facts.items).toHaveLength(1);
  await decided(host, `/v1/credit-events/${facts.items[0].id}/objection/decision`, 'UPHOLD', 'DISPUTED');
  const awaiting = '/v1/consolidations?status=AWAITING_MEASURES';
  expect((await sent(host, 'clerk', 'c1', 'GET', awaiting)).body.items).toHaveLength(2);
  await measured(host);
  await eventually('both consolidations to be confirmed, as their parked messages ask', async () => {
    const { body } = await sent(host, 'clerk', 'c1', 'GET', '/v1/consolidations?status=CONFIRMED');
    return body.items.length === 2 || undefined;
  });
  for (const [machine, names] of Object.entries(waiting)) {
    await eventually(`${machine} to end`, async () => (await executions(machine, 'RUNNING')).length === 0 || undefined);
    expect(await executions(machine, 'SUCCEEDED')).toEqual(expect.arrayContaining(names));
  }
}, 120_000);
