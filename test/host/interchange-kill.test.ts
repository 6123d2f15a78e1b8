import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { client, eventually } from '../../infra/local/story/client.ts';
import { message } from '../functions/interchange/messages.ts';
import { type HostProcess, startProcess } from '../kit/process.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'cut-off-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function tokenOf(host: HostProcess, role: string): Promise<string> {
  const answer = await fetch(`${host.url}/dev/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ role, districtId: '500111' }),
  });
  return ((await answer.json()) as { token: string }).token;
}

/** A receipt; undefined where the client was cut off from it. */
async function send(host: HostProcess, token: string, xml: string): Promise<any> {
  try {
    const answer = await fetch(`${host.url}/v1/interchange/gzsw`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/xml' },
      body: xml,
    });
    const receipt: any = await answer.json();
    return receipt.result === 1 ? receipt : undefined;
  } catch {
    return undefined;
  }
}

/** Messages that rest on one another, as a client sends them. */
const FILINGS = ['01-COMP-merchant-1', '01-COMP-trade-company', '02-BUYER', '03-MAF'];
const RECORDS = ['04-GOODS-merchant-1', '05-TRAD-1', '05b-CONT'];

describe('a client that is cut off again and again, and sends the same message until it has its receipt', () => {
  it('has one filing, one trade and one contract, and the receipt that it would have had', async () => {
    let host = await startProcess(dataDir);
    const receipts = new Map<string, any>();
    /** Sends what has no receipt yet while the host is killed under it, and once more when it is up again. */
    const through = async (names: readonly string[], rounds: number): Promise<void> => {
      for (let round = 0; round < rounds; round += 1) {
        const clerk = await tokenOf(host, 'clerk');
        const dying = delay(40 + 60 * round).then(() => host.kill('SIGKILL'));
        for (const name of names) {
          if (receipts.has(name)) continue;
          const receipt = await send(host, clerk, message(name));
          if (!receipt) break;
          receipts.set(name, receipt);
        }
        await dying;
        host = await startProcess(dataDir);
      }
      const clerk = await tokenOf(host, 'clerk');
      for (const name of names) {
        const receipt = await send(host, clerk, message(name));
        expect(receipt, name).toBeDefined();
        expect(JSON.stringify(receipts.get(name) ?? receipt), name).toBe(JSON.stringify(receipt));
      }
    };

    await through(FILINGS, 3);
    const reviewer = client(host.url, await tokenOf(host, 'reviewer'));
    const waiting = await eventually('four filings to wait for their review', async () => {
      const { items } = await reviewer.get<{ items: { id: string }[] }>('/v1/filings?status=PENDING_REVIEW&limit=200');
      return items.length === FILINGS.length ? items : undefined;
    });
    for (const { id } of waiting) {
      await reviewer.post(`/v1/filings/${id}/decision`, { decision: 'APPROVE', reasons: [] }, `decide-${id}`);
    }
    await eventually('four parties to be filed', async () => {
      const { items } = await reviewer.get<{ items: unknown[] }>('/v1/entities');
      return items.length === FILINGS.length ? true : undefined;
    });
    await through(RECORDS, 4);

    const after = client(host.url, await tokenOf(host, 'clerk'));
    const { items: trades } = await after.get<{ items: { lineCount: number }[] }>('/v1/trades');
    expect(trades.map(({ lineCount }) => lineCount)).toEqual([4]);
    expect((await after.get<{ items: unknown[] }>('/v1/goods')).items).toHaveLength(4);
    expect((await after.get<{ items: unknown[] }>('/v1/filings?limit=200')).items).toHaveLength(FILINGS.length);
    await host.kill('SIGINT');
  }, 120_000);
});
