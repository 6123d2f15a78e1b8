import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BACKUP_FILE } from './backup/manifest.ts';

/** The file that every data folder has, wherever its tables are, and that its host keeps open. */
export const EVENTS_FILE = 'events.sqlite';

/** What a folder may have in it that nobody put there: a disk that was just mounted. */
const OF_THE_DISK = new Set(['lost+found']);

/** Raised for a folder that no host can work in; its message says what to do. */
export class NoDataFolder extends Error {
  override readonly name = 'NoDataFolder';
}

/**
 * A backup is kept as it was made: a host or a command that worked in it would leave it damaged.
 *
 * @throws NoDataFolder
 */
export function refuseBackup(dataDir: string): void {
  if (!existsSync(join(dataDir, BACKUP_FILE))) return;
  throw new NoDataFolder(
    `${dataDir} is a backup: restore it into another folder (npm run -s restore), and work on that`,
  );
}

/**
 * A new registry begins in an empty folder: among somebody's files it would be lost with them, or they with it.
 *
 * @throws NoDataFolder
 */
export function refuseForeign(dataDir: string): void {
  refuseBackup(dataDir);
  const names = readdirSync(dataDir).filter((name) => !OF_THE_DISK.has(name));
  if (names.length === 0 || OWN_FILES.some((own) => names.includes(own))) return;
  throw new NoDataFolder(`${dataDir} has other files in it, and no registry: set DATA_DIR to an empty or a new folder`);
}

/**
 * Any of these tells a data folder, also one that an earlier release has made, whose first start broke off, or in which the
 * password of a mail relay waits for the first start.
 */
const OWN_FILES = [EVENTS_FILE, 'registry.sqlite', 'data-version', 'clock', 'secrets'];

/** [designed] How often a host looks whether its folder is still there. */
const LOOK_MILLISECONDS = 1000;

/** Settles once the folder that a host works in was taken away or put in another's place. */
export function watchFolder(dataDir: string): { readonly gone: Promise<Error>; close(): void } {
  const { promise: gone, resolve } = Promise.withResolvers<Error>();
  // Its number is nobody else's as long as the host has the file open.
  const own = numberOf(dataDir);
  const timer = setInterval(() => {
    if (numberOf(dataDir) === own) return;
    clearInterval(timer);
    resolve(
      new NoDataFolder(`${dataDir} was taken away or replaced while the host ran: it stops, nothing more is kept`),
    );
  }, LOOK_MILLISECONDS).unref();
  return { gone, close: () => clearInterval(timer) };
}

const numberOf = (dataDir: string): number | undefined =>
  statSync(join(dataDir, EVENTS_FILE), { throwIfNoEntry: false })?.ino;
