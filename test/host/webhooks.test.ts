import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSigned } from '../../functions/shared/outbound/signature.ts';
import { client } from '../../infra/local/story/client.ts';
import { merchantSample } from '../functions/filing/samples.ts';
import { useFolder } from '../kit/folder.ts';
import { answers, hangs, type Receiver, startReceiver } from '../kit/receiver.ts';
import { until } from '../kit/until.ts';

const folder = useFolder();
const FILINGS = 3;
let receiver: Receiver;
let child: ChildProcess | undefined;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(async () => {
  await stop('SIGKILL');
  await receiver.close();
});

async function start() {
  child = fork(new URL('./killed/webhook-host.ts', import.meta.url), [folder, String(receiver.port)], {
    env: { ...process.env, AWS_ENDPOINT_URL: undefined },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url, clerk }] = (await once(child, 'message')) as [{ url: string; clerk: string }];
  const token = { Authorization: `Bearer ${clerk}`, 'Content-Type': 'application/json' };
  /** Moves the host's clock on, to whatever waits for its next attempt. */
  const later = async (seconds: number) => {
    const now = new Date(Date.now() + seconds * 1000).toISOString();
    await fetch(`${url}/dev/clock`, { method: 'POST', headers: token, body: JSON.stringify({ now }) });
  };
  return { ...client(url, clerk), later };
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

describe('a webhook of a centre', () => {
  it('is told of every filing, signed, whoever is killed and however the receiver behaves', async () => {
    let host = await start();
    const hook = await host.post<{ id: string; secret: string }>(
      '/v1/webhooks',
      { url: receiver.url('/in'), events: ['FilingChanged'] },
      'hook',
    );
    // The key of which secrets are made lies with the host, for its owner's eyes.
    expect(statSync(join(folder, 'secrets/webhookKey')).mode & 0o777).toBe(0o600);

    // The first message is in a hanging receiver's hands when the host is killed.
    receiver.behaviours.push(hangs, answers(503));
    const ids: string[] = [];
    for (let n = 0; n < FILINGS; n += 1) {
      ids.push((await host.post<{ id: string }>('/v1/filings', merchantSample(n + 1), `file-${n}`)).id);
    }
    await until('a message to be sent', () => receiver.received.length > 0 || undefined);
    await stop('SIGKILL');
    const hanging = receiver.received[0];

    host = await start();
    const list = () =>
      host.get<{ items: { id: string; recordId: string; status: string; attempts: number }[] }>(
        `/v1/webhooks/${hook.id}/deliveries`,
      );
    // Those that are refused wait; the clock is moved on once nothing is in hand.
    await until('every message to have been tried', async () => {
      const { items } = await list();
      return items.length === FILINGS && items.every(({ attempts }) => attempts > 0) ? true : undefined;
    });
    await host.later(3600);
    const delivered = await until('every filing to be told of', async () => {
      const { items } = await list();
      const done = items.filter(({ status }) => status === 'DELIVERED');
      return done.length >= FILINGS ? done : undefined;
    });
    expect(new Set(delivered.map(({ recordId }) => recordId))).toEqual(new Set(ids));
    const taken = receiver.received.map(({ body }) => JSON.parse(body).data.recordId as string);
    expect(new Set(taken)).toEqual(new Set(ids));
    // What was in hand came again, as the same message.
    const again = receiver.received.filter(({ headers }) => headers['webhook-id'] === hanging?.headers['webhook-id']);
    expect(again.length).toBeGreaterThan(1);
    expect(new Set(again.map(({ body }) => body)).size).toBe(1);
    for (const { headers, body } of receiver.received) {
      const own = headers as Record<string, string>;
      expect(isSigned(own, body, hook.secret, Number(own['webhook-timestamp']))).toBe(true);
    }
    await stop('SIGTERM');
  });
});
