import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { type Backup, DATABASES, makeBackup } from '../../../infra/local/backup/backup.ts';
import { restoreBackup } from '../../../infra/local/backup/restore.ts';
import { useFolder } from '../../kit/folder.ts';

const folder = useFolder();

const put = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

it('has every file of the folder but those of the running host, and the anchors of before the records', async () => {
  const [dataDir, into] = [join(folder, 'data'), join(folder, 'backup')];
  const kept = ['clock', 'tls-key.pem', 'secrets/webhookKey', 'documents/500111/a', 'evidence/500111/b', 'later/c'];
  const anchor = 'anchors/2026-11-29.anchor';
  for (const path of [...kept, anchor]) put(join(dataDir, path), path);
  const ofHost = ['host.json', 'registry.sqlite-wal', 'registry.sqlite.pid', 'documents/500111/d.part'];
  for (const path of ofHost) put(join(dataDir, path), path);
  const copyTo = async (file: string): Promise<void> => {
    expect(existsSync(join(dirname(file), anchor))).toBe(true);
    // Made while the records are copied: it would not fit them.
    put(join(dataDir, 'anchors/2026-11-30.anchor'), 'of a later hour');
    writeFileSync(file, 'a database');
  };
  const databases = Object.fromEntries(DATABASES.map((name) => [name, copyTo]));
  const { files } = await makeBackup({
    dataDir,
    into,
    databases: databases as Parameters<typeof makeBackup>[0]['databases'],
    release: '0.1.0',
    now: () => new Date('2026-11-30T01:00:00.000Z'),
  });
  expect(files.map(({ path }) => path)).toEqual([...kept, anchor, ...DATABASES].toSorted());
  for (const path of [...kept, anchor]) expect(readFileSync(join(into, path), 'utf8')).toBe(path);
});

const databasesBy = (copyTo: (file: string) => Promise<void>) =>
  Object.fromEntries(DATABASES.map((name) => [name, copyTo])) as Backup['databases'];

const backupOf = (dataDir: string, into: string, copyTo = async (file: string) => writeFileSync(file, 'a database')) =>
  makeBackup({ dataDir, into, databases: databasesBy(copyTo), release: '0.1.0', now: () => new Date(0) });

/** A folder of its own, in which a data folder has one secret. */
function withData(name: string): { home: string; dataDir: string } {
  const home = join(folder, name);
  put(join(home, 'data/secrets/webhookKey'), 'secret');
  return { home, dataDir: join(home, 'data') };
}

it('is refused where it would lie in the data folder, or nothing can be made, and leaves nothing', async () => {
  const { home, dataDir } = withData('refused');
  symlinkSync(dataDir, join(home, 'by-another-name'));
  for (const [into, why] of [
    [join(dataDir, 'backup'), 'inside the data folder'],
    [join(home, 'by-another-name/backup'), 'inside the data folder'],
    [join(home, 'none/backup'), 'is not there'],
    ['/proc/backup', 'cannot be written'],
  ] as const) {
    await expect(backupOf(dataDir, into), into).rejects.toThrow(why);
  }
  await expect(backupOf(join(home, 'no-data'), join(home, 'backup'))).rejects.toThrow('set DATA_DIR');
  const full = () => Promise.reject(new Error('the disk is full'));
  await expect(backupOf(dataDir, join(home, 'backup'), full)).rejects.toThrow('full');
  expect(readdirSync(home).toSorted()).toEqual(['by-another-name', 'data']);
  expect(readdirSync(dataDir)).toEqual(['secrets']);
});

it('of two at once into one folder is one that is whole, and a refusal', async () => {
  const { home, dataDir } = withData('twice');
  const both = await Promise.allSettled([1, 2].map(() => backupOf(dataDir, join(home, 'backup'))));
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(readdirSync(home).toSorted()).toEqual(['backup', 'data']);
  await restoreBackup(join(home, 'backup'), join(home, 'restored'));
});

it('is restored for its owner’s eyes alone, and nowhere but into the data folder', async () => {
  const { home, dataDir } = withData('restored');
  const backup = join(home, 'backup');
  await backupOf(dataDir, backup);
  const restored = join(home, 'new/data');
  await restoreBackup(backup, restored);
  for (const path of ['', 'secrets']) expect(statSync(join(restored, path)).mode & 0o777, path).toBe(0o700);

  const file = join(backup, 'backup.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...manifest, form: 2, release: '9.0.0' }));
  await expect(restoreBackup(backup, join(home, 'later'))).rejects.toThrow('release 9.0.0');
  put(join(home, 'elsewhere'), 'of others');
  for (const path of ['../elsewhere', '/etc/hostname', 'secrets/../../elsewhere']) {
    writeFileSync(file, JSON.stringify({ ...manifest, files: [{ ...manifest.files[0], path }] }));
    const outcome = restoreBackup(backup, join(home, 'led-out'));
    await expect(outcome, path).rejects.toThrow(path === '/etc/hostname' ? 'is missing' : 'leads out');
  }
  expect(readFileSync(join(home, 'elsewhere'), 'utf8')).toBe('of others');
  expect(readdirSync(home).toSorted()).toEqual(['backup', 'data', 'elsewhere', 'new']);
});
