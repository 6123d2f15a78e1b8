import { expect } from 'vitest';
import { message } from '../../functions/interchange/messages.ts';
import { type Client, signedIn } from '../../kit/client.ts';
import { type HostProcess, startProcess } from '../../kit/process.ts';
import { until } from '../../kit/until.ts';

/** Messages that rest on one another, as a client sends them. */
const FILINGS = ['01-COMP-merchant-1', '01-COMP-trade-company', '02-BUYER', '03-MAF'];
const RECORDS = ['04-GOODS-merchant-1', '05-TRAD-1', '05b-CONT'];

/** When the host is killed: once so many records of a kind stand in the registry, their receipts under way. */
export type Moment = readonly [list: string, count: number];

/** A receipt; undefined where the client was cut off from it. */
async function send(clerk: Client, xml: string): Promise<any> {
  try {
    const headers = { 'Content-Type': 'application/xml' };
    // What it names may not have arrived yet: the client sends it again, as it does when it is cut off.
    const receipt = await until('a receipt that stands', async () => {
      const { body } = await clerk.send('POST', '/v1/interchange/gzsw', xml, headers);
      return body.transient ? undefined : body;
    });
    return receipt.result === 1 ? receipt : undefined;
  } catch {
    return undefined;
  }
}

const lengthOf = async (of: Client, list: string): Promise<number> =>
  (await of.get<{ items: unknown[] }>(`/v1/${list}?limit=200`)).items.length;

/** Sends each message until its receipt has come, under kills at the given moments, and finds one record of each. */
export async function messagesSurvive(dataDir: string, filing: readonly Moment[], recording: readonly Moment[]) {
  let host: HostProcess = await startProcess(dataDir);
  const receipts = new Map<string, any>();
  /** Sends what has no receipt yet while the host is killed under it, and once more when it is up again. */
  const through = async (names: readonly string[], moments: readonly Moment[]): Promise<void> => {
    for (const [list, count] of moments) {
      const clerk = await signedIn(host, 'clerk');
      const sending = (async () => {
        for (const name of names) {
          if (receipts.has(name)) continue;
          const receipt = await send(clerk, message(name));
          if (!receipt) return;
          receipts.set(name, receipt);
        }
      })();
      const reached = async () => (await lengthOf(clerk, list)) >= count || undefined;
      await until(`${count} ${list} to be there`, reached, { everyMs: 1 });
      await host.kill('SIGKILL');
      await sending;
      host = await startProcess(dataDir);
    }
    const clerk = await signedIn(host, 'clerk');
    for (const name of names) {
      const receipt = await send(clerk, message(name));
      expect(receipt, name).toBeDefined();
      expect(JSON.stringify(receipts.get(name) ?? receipt), name).toBe(JSON.stringify(receipt));
    }
  };

  await through(FILINGS, filing);
  const reviewer = await signedIn(host, 'reviewer');
  const waiting = await until('every filing to wait for its review', async () => {
    const { items } = await reviewer.get<{ items: { id: string }[] }>('/v1/filings?status=PENDING_REVIEW&limit=200');
    return items.length === FILINGS.length ? items : undefined;
  });
  for (const { id } of waiting) {
    await reviewer.decide(`/v1/filings/${id}/decision`, { decision: 'APPROVE', reasons: [] }, `decide-${id}`);
  }
  await until('every party to be filed', async () =>
    (await lengthOf(reviewer, 'entities')) === FILINGS.length ? true : undefined,
  );
  await through(RECORDS, recording);

  const after = await signedIn(host, 'clerk');
  const { items: trades } = await after.get<{ items: { lineCount: number }[] }>('/v1/trades');
  expect(trades.map(({ lineCount }) => lineCount)).toEqual([4]);
  expect(await lengthOf(after, 'goods')).toBe(4);
  expect(await lengthOf(after, 'filings')).toBe(FILINGS.length);
  await host.kill('SIGINT');
}
