import { DatabaseSync } from 'node:sqlite';
import { copyDatabase } from '../backup/copy-database.ts';

/** How far the stream has been read, and what could not be delivered; kept across restarts. */
export interface Checkpoints {
  read(shardId: string): string | undefined;
  write(shardId: string, sequenceNumber: string): void;
  /** Keeps an event that a subscriber refused for good, as a dead-letter queue does. */
  deadLetter(letter: DeadLetter): void;
  countDeadLetters(): number;
  deadLetters(): (DeadLetter & { readonly id: number })[];
  /** Removes what was delivered after all. */
  remove(id: number): void;
  /** Writes all as it stands at one instant to another file. */
  copyTo(to: string): Promise<void>;
  close(): void;
}

/** Under which name the time of the latest message that was carried is kept, ISO 8601. */
export const CARRIED_UNTIL = 'outbox';

export interface DeadLetter {
  readonly target: string;
  readonly event: string;
  readonly error: string;
  readonly at: string;
}

export function checkpoints(file: string): Checkpoints {
  const database = new DatabaseSync(file);
  // Exclusive: a second host on the same data is refused at its start, and a killed one leaves no lock behind.
  database.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS checkpoint (shard TEXT PRIMARY KEY, sequence TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS dead_letter (target TEXT, event TEXT, error TEXT, at TEXT) STRICT;
  `);
  const select = database.prepare('SELECT sequence FROM checkpoint WHERE shard = ?');
  const upsert = database.prepare('INSERT OR REPLACE INTO checkpoint VALUES (?, ?)');
  const letters = database.prepare('SELECT rowid AS id, * FROM dead_letter ORDER BY rowid');
  const count = database.prepare('SELECT COUNT(*) AS count FROM dead_letter');
  const remove = database.prepare('DELETE FROM dead_letter WHERE rowid = ?');
  const insert = database.prepare('INSERT INTO dead_letter VALUES (?, ?, ?, ?)');
  return {
    read: (shardId) => (select.get(shardId) as { sequence: string } | undefined)?.sequence,
    write: (shardId, sequenceNumber) => void upsert.run(shardId, sequenceNumber),
    deadLetter: ({ target, event, error, at }) => void insert.run(target, event, error, at),
    countDeadLetters: () => Number(count.get()?.['count']),
    deadLetters: () => letters.all() as unknown as ReturnType<Checkpoints['deadLetters']>,
    remove: (id) => void remove.run(id),
    copyTo: (to) => copyDatabase(database, to),
    close: () => database.close(),
  };
}
