import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entityIdOf } from '../../functions/filing/domain/filing.ts';
import { client } from '../../infra/local/story/client.ts';
import { merchantSample } from '../functions/filing/samples.ts';
import { useFolder } from '../kit/folder.ts';
import { PASSWORD, type Relay, startRelay } from '../kit/relay.ts';
import { until } from '../kit/until.ts';

const folder = useFolder();
let relay: Relay;
let child: ChildProcess | undefined;

beforeAll(async () => {
  relay = await startRelay();
  mkdirSync(join(folder, 'secrets'), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'secrets/mailPassword'), `${PASSWORD}\n`, { mode: 0o600 });
});
afterAll(async () => {
  await stop('SIGKILL');
  await relay.close();
});

async function start() {
  child = fork(new URL('./killed/notice-host.ts', import.meta.url), [folder, String(relay.port)], {
    env: { ...process.env, AWS_ENDPOINT_URL: undefined },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url, clerk, operator }] = (await once(child, 'message')) as [Record<'url' | 'clerk' | 'operator', string>];
  const merchantOf = async (entityId: string): Promise<string> => {
    child?.send({ entityId });
    const [{ merchant }] = (await once(child as ChildProcess, 'message')) as [{ merchant: string }];
    return merchant;
  };
  const as = (token: string) => async (method: string, path: string, body?: object) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'If-Match': '"0"' };
    const answer = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    // biome-ignore lint/suspicious/noExplicitAny: a test reads what came back
    return { status: answer.status, body: (await answer.json()) as any };
  };
  return { ...client(url, clerk), as, merchantOf, operator: as(operator) };
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

describe('a party that has confirmed its mailbox', () => {
  it('is sent what concerns it, once by its Message-ID, whoever is killed in the middle', async () => {
    let host = await start();
    const { id } = await host.post<{ id: string }>('/v1/filings', merchantSample(1), 'file');
    const entityId = entityIdOf(id);
    const party = host.as(await host.merchantOf(entityId));
    const chosen = await party('PUT', '/v1/notice-settings', { channels: ['MAIL'], mailAddress: 'shop@example.com' });
    expect(chosen).toMatchObject({ status: 200, body: { mailConfirmed: false, available: ['MAIL'] } });
    const code = await until('the code', () => /\d{6}/.exec(relay.taken[0]?.text ?? '')?.[0]);
    expect(relay.taken[0]).toMatchObject({ to: ['shop@example.com'], user: 'registry' });
    expect((await party('POST', '/v1/notice-settings/mail-confirmation', { code })).body.mailConfirmed).toBe(true);

    // The relay has the mail and has not said so when the host is killed.
    relay.manners.push('HANGS');
    await host.post(`/v1/filings/${id}/withdrawal`, { reason: '资料有误' }, 'withdraw');
    const first = await until('the mail to be in the relay’s hands', () => relay.taken[1]);
    await stop('SIGKILL');
    expect(first.text).toContain('原因：资料有误');

    host = await start();
    const again = await until('the mail to come again', () => relay.taken[2]);
    expect([again.messageId, again.text]).toEqual([first.messageId, first.text]);
    const delivered = await until('it to be noted as delivered', async () => {
      const { body } = await host.operator('GET', '/v1/notice-deliveries?districtId=500111&status=DELIVERED');
      return body.items.length === 2 ? body.items : undefined;
    });
    expect(delivered.map(({ kind }: { kind?: string }) => kind)).toEqual(['FILING_WITHDRAWN', undefined]);
    expect(relay.taken).toHaveLength(3);
    await stop('SIGTERM');
  });
});
