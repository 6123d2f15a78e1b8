import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useFolder } from '../kit/folder.ts';
import { backupOf, restoreOf, startProcess } from '../kit/process.ts';

const folder = useFolder();

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
