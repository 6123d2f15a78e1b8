import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** What a backup says of itself, in a file that is written last: a folder without it is no whole backup. */
export const BACKUP_FILE = 'backup.json';

export const BACKUP_FORM = 1;

export const BackupManifest = z.object({
  form: z.literal(BACKUP_FORM),
  /** The release that made it; an earlier one may not be able to read it. */
  release: z.string(),
  /** By the host's clock, ISO 8601: whatever was acknowledged before `begunAt` is in it, nothing from after `endedAt` is. */
  begunAt: z.string(),
  endedAt: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string() })),
});

export type BackupManifest = z.infer<typeof BackupManifest>;

/** SHA-256 of a file in hexadecimal; files are read in parts, since a registry may be larger than memory. */
export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
