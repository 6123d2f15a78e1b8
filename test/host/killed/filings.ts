import { expect } from 'vitest';
import { merchantSample } from '../../functions/filing/samples.ts';
import { signedIn } from '../../kit/client.ts';
import { startProcess } from '../../kit/process.ts';
import { until } from '../../kit/until.ts';

export const FILINGS = 12;

/** How many filings have been taken and decided so far, as clerk and reviewer have been told. */
export interface Seen {
  readonly filed: ReadonlySet<number>;
  readonly decided: ReadonlySet<number>;
}

/** When the host is killed: once so many filings have been taken or decided, while the others are under way. */
export type Moment = readonly [of: keyof Seen, count: number];

/** What a screen that froze is told: nothing. The clerk presses the button again, with the same key. */
async function attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch {
    return undefined;
  }
}

/** Files and approves under kills at the given moments, and finds every filing decided once and every number given once. */
export async function filingsSurvive(dataDir: string, moments: readonly Moment[]): Promise<void> {
  let host = await startProcess(dataDir);
  const ids = new Map<number, string>();
  const seen = { filed: new Set<number>(), decided: new Set<number>() };
  for (const [of, count] of moments) {
    const [clerk, reviewer] = [await signedIn(host, 'clerk'), await signedIn(host, 'reviewer')];
    let isUp = true;
    const work = Array.from({ length: FILINGS }, async (_one, n) => {
      const filed = await attempt(() => clerk.post<{ id: string }>('/v1/filings', merchantSample(n + 1), `file-${n}`));
      if (!filed) return;
      expect(ids.get(n) ?? filed.id).toBe(filed.id);
      ids.set(n, filed.id);
      seen.filed.add(n);
      // It is refused until the filing waits for its review.
      await until(`filing ${n} to be decided`, async () => {
        const body = { decision: 'APPROVE', reasons: [] };
        const decided = await attempt(() => reviewer.decide(`/v1/filings/${filed.id}/decision`, body, `decide-${n}`));
        if (decided) seen.decided.add(n);
        return decided || !isUp ? true : undefined;
      });
    });
    await until(`${count} filings to be ${of}`, () => seen[of].size >= count || undefined, { everyMs: 1 });
    await host.kill('SIGKILL');
    isUp = false;
    await Promise.all(work);
    host = await startProcess(dataDir);
  }

  const [clerk, reviewer] = [await signedIn(host, 'clerk'), await signedIn(host, 'reviewer')];
  const entities = await Promise.all(
    Array.from({ length: FILINGS }, async (_one, n) => {
      const { id } = await clerk.post<{ id: string }>('/v1/filings', merchantSample(n + 1), `file-${n}`);
      expect(ids.get(n) ?? id).toBe(id);
      const entityId = await until(`filing ${n} to be approved`, async () => {
        const body = { decision: 'APPROVE', reasons: [] };
        await attempt(() => reviewer.decide(`/v1/filings/${id}/decision`, body, `decide-${n}`));
        return (await reviewer.get<{ entityId?: string }>(`/v1/filings/${id}`)).entityId;
      });
      return clerk.get<{ id: string; filingNumber: string; status: string }>(`/v1/entities/${entityId}`);
    }),
  );
  expect(entities.every(({ status }) => status === 'ACTIVE')).toBe(true);
  expect(new Set(entities.map(({ filingNumber }) => filingNumber)).size).toBe(FILINGS);
  const { items } = await clerk.get<{ items: { id: string }[] }>('/v1/entities?kind=merchant');
  expect(items).toHaveLength(FILINGS);
  await until('every party to be scored', async () => {
    const scored = await Promise.all(
      items.map(({ id }) => attempt(() => clerk.get<{ grade: string }>(`/v1/entities/${id}/credit`))),
    );
    return scored.every((one) => one?.grade === 'B') || undefined;
  });
  expect(await host.kill('SIGINT')).toBe(0);
}
