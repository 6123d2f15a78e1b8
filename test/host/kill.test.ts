import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { client, eventually } from '../../infra/local/story/client.ts';
import { merchantSample } from '../functions/filing/samples.ts';
import { type HostProcess, startProcess } from '../kit/process.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'killed-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const FILINGS = 12;

async function as(host: HostProcess, role: string) {
  const answer = await fetch(`${host.url}/dev/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ role, districtId: '500111' }),
  });
  return client(host.url, ((await answer.json()) as { token: string }).token);
}

/** Retries over the kill: a clerk whose screen froze presses the button again, with the same key. */
async function persistently<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch {
    return undefined;
  }
}

describe('a host that is killed again and again', () => {
  it('decides every filing once, gives every entity one number, and loses none', async () => {
    let host = await startProcess(dataDir);
    const ids = new Map<number, string>();
    for (let round = 0; round < 5; round += 1) {
      const clerk = await as(host, 'clerk');
      const reviewer = await as(host, 'reviewer');
      const dying = delay(120 + 90 * round).then(() => host.kill('SIGKILL'));
      const work = Array.from({ length: FILINGS }, async (_one, n) => {
        const filed = await persistently(() =>
          clerk.post<{ id: string }>('/v1/filings', merchantSample(n + 1), `file-${n}`),
        );
        if (!filed) return;
        expect(ids.get(n) ?? filed.id).toBe(filed.id);
        ids.set(n, filed.id);
        await persistently(() =>
          reviewer.post(`/v1/filings/${filed.id}/decision`, { decision: 'APPROVE', reasons: [] }, `decide-${n}`),
        );
      });
      await Promise.all([dying, ...work]);
      host = await startProcess(dataDir);
    }

    const clerk = await as(host, 'clerk');
    const reviewer = await as(host, 'reviewer');
    const entities = await Promise.all(
      Array.from({ length: FILINGS }, async (_one, n) => {
        const { id } = await clerk.post<{ id: string }>('/v1/filings', merchantSample(n + 1), `file-${n}`);
        expect(ids.get(n) ?? id).toBe(id);
        const entityId = await eventually(`filing ${n} to be approved`, async () => {
          await persistently(() =>
            reviewer.post(`/v1/filings/${id}/decision`, { decision: 'APPROVE', reasons: [] }, `decide-${n}`),
          );
          return (await reviewer.get<{ entityId?: string }>(`/v1/filings/${id}`)).entityId;
        });
        return clerk.get<{ filingNumber: string; status: string }>(`/v1/entities/${entityId}`);
      }),
    );
    expect(entities.every((one) => one.status === 'ACTIVE')).toBe(true);
    expect(new Set(entities.map((one) => one.filingNumber)).size).toBe(FILINGS);
    const { items } = await clerk.get<{ items: unknown[] }>('/v1/entities?kind=merchant');
    expect(items).toHaveLength(FILINGS);
    await eventually('every party to be scored', async () => {
      const scored = await Promise.all(
        (items as { id: string }[]).map(({ id }) =>
          persistently(() => clerk.get<{ grade: string }>(`/v1/entities/${id}/credit`)),
        ),
      );
      return scored.every((one) => one?.grade === 'B') || undefined;
    });
    expect(await host.kill('SIGINT')).toBe(0);
  }, 120_000);
});
