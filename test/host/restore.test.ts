import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Refused, signedIn } from '../kit/client.ts';
import { useFolder } from '../kit/folder.ts';
import { auditOf, backupOf, type HostProcess, reconcileOf, restoreOf, startProcess } from '../kit/process.ts';
import { until } from '../kit/until.ts';
import { decide, file, filing, filingIs, uploaded } from './killed/filed.ts';

/** Everything is lost, and comes back from a backup: what was acknowledged before it is there and goes on. */

const folder = useFolder();

/** Ends a host without a word, and the engine that it leaves behind. */
async function killed(host: HostProcess, dataDir: string): Promise<void> {
  const engine = Number.parseInt(readFileSync(join(dataDir, 'registry.sqlite.pid'), 'utf8'));
  await host.kill('SIGKILL');
  process.kill(engine, 'SIGKILL');
  await until('the engine to be gone', () => !existsSync(`/proc/${engine}`) || undefined);
}

it('loses nothing that was acknowledged before the backup, and tells since when things are gone', async () => {
  const [dataDir, backup] = [join(folder, 'lost'), join(folder, 'backup')];
  let host = await startProcess(dataDir);
  let [clerk, reviewer] = [await signedIn(host, 'clerk'), await signedIn(host, 'reviewer')];
  const documentId = await uploaded(clerk, '执照');
  /** What was acknowledged, when, and whether its decision was too. */
  const acknowledged = new Map<number, { id: string; at: string; isApproved: boolean }>();
  let isOpen = true;
  const counter = async (first: number): Promise<void> => {
    for (let n = first; isOpen; n += 4) {
      const { id } = await file(clerk, n, n === 1 ? documentId : undefined);
      const filed = { id, at: new Date().toISOString(), isApproved: false };
      acknowledged.set(n, filed);
      if (n % 2 === 1) continue;
      await decide(reviewer, id, 'APPROVE');
      if (isOpen) acknowledged.set(n, { ...filed, at: new Date().toISOString(), isApproved: true });
    }
  };
  const counters = [1, 2, 3, 4].map(counter);
  await until('work to be under way', () => acknowledged.size >= 8 || undefined);
  const backedUp = await backupOf(dataDir, backup);
  expect(backedUp.code, backedUp.output).toBe(0);
  const kept = acknowledged.size;
  await until('more to be acknowledged', () => acknowledged.size >= kept + 6 || undefined);
  isOpen = false;
  await Promise.all(counters);
  await killed(host, dataDir);
  rmSync(dataDir, { recursive: true });

  const restored = await restoreOf(dataDir, backup);
  expect(restored.code, restored.output).toBe(0);
  const [, begunAt = '', endedAt = ''] = /before (\S+) is in it; nothing that was acknowledged after (\S+) is/.exec(
    restored.output,
  ) as RegExpExecArray;
  host = await startProcess(dataDir);
  [clerk, reviewer] = [await signedIn(host, 'clerk'), await signedIn(host, 'reviewer')];
  const reconciled = await reconcileOf(dataDir);
  expect(reconciled, reconciled.output).toMatchObject({ code: 0, output: expect.stringContaining('fit') });

  const before = [...acknowledged].filter(([, { at }]) => at < begunAt);
  const after = [...acknowledged].filter(([, { at }]) => at > endedAt);
  expect([before.length > 0, after.length > 0]).toEqual([true, true]);
  for (const [n, { id, isApproved }] of before) {
    expect(await file(clerk, n, n === 1 ? documentId : undefined)).toMatchObject({ id });
    if (!isApproved) await decide(reviewer, id, 'APPROVE');
    await filingIs(clerk, id, 'APPROVED');
  }
  // Of those whose filing is from before and whose decision is not, the decision is told again as well.
  for (const [n, { id, isApproved }] of after) {
    const found = await filing(clerk, id).catch((error: unknown) => {
      if (error instanceof Refused && error.status === 404) return undefined;
      throw error;
    });
    const again = await file(clerk, n);
    expect(found === undefined || isApproved, `${id} came after the backup`).toBe(true);
    if (found) expect(again).toMatchObject({ id });
    else expect(again.id).not.toBe(id);
  }
  const audited = await auditOf({ DATA_DIR: dataDir });
  expect(audited, audited.output).toMatchObject({ code: 0 });
  await killed(host, dataDir);
});

it('refuses what is no whole backup, and writes over nothing', async () => {
  const [dataDir, backup] = [join(folder, 'kept'), join(folder, 'damaged')];
  const host = await startProcess(dataDir);
  expect((await backupOf(dataDir, backup)).code).toBe(0);
  expect(await backupOf(dataDir, backup)).toMatchObject({
    code: 2,
    output: expect.stringContaining('is there already'),
  });
  expect(await restoreOf(dataDir, backup)).toMatchObject({ code: 2, output: expect.stringContaining('is not empty') });
  await host.kill('SIGINT');
  const atRest = join(folder, 'at-rest');
  expect((await backupOf(dataDir, atRest)).code).toBe(0);
  writeFileSync(join(backup, 'events.sqlite'), 'x', { flag: 'a' });
  const elsewhere = join(folder, 'elsewhere');
  expect(await restoreOf(elsewhere, backup)).toMatchObject({ code: 2, output: expect.stringContaining('is damaged') });
  rmSync(join(atRest, 'backup.json'));
  expect(await restoreOf(elsewhere, atRest)).toMatchObject({
    code: 2,
    output: expect.stringContaining('is no backup'),
  });
  expect(existsSync(elsewhere)).toBe(false);
  expect(await backupOf(elsewhere, join(folder, 'none'))).toMatchObject({ code: 2 });
});
