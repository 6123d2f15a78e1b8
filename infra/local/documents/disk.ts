import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a bucket keeps of an object beside its content. */
export interface ObjectFacts {
  readonly contentType: string;
  /** `key=value&…`, as in `x-amz-tagging`. */
  readonly tagging: string;
}

/** A bucket in a folder: content and facts lie side by side, each written whole or not at all. */
export interface Disk {
  get(key: string): { content: Buffer; facts: ObjectFacts } | undefined;
  put(key: string, content: Buffer, facts: ObjectFacts): void;
  setFacts(key: string, facts: ObjectFacts): void;
  /** Deletes what was put before an instant and still has a tag. */
  clearAway(tag: string, before: Date): void;
}

/** Keys as the registry makes them; none leads out of the folder. */
const KEY = /^\d{6}\/[a-z]+-\d{6}-[0-9A-Z]{26}$/;

export function disk(folder: string): Disk {
  const path = (key: string): string | undefined => (KEY.test(key) ? join(folder, key) : undefined);
  const write = (file: string, content: Buffer | string): void => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.part`, content);
    renameSync(`${file}.part`, file);
  };
  const setFacts: Disk['setFacts'] = (key, facts) => write(`${required(path(key))}.json`, JSON.stringify(facts));
  return {
    get(key) {
      const file = path(key);
      if (file === undefined || !existsSync(file)) return undefined;
      return { content: readFileSync(file), facts: JSON.parse(readFileSync(`${file}.json`, 'utf8')) as ObjectFacts };
    },
    put(key, content, facts) {
      setFacts(key, facts);
      write(required(path(key)), content);
    },
    setFacts,
    clearAway(tag, before) {
      for (const file of globSync(join(folder, '*/*.json'))) {
        const { tagging } = JSON.parse(readFileSync(file, 'utf8')) as ObjectFacts;
        const content = file.slice(0, -'.json'.length);
        if (!tagging.split('&').includes(tag) || statSync(file).mtime >= before) continue;
        rmSync(content, { force: true });
        rmSync(file);
      }
    },
  };
}

function required(file: string | undefined): string {
  if (file === undefined) throw new Error('not a key of this bucket');
  return file;
}
