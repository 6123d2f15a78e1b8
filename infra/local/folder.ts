import { mkdirSync, statSync } from 'node:fs';
import { dirname, isAbsolute, sep } from 'node:path';

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

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
