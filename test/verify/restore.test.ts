import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decide, file, filing, filingIs, uploaded } from '../host/killed/filed.ts';
import { Refused, signedIn } from '../kit/client.ts';
import { useFolder } from '../kit/folder.ts';
import { auditOf, backupOf, type HostProcess, reconcileOf, restoreOf, startProcess } from '../kit/process.ts';
import { until } from '../kit/until.ts';

const folder = useFolder();

/** Ends a host without a word, and the engine that it leaves behind. */
async function killed(host: HostProcess, dataDir: string): Promise<void> {
  const engine = Number.parseInt(readFileSync(join(dataDir, 'registry.sqlite.pid'), 'utf8'));
  await host.kill('SIGKILL');
  process.kill(engine, 'SIGKILL');
  await until('the engine to be gone', () => !existsSync(`/proc/${engine}`) || undefined);
}

it('loses nothing that was acknowledged before the backup, and tells since when things are gone', async () => {
  const [dataDir, backup] = [join(folder, 'lost'), join(folder, 'lost-backup')];
  let host = await startProcess(dataDir);
  let [clerk, reviewer] = [await signedIn(host, 'clerk'), await signedIn(host, 'reviewer')];
  const documentId = await uploaded(clerk, '执照');
  /** What was acknowledged, when it was asked for and acknowledged, and whether its decision was too. */
  const acknowledged = new Map<number, { id: string; askedAt: string; at: string; isApproved: boolean }>();
  let isOpen = true;
  const counter = async (first: number): Promise<void> => {
    for (let n = first; isOpen; n += 4) {
      const askedAt = new Date().toISOString();
      const { id } = await file(clerk, n, n === 1 ? documentId : undefined);
      const filed = { id, askedAt, at: new Date().toISOString(), isApproved: false };
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
  const [, begunAt = '', endedAt = ''] = /before (\S+) is in it; nothing that was asked for after (\S+) is/.exec(
    restored.output,
  ) as RegExpExecArray;
  host = await startProcess(dataDir);
  [clerk, reviewer] = [await signedIn(host, 'clerk'), await signedIn(host, 'reviewer')];
  const reconciled = await reconcileOf(dataDir);
  expect(reconciled, reconciled.output).toMatchObject({ code: 0, output: expect.stringContaining('fit') });

  const before = [...acknowledged].filter(([, { at }]) => at < begunAt);
  const after = [...acknowledged].filter(([, { askedAt }]) => askedAt > endedAt);
  expect([before.length > 0, after.length > 0]).toEqual([true, true]);
  for (const [n, { id, isApproved }] of before) {
    expect(await file(clerk, n, n === 1 ? documentId : undefined)).toMatchObject({ id });
    if (!isApproved) await decide(reviewer, id, 'APPROVE');
    await filingIs(clerk, id, 'APPROVED');
  }
  for (const [n, { id }] of after) {
    const found = await filing(clerk, id).catch((error: unknown) => {
      if (error instanceof Refused && error.status === 404) return undefined;
      throw error;
    });
    const again = await file(clerk, n);
    expect(found, `${id} came after the backup`).toBeUndefined();
    expect(again.id).not.toBe(id);
  }
  const audited = await auditOf({ DATA_DIR: dataDir });
  expect(audited, audited.output).toMatchObject({ code: 0 });
  await killed(host, dataDir);
});

it('holds tables that went back, as on AWS, to executions and files that did not', async () => {
  const [dataDir, backup] = [join(folder, 'back'), join(folder, 'back-backup')];
  let host = await startProcess(dataDir);
  let [clerk, reviewer] = [await signedIn(host, 'clerk'), await signedIn(host, 'reviewer')];
  const cited = await uploaded(clerk, '旧执照');
  const [approved, returned] = [(await file(clerk, 1, cited)).id, (await file(clerk, 2)).id];
  for (const id of [approved, returned]) await filingIs(clerk, id, 'PENDING_REVIEW');
  const evidence = join(dataDir, 'evidence', '500111', cited);
  await until('the evidence to be kept', () => existsSync(evidence) || undefined);
  expect((await backupOf(dataDir, backup)).code).toBe(0);

  await decide(reviewer, approved, 'APPROVE');
  await filingIs(clerk, approved, 'APPROVED');
  await decide(reviewer, returned, 'RETURN');
  await filingIs(clerk, returned, 'RETURNED');
  const { id: gone } = await file(clerk, 3);
  await filingIs(clerk, gone, 'PENDING_REVIEW');
  const unknown = await uploaded(clerk, '备份之后');
  expect(await host.kill('SIGINT')).toBe(0);
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(dataDir, `registry.sqlite${suffix}`), { force: true });
  for (const name of ['registry.sqlite', 'events.sqlite']) cpSync(join(backup, name), join(dataDir, name));

  const found = [
    `RECORD_WITHOUT_EXECUTION ${approved} (filing PENDING_REVIEW)`,
    `DEAF_EXECUTION ${returned} (filing PENDING_REVIEW)`,
    `EXECUTION_WITHOUT_RECORD ${gone}-1 (filing)`,
    `FILE_WITHOUT_RECORD 500111/${unknown} (uploads)`,
  ];
  host = await startProcess(dataDir);
  const told = await reconcileOf(dataDir);
  for (const line of [...found, '4 found, 3 left to be mended']) expect(told.output).toContain(line);
  expect(told.code).toBe(1);
  // Lost after the start, which carries again what was cited shortly before the backup.
  rmSync(evidence);
  const mended = await reconcileOf(dataDir, '--mend', '--skip-numbers', '100');
  for (const line of [...found.slice(0, 3), `EVIDENCE_NOT_KEPT ${cited}`])
    expect(mended.output).toContain(`mended ${line}`);
  expect(mended.output).toContain('5 found, 0 left to be mended');
  [clerk, reviewer] = [await signedIn(host, 'clerk'), await signedIn(host, 'reviewer')];
  for (const id of [approved, returned]) {
    await decide(reviewer, id, 'APPROVE');
    await filingIs(clerk, id, 'APPROVED');
  }
  const left = await reconcileOf(dataDir);
  expect(left.output).toMatch(/^FILE_WITHOUT_RECORD .*\n1 found, 0 left to be mended\n$/);
  expect((await auditOf({ DATA_DIR: dataDir })).code).toBe(0);
  expect(await host.kill('SIGINT')).toBe(0);
});
