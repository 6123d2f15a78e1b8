import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { DATABASES, makeBackup } from '../../../infra/local/backup/backup.ts';
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
