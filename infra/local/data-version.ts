import { join } from 'node:path';
import { z } from 'zod';
import { readWhole, writeWhole } from './whole-file.ts';

/**
 * Which data this release writes: the number of the layout, and one for every later version of a form. A test holds it to
 * both, so that whoever changes either raises it.
 */
export const DATA_VERSION = 21;

/** Raised where a later release has worked on a data folder; its message says what to do. */
export class OfLaterRelease extends Error {
  override readonly name = 'OfLaterRelease';
}

const fileIn = (dataDir: string): string => join(dataDir, 'data-version');

/**
 * Holds a data folder to this release before anything of it is opened: what a later one has written would answer 500 here,
 * and the steps of its executions would fail for good.
 *
 * @throws OfLaterRelease
 */
export function refuseLaterData(dataDir: string): void {
  const written = readWhole(fileIn(dataDir), 'put back a copy of the whole folder', (text) =>
    z.coerce.number().parse(text),
  );
  if (written === undefined || written <= DATA_VERSION) return;
  throw new OfLaterRelease(
    `a later release has worked on ${dataDir} (its data are of version ${written}, and this release knows ${DATA_VERSION}). ` +
      'Nothing was changed: start that release, or restore a backup of before it (docs/upgrade.md)',
  );
}

/** Notes that this release has brought a data folder up to itself. */
export const noteData = (dataDir: string): void => writeWhole(fileIn(dataDir), String(DATA_VERSION), 0o600);
