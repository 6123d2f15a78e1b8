import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { complaint } from '../../../infra/local/complaint.ts';
import { useFolder } from '../../kit/folder.ts';

const folder = useFolder();

const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

it.each([
  [
    'may be read and not written',
    () => {
      const file = join(folder, 'read-only.sqlite');
      new DatabaseSync(file).exec('CREATE TABLE a (b)');
      return thrownBy(() => new DatabaseSync(file, { readOnly: true }).exec('INSERT INTO a VALUES (1)'));
    },
  ],
  ['cannot be opened', () => thrownBy(() => new DatabaseSync(join(folder, 'no', 'folder.sqlite')))],
  // Of a folder that may not be written while the database keeps a log beside itself; the code is SQLITE_IOERR_SHMOPEN.
  [
    'has no place for its log',
    () => Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 4618 }),
  ],
])('says in one line what to do where a database %s', (_what, fault) => {
  const said = complaint(fault());
  expect(said).toContain('cannot be written');
  expect(said).toContain('DATA_DIR');
  expect(said).not.toContain('\n');
});
