import { copyFileSync, existsSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { makeFolder, staysBelow } from '../folder.ts';
import { readWhole } from '../whole-file.ts';
import { BACKUP_FILE, BACKUP_FORM, BackupManifest, digestOf } from './manifest.ts';

/** Raised where a backup cannot be restored; its message says what to do. */
export class NotRestored extends Error {
  override readonly name = 'NotRestored';
}

/**
 * Makes a data folder of a backup. Every file is held to the digest that the backup has of it; the folder comes into being
 * whole or not at all.
 *
 * @throws NotRestored where the backup is not whole, or there is data already
 * @throws BrokenFile where its list of files cannot be read
 */
export async function restoreBackup(from: string, dataDir: string): Promise<BackupManifest> {
  const manifest = manifestIn(from);
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    throw new NotRestored(`${dataDir} is not empty: move it away, or set DATA_DIR to another folder`);
  }
  makeFolder(dirname(dataDir));
  const part = mkdtempSync(`${dataDir}.`);
  try {
    await copyAll(manifest, from, part);
    if (existsSync(dataDir)) rmdirSync(dataDir);
    renameSync(part, dataDir);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error;
  }
  return manifest;
}

async function copyAll({ files }: BackupManifest, from: string, part: string): Promise<void> {
  for (const { path, sha256 } of files) {
    const [source, target] = [join(from, path), join(part, path)];
    if (!staysBelow(relative(part, target))) throw new NotRestored(`${path} leads out of the backup: take another one`);
    if (!existsSync(source)) throw new NotRestored(`${source} is missing: ${ANOTHER}`);
    makeFolder(dirname(target));
    copyFileSync(source, target);
    if ((await digestOf(target)) !== sha256) throw new NotRestored(`${source} is damaged: ${ANOTHER}`);
  }
}

const ANOTHER = 'take another backup';

const OfAnyForm = z.object({ form: z.number(), release: z.string() });

function manifestIn(from: string): BackupManifest {
  const file = join(from, BACKUP_FILE);
  const manifest = readWhole(file, ANOTHER, (text): unknown => JSON.parse(text));
  if (manifest === undefined) throw new NotRestored(`there is no ${file}: ${from} is no backup, or one that broke off`);
  const later = OfAnyForm.safeParse(manifest).data;
  if (later && later.form > BACKUP_FORM) {
    throw new NotRestored(`${from} was made by release ${later.release}: restore it with that one, or a later one`);
  }
  const { data, error } = BackupManifest.safeParse(manifest);
  if (error) throw new NotRestored(`${file} is damaged: ${ANOTHER}`, { cause: error });
  return data;
}
