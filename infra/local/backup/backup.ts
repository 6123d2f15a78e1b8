import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { refuseBackup } from '../data-folder.ts';
import { ANCHOR_BUCKET } from '../documents/bucket.ts';
import { DOOR_FILE } from '../door.ts';
import { makeFolder, staysBelow } from '../folder.ts';
import { writeWhole } from '../whole-file.ts';
import { BACKUP_FILE, BACKUP_FORM, type BackupManifest, digestOf } from './manifest.ts';

/** Writes a database as it stands at one instant to a file that is not there yet. */
export type CopyDatabase = (file: string) => Promise<void>;

/** The databases of a data folder, in the order in which they are copied. */
export const DATABASES = ['events.sqlite', 'step-functions.sqlite', 'registry.sqlite'] as const;

/** What belongs to a running host alone: the door, and what stands beside the databases. */
const isOfRunningHost = (path: string): boolean =>
  path === DOOR_FILE || DATABASES.some((name) => path.startsWith(name));

export interface Backup {
  readonly dataDir: string;
  /** The folder to be made, with an absolute path. */
  readonly into: string;
  readonly databases: Readonly<Record<(typeof DATABASES)[number], CopyDatabase>>;
  readonly release: string;
  readonly now: () => Date;
}

/** Raised where no backup can be made as it was asked for; its message says what to do. */
export class NoBackup extends Error {
  override readonly name = 'NoBackup';
}

/**
 * Copies a data folder while its host works. Each database is copied as it stood at one instant; what one of them says may
 * be newer than what another says, and only in an order that does no harm:
 *
 * 1. the anchors of the audit: what the trail was then, it is still;
 * 2. how far the outbox was carried: what was carried since is carried once more, without effect;
 * 3. the executions: a step that was done since is done once more, without effect;
 * 4. the records;
 * 5. all other files: a record never cites one that was not there before it.
 *
 * The folder comes into being whole or not at all.
 */
export async function makeBackup({ dataDir, into, databases, release, now }: Backup): Promise<BackupManifest> {
  refuseInto(into, dataDir);
  const part = partOf(into);
  try {
    const manifest = await copied({ dataDir, into: part, databases, release, now });
    if (existsSync(into)) throw new NoBackup(`${into} was made meanwhile: name another folder`);
    renameSync(part, into);
    return manifest;
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error;
  }
}

/** A folder beside the one to be made; of two that are asked for at once each has its own. */
function partOf(into: string): string {
  try {
    return mkdtempSync(`${into}.`);
  } catch (error) {
    throw new NoBackup(`${dirname(into)} cannot be written: name another folder`, { cause: error });
  }
}

function refuseInto(into: string, dataDir: string): void {
  if (existsSync(into)) throw new NoBackup(`${into} is there already: name a folder that is not`);
  if (!existsSync(dirname(into))) throw new NoBackup(`${dirname(into)} is not there: make it, or name another folder`);
  if (!existsSync(dataDir)) throw new NoBackup(`there is no ${dataDir}: set DATA_DIR to the data folder of a host`);
  refuseBackup(dataDir);
  const inside = relative(realpathSync(dataDir), join(realpathSync(dirname(into)), basename(into)));
  if (!staysBelow(inside)) return;
  throw new NoBackup(`${into} is inside the data folder, which it would be lost with: name a folder on another disk`);
}

async function copied({ dataDir, into: part, databases, release, now }: Backup): Promise<BackupManifest> {
  const begunAt = now().toISOString();
  const copyAll = async (folder: string): Promise<void> => {
    for (const file of filesIn(folder)) {
      const path = relative(dataDir, file);
      if (isOfRunningHost(path) || existsSync(join(part, path))) continue;
      copy(file, join(part, path));
      // Whoever the host serves has a turn between two files.
      await turn();
    }
  };
  await copyAll(join(dataDir, ANCHOR_BUCKET));
  for (const name of DATABASES) await databases[name](join(part, name));
  const endedAt = now().toISOString();
  for (const { name } of readdirSync(dataDir, { withFileTypes: true })) {
    if (name !== ANCHOR_BUCKET) await copyAll(join(dataDir, name));
  }
  const files: BackupManifest['files'] = [];
  for (const file of filesIn(part)) {
    files.push({ path: relative(part, file), bytes: statSync(file).size, sha256: await digestOf(file) });
  }
  const manifest: BackupManifest = { form: BACKUP_FORM, release, begunAt, endedAt, files };
  writeWhole(join(part, BACKUP_FILE), JSON.stringify(manifest, null, 1), 0o600);
  return manifest;
}

/** A file, or the files below a folder, but for those that are being written. */
export function filesIn(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.isFile() && !path.endsWith('.part') ? [path] : [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** An upload may be cleared away while the files are copied: then it was not cited, or the evidence has it. */
function copy(from: string, to: string): void {
  try {
    makeFolder(dirname(to));
    copyFileSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
