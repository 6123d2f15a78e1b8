import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Role } from '../../functions/shared/auth/caller.ts';
import { type Host, startHost } from '../../infra/local/host.ts';
import { eventually } from '../../infra/local/story/client.ts';
import { type Answers, type FrozenName, readings, readingsThen, unpacked } from '../kit/frozen.ts';
import { auditOf } from '../kit/process.ts';

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
): Promise<Answers> {
  const token = await host.tokens.issue({ sub, role, districtId: DISTRICT });
  const answer = await fetch(host.url + path, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(method === 'POST' && { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
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

describe.each<FrozenName>(['story', 'waiting'])('the registry %s of the first layout', (name) => {
  it('reads as its own release read it, however often it is opened, and its audit holds', async () => {
    const dataDir = folder(name);
    const first = await startHost({ port: 0, stepFunctionsPort: 0, dataDir });
    expect(first.migrated?.collisions).toEqual([]);
    expect(await readings(first)).toEqual(readingsThen(name));
    await first.close();
    const second = await opened(dataDir);
    expect(second.migrated).toBeUndefined();
    expect(await readings(second, ['clerk'])).toEqual(readingsThen(name, ['clerk']));
    expect(await partiesExported(second)).toEqual(await partiesTold(second));
    const audit = await auditOf({ DATA_DIR: dataDir, DYNAMODB_ENDPOINT: second.dynamodbUrl });
    expect(audit.output).toContain('every chain holds');
    expect(audit.code).toBe(0);
  }, 60_000);
});

it('a migration that is killed goes on at the next start', async () => {
  const dataDir = folder('waiting');
  await killedMigration(dataDir);
  const host = await opened(dataDir);
  expect(host.migrated?.items).toBeGreaterThan(100);
  expect(await readings(host, ['clerk'])).toEqual(readingsThen('waiting', ['clerk']));
}, 60_000);

it('an amendment that waited for a decision under an earlier release is approved', async () => {
  const host = await opened(folder('waiting'));
  const { body: queue } = await sent(host, 'reviewer', 'r1', 'GET', '/v1/filings?status=PENDING_REVIEW');
  expect(queue.items).toHaveLength(1);
  const { id, type } = queue.items[0];
  expect(type).toBe('AMENDMENT');
  const decided = await sent(host, 'reviewer', 'r1', 'POST', `/v1/filings/${id}/decision`, {
    decision: 'APPROVE',
    reasons: ['材料齐全'],
  });
  expect(decided.status).toBe(202);
  await eventually('the amendment to be approved', async () => {
    const { body } = await sent(host, 'reviewer', 'r1', 'GET', `/v1/filings/${id}`);
    return body.status === 'APPROVED' || undefined;
  });
});

it('an objection that waited is decided', async () => {
  const host = await opened(folder('waiting'));
  const { body: facts } = await sent(host, 'reviewer', 'r1', 'GET', '/v1/credit-events?status=DISPUTED');
  expect(facts.items).toHaveLength(1);
  const { id } = facts.items[0];
  const decided = await sent(host, 'reviewer', 'r1', 'POST', `/v1/credit-events/${id}/objection/decision`, {
    decision: 'UPHOLD',
    reasons: ['事实清楚'],
  });
  expect(decided.status).toBe(202);
  await eventually('the objection to be decided', async () => {
    const { body } = await sent(host, 'reviewer', 'r1', 'GET', `/v1/credit-events/${id}`);
    return body.status !== 'DISPUTED' || undefined;
  });
});
