import { crc32, deflateRawSync } from 'node:zlib';

/** A file as a ZIP may have it; whatever is not said is as it should be. */
export interface Entry {
  /** In UTF-8 where it is text. */
  readonly name: string | Buffer;
  readonly content?: Buffer;
  /** Deflated otherwise. */
  readonly stored?: boolean;
  /** 0x800 says that the name is in UTF-8. */
  readonly flags?: number;
  readonly method?: number;
  /** What the directory claims of its size, and of its checksum. */
  readonly claims?: number;
  readonly crc?: number;
  /** Mode of a Unix system. */
  readonly mode?: number;
  readonly extra?: Buffer;
  /** Name in its own head, where that is another. */
  readonly headName?: string;
  /** Lies where an earlier one does. */
  readonly at?: number;
}

export const UTF8 = 0x800;

/** What stands in the end of the directory, where it is not as it should be. */
export interface End {
  readonly comment?: Buffer;
  readonly count?: number;
  readonly disk?: number;
  readonly from?: number;
  /** Before the end, as the locator of ZIP64. */
  readonly before?: Buffer;
  /** Before the first file. */
  readonly prefix?: Buffer;
}

/** A ZIP, lawful or not. */
export function archive(entries: readonly Entry[], end: End = {}): Buffer {
  const prefix = end.prefix ?? Buffer.alloc(0);
  const [locals, directory]: [Buffer[], Buffer[]] = [[prefix], []];
  let offset = prefix.length;
  const starts: number[] = [];
  for (const entry of entries) {
    const { content = Buffer.alloc(0), stored = false, flags = UTF8, extra = Buffer.alloc(0) } = entry;
    const name = Buffer.from(entry.name as string);
    const headName = Buffer.from(entry.headName ?? name);
    const packed = stored ? content : deflateRawSync(content);
    const start = entry.at === undefined ? offset : (starts[entry.at] ?? 0);
    starts.push(start);
    const common = Buffer.alloc(20);
    common.writeUInt16LE(flags, 0);
    common.writeUInt16LE(entry.method ?? (stored ? 0 : 8), 2);
    common.writeUInt32LE(entry.crc ?? crc32(content), 8);
    common.writeUInt32LE(packed.length, 12);
    common.writeUInt32LE(entry.claims ?? content.length, 16);
    const lengths = Buffer.alloc(4);
    lengths.writeUInt16LE(headName.length, 0);
    if (entry.at === undefined) {
      const local = Buffer.concat([Buffer.from('PK\u0003\u0004\u0014\0', 'latin1'), common, lengths, headName, packed]);
      locals.push(local);
      offset += local.length;
    }
    const tail = Buffer.alloc(18);
    tail.writeUInt16LE(name.length, 0);
    tail.writeUInt16LE(extra.length, 2);
    tail.writeUInt32LE(((entry.mode ?? 0) << 16) >>> 0, 10);
    tail.writeUInt32LE(start, 14);
    const made = Buffer.from([0x14, entry.mode === undefined ? 0 : 3]);
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002', 'latin1'), made, Buffer.from([0x14, 0]), common, tail, name, extra]),
    );
  }
  const all = Buffer.concat(directory);
  const [comment, before] = [end.comment ?? Buffer.alloc(0), end.before ?? Buffer.alloc(0)];
  const last = Buffer.alloc(22);
  last.writeUInt32LE(0x06054b50, 0);
  last.writeUInt16LE(end.disk ?? 0, 4);
  last.writeUInt16LE(end.count ?? entries.length, 8);
  last.writeUInt16LE(end.count ?? entries.length, 10);
  last.writeUInt32LE(all.length, 12);
  last.writeUInt32LE(end.from ?? offset, 16);
  last.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, all, before, last, comment]);
}

/** A picture, as far as its first bytes say. */
export const jpeg = (text: string): Buffer => Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from(text)]);

export const pdfOf = (text: string): Buffer => Buffer.from(`%PDF-1.7\n${text}`);
