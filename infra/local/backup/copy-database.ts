import { rmSync } from 'node:fs';
import { backup, type DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';

/** [designed] A transaction takes a millisecond; so many in a row at the very moment of a first look are no chance. */
const LOOKS = 200;

/**
 * Writes a database as it stands at one instant to a file, while it is used. What this very connection writes meanwhile is
 * in it.
 *
 * @param pages that are copied at once, while this connection waits; what another process writes between two of its parts
 *   has a copy begin anew
 */
export async function copyDatabase(database: DatabaseSync, file: string, pages = 5000): Promise<void> {
  for (let look = 1; ; look += 1) {
    try {
      await backup(database, file, { rate: pages });
      return;
    } catch (error) {
      // Where its first look falls into a transaction of this connection, SQLite says that it is busy, and Node that
      // there is no error.
      if (look === LOOKS || (error as { errcode?: number }).errcode !== 0) throw error;
      rmSync(file, { force: true });
      await turn();
    }
  }
}
