import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, sep } from 'node:path';

/** Whether a relative path, as `path.relative` gives it, stays below the folder that it begins in. */
export const staysBelow = (path: string): boolean => !isAbsolute(path) && path.split(sep)[0] !== '..';

/**
 * Makes a folder that only its owner may enter, and those above it that are not there. Node's own recursive `mkdir` never
 * ends where a file system has a folder and says that it has none, as `/proc` does.
 *
 * @throws NodeJS.ErrnoException of `mkdir`
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process was faster.
    if (!isFolder(path)) throw error;
  }
}

const OTHERS = 0o077;

/**
 * Closes to others what an earlier release left open to them in a folder; the folder itself is whoever made it's to open.
 */
export function keepToOwner(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found && (found.mode & OTHERS) !== 0 && found.uid === process.getuid?.()) {
      chmodSync(path, found.mode & ~OTHERS & 0o777);
    }
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
