import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BACKUP_FILE, BackupManifest, digestOf } from './manifest.ts';

/** Raised where a backup cannot be restored; its message says what to do. */
export class NotRestored extends Error {
  override readonly name = 'NotRestored';
}

/**
 * Makes a data folder of a backup. Every file is held to the digest that the backup has of it; the folder comes into being
 * whole or not at all.
 *
 * @throws NotRestored where the backup is not whole, or there is data already
 */
export async function restoreBackup(from: string, dataDir: string): Promise<BackupManifest> {
  const manifest = manifestIn(from);
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    throw new NotRestored(`${dataDir} is not empty: move it away, or set DATA_DIR to another folder`);
  }
  const part = `${dataDir}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  for (const { path, sha256 } of manifest.files) {
    const [source, target] = [join(from, path), join(part, path)];
    if (!existsSync(source)) throw new NotRestored(`${source} is missing: take another backup`);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(source, target);
    if ((await digestOf(target)) !== sha256) throw new NotRestored(`${source} is damaged: take another backup`);
  }
  if (existsSync(dataDir)) rmdirSync(dataDir);
  renameSync(part, dataDir);
  return manifest;
}

function manifestIn(from: string): BackupManifest {
  const file = join(from, BACKUP_FILE);
  if (!existsSync(file)) throw new NotRestored(`there is no ${file}: ${from} is no backup, or one that broke off`);
  try {
    return BackupManifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new NotRestored(`${file} is damaged: take another backup`, { cause: error });
  }
}
