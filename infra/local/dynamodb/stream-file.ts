import { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import type { Checkpoints } from '../events/checkpoints.ts';

/** Records deleted at once: a few milliseconds, which a write of the engine may have to wait. */
const SLICE = 1000;

/** How long to wait for a write of the engine, which takes milliseconds. */
const BUSY = { timeout: 5000 };

/**
 * Gives the stream in the engine's file an index. Without one the engine goes through every record that it keeps, to number
 * the next at each write, and to find it at each read.
 *
 * @param file that an engine serves
 * @throws Error where the engine keeps its stream in another way than version 1.2
 */
export function indexStream(file: string): void {
  const database = new DatabaseSync(file, BUSY);
  try {
    database.exec(`CREATE INDEX IF NOT EXISTS _stream_order
      ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`);
  } finally {
    database.close();
  }
}

/**
 * Deletes the records of a table's stream that have been read, as DynamoDB does after a day and the embedded engine never.
 * The last of them stays, because the engine numbers on from the highest that it has.
 *
 * @param file that an engine serves
 * @param checkpoints how far it was read
 * @returns how many were deleted
 */
export async function trimStream(
  file: string,
  tableName: string,
  checkpoints: Pick<Checkpoints, 'read'>,
): Promise<number> {
  const database = new DatabaseSync(file, BUSY);
  try {
    database.exec('PRAGMA synchronous = NORMAL');
    // The engine has one shard a table.
    const shard = database.prepare('SELECT shard_id AS id FROM _stream_records WHERE table_name = ? LIMIT 1');
    const last = checkpoints.read((shard.get(tableName)?.['id'] as string | undefined) ?? '');
    if (last === undefined) return 0;
    const trim = database.prepare(`DELETE FROM _stream_records WHERE id IN (SELECT id FROM _stream_records
      WHERE table_name = ? AND CAST(sequence_number AS INTEGER) < CAST(? AS INTEGER) LIMIT ${SLICE})`);
    let deleted = 0;
    for (let changes = SLICE; changes === SLICE; deleted += changes) {
      changes = Number(trim.run(tableName, last).changes);
      await turn();
    }
    return deleted;
  } finally {
    database.close();
  }
}
