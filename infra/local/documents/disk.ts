import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../folder.ts';

/** What a bucket keeps of an object beside its content. */
export interface ObjectFacts {
  readonly contentType: string;
}

/** A bucket in a folder: content and facts lie side by side, each written whole or not at all. */
export interface Disk {
  get(key: string): { content: Buffer; facts: ObjectFacts } | undefined;
  /** Some bytes of an object, fewer where it ends before, and how many it has: a large one is not read for a few of them. */
  part(key: string, from: number, length: number): { content: Buffer; size: number; facts: ObjectFacts } | undefined;
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
  const factsOf = (file: string) => JSON.parse(readFileSync(`${file}.json`, 'utf8')) as ObjectFacts;
  return {
    get(key) {
      const file = path(key);
      if (file === undefined || !existsSync(file)) return undefined;
      return { content: readFileSync(file), facts: factsOf(file) };
    },
    part(key, from, length) {
      const file = path(key);
      if (file === undefined || !existsSync(file)) return undefined;
      const { size } = statSync(file);
      const content = Buffer.alloc(Math.max(0, Math.min(length, size - from)));
      const opened = openSync(file, 'r');
      try {
        for (let at = 0; at < content.length; ) {
          const read = readSync(opened, content, at, content.length - at, from + at);
          if (read === 0) return { content: content.subarray(0, at), size, facts: factsOf(file) };
          at += read;
        }
      } finally {
        closeSync(opened);
      }
      return { content, size, facts: factsOf(file) };
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
