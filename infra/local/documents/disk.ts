import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../folder.ts';

/** What a bucket keeps of an object beside its content. */
export interface ObjectFacts {
  readonly contentType: string;
}

/** A bucket in a folder: content and facts lie side by side, each written whole or not at all. */
export interface Disk {
  get(key: string): { content: Buffer; facts: ObjectFacts } | undefined;
  put(key: string, content: Buffer, facts: ObjectFacts): void;
  /** Keys of the objects that lie in no folder of the bucket, in order. */
  list(): string[];
  /** Deletes an object, if it is there. */
  delete(key: string): void;
}

/** Keys of documents as the registry makes them; none leads out of the folder. */
export const DOCUMENT_KEY = /^\d{6}\/[a-z]+-\d{6}-[0-9A-Z]{26}$/;

/** @param keys which keys the bucket takes; none of them may lead out of the folder */
export function disk(folder: string, keys: RegExp): Disk {
  const path = (key: string): string | undefined => (keys.test(key) ? join(folder, key) : undefined);
  const write = (file: string, content: Buffer | string): void => {
    makeFolder(dirname(file));
    // Flushed before it gets its name: after a power failure no name may stand for a file that was never written.
    writeFileSync(`${file}.part`, content, { flush: true });
    renameSync(`${file}.part`, file);
  };
  return {
    get(key) {
      const file = path(key);
      if (file === undefined || !existsSync(file)) return undefined;
      return { content: readFileSync(file), facts: JSON.parse(readFileSync(`${file}.json`, 'utf8')) as ObjectFacts };
    },
    put(key, content, facts) {
      const file = required(path(key));
      write(`${file}.json`, JSON.stringify(facts));
      write(file, content);
    },
    list: () =>
      existsSync(folder)
        ? readdirSync(folder)
            .filter((name) => keys.test(name))
            .toSorted()
        : [],
    delete(key) {
      const file = required(path(key));
      rmSync(file, { force: true });
      rmSync(`${file}.json`, { force: true });
    },
  };
}

function required(file: string | undefined): string {
  if (file === undefined) throw new Error('not a key of this bucket');
  return file;
}
