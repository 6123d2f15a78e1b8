import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useFolder } from '../kit/folder.ts';
import { auditOf, backupOf, reconcileOf, replayOf, restoreOf, startProcess } from '../kit/process.ts';

const folder = useFolder();

it('refuses what is no whole backup, works in none, and writes over nothing', async () => {
  const [dataDir, backup] = [join(folder, 'kept'), join(folder, 'damaged')];
  const host = await startProcess(dataDir);
  const own = { DYNAMODB_ENDPOINT: /DynamoDB +(\S+)/.exec(host.output())?.[1] ?? '' };
  expect((await backupOf(dataDir, backup, own)).code).toBe(0);
  expect(await backupOf(dataDir, backup)).toMatchObject({
    code: 2,
    output: expect.stringContaining('is there already'),
  });
  expect(await restoreOf(dataDir, backup)).toMatchObject({ code: 2, output: expect.stringContaining('is not empty') });
  await host.kill('SIGINT');
  const atRest = join(folder, 'at-rest');
  expect((await backupOf(dataDir, atRest)).code).toBe(0);
  expect(await backupOf(atRest, join(folder, 'copy'))).toMatchObject({
    code: 2,
    output: expect.stringContaining('is a backup'),
  });
  expect(await auditOf({ DATA_DIR: atRest })).toMatchObject({
    code: 2,
    output: expect.stringContaining('is a backup'),
  });
  expect(readdirSync(atRest).filter((name) => name.endsWith('.pid'))).toEqual([]);
  const elsewhereToo = await backupOf(dataDir, join(folder, 'copy'), { DYNAMODB_ENDPOINT: 'http://127.0.0.1:9' });
  expect(elsewhereToo).toMatchObject({ code: 2, output: expect.stringContaining('unset it') });
  expect(await reconcileOf(dataDir, '--mend')).toMatchObject({
    code: 2,
    output: expect.stringContaining('no host runs on the data folder'),
  });
  expect(await replayOf({ DATA_DIR: dataDir }, '--run', '2026-03-17T01:30:00.000Z')).toMatchObject({
    code: 2,
    output: expect.stringContaining('no run 2026-03-17T01:30:00.000Z was begun'),
  });
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
