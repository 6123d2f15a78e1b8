import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CopyDatabase, DATABASES, NoBackup } from './backup.ts';
import { copyDatabase } from './copy-database.ts';

/** SQLite's result code SQLITE_BUSY (sqlite.org/rescode.html). */
const BUSY = 5;

/** All pages of a file at once: what another process writes meanwhile would have a copy in parts begin anew. */
const ALL_PAGES = 2 ** 30;

/**
 * Copies a database of which this process has no connection, e.g. the tables, which the engine serves.
 *
 * @throws NoBackup where there is none, or a host that does not answer has it locked
 */
export const fileCopy =
  (file: string): CopyDatabase =>
  async (to) => {
    if (!existsSync(file)) throw new NoBackup(`there is no ${file}: set DATA_DIR to the data folder of a host`);
    const database = new DatabaseSync(file, { timeout: 1000 });
    try {
      await copyDatabase(database, to, ALL_PAGES);
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== BUSY) throw error;
      throw new NoBackup(`a host has ${file} in use and does not answer: stop it, then repeat this`, { cause: error });
    } finally {
      database.close();
    }
  };

/** The databases of a folder that no host serves. */
export const databasesIn = (dataDir: string): Record<(typeof DATABASES)[number], CopyDatabase> =>
  Object.fromEntries(DATABASES.map((name) => [name, fileCopy(join(dataDir, name))])) as Record<
    (typeof DATABASES)[number],
    CopyDatabase
  >;
