import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** A small file of the data folder that cannot be read as what it is; its message says what a user can do. */
export class BrokenFile extends Error {
  override readonly name = 'BrokenFile';
}

/** Writes a small file whole or not at all: a loss of power leaves the one that was there. */
export function writeWhole(file: string, content: string | Buffer, mode = 0o644): void {
  writeFileSync(`${file}.part`, content, { mode });
  renameSync(`${file}.part`, file);
}

/**
 * Reads a small file.
 *
 * @param remedy what a user can do about a broken one, as an imperative sentence
 * @returns undefined where there is none
 * @throws BrokenFile where `read` throws
 */
export function readWhole<T>(file: string, remedy: string, read: (text: string) => T): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return read(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BrokenFile(`${file} is broken (${why}): ${remedy}`, { cause: error });
  }
}
