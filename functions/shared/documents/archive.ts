import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { Problem } from '../http/problem.ts';
import type { ArchiveFault } from '../kernel/archive-fault.ts';
import { says } from '../kernel/finding.ts';
import { hasHeapedMarks, normalised } from '../kernel/marks.ts';
import { excerpt } from '../kernel/text.ts';

/**
 * A ZIP of documents that lies in the storage: its directory is read, and each of its files by itself, so that no more than
 * one file is in memory. Nothing is ever written under a name that stands in a ZIP.
 *
 * Whoever made it may have made it to harm. What it claims is held against what it is, before and after it is unpacked: no
 * two files lie in the same bytes, none comes to more than it says, and all together to no more than may be.
 */

/** [designed] Bytes of one ZIP: some hundred pictures of papers, put to the storage within the minutes of a link. */
export const MAX_ZIP_BYTES = 100 * 1024 ** 2;

/** [designed] Files of one ZIP: one person's work of some days. */
export const MAX_FILES = 2000;

/** [designed] What all files may come to. Pictures and PDF files are packed already, and hardly grow. */
const MAX_UNPACKED_BYTES = 3 * MAX_ZIP_BYTES;

/** [designed] Bytes of the directory: some hundred of each file. */
const MAX_DIRECTORY_BYTES = 2 * 1024 ** 2;

/** [designed] Characters of a path: Windows takes 260. */
const MAX_PATH = 260;

/** Reads some bytes of the ZIP, fewer where it ends before. */
export type ReadBytes = (from: number, length: number) => Promise<Buffer>;

/** A file of a ZIP, as the directory tells of it. */
export interface ArchiveEntry {
  /** Its parts between slashes; for people, where it cannot be read, with signs for what is no character. */
  readonly path: string;
  readonly fault?: ArchiveFault;
  /** Where its own head begins. */
  readonly start: number;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly crc: number;
  /** The bytes of its name as they stand in the directory, each a character. */
  readonly name: string;
}

/** What a ZIP holds. */
export interface Archive {
  readonly entries: readonly ArchiveEntry[];
  /** Files that systems add by themselves, and that nobody means: they are passed over. */
  readonly systemFiles: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT = 0xffff;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_BYTES = 20;
const DIRECTORY_ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_HEAD = 0x04034b50;
const LOCAL_HEAD_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

const FLAG = { encrypted: 1, patched: 1 << 5, strong: 1 << 6, utf8: 1 << 11, masked: 1 << 13 } as const;

/** Systems whose entries say what kind of file each is. */
const UNIX = new Set([3, 19]);
const [KIND, REGULAR, NO_KIND] = [0o170000, 0o100000, 0];

const refused = (fact: string, remedy: string): Problem => new Problem('MALFORMED_FILE', says(fact, remedy));

const broken = (): Problem => refused('压缩包不完整或已损坏', '请重新压缩为 ZIP 后再传');

/** Where in a ZIP its directory lies, and how many entries it has. */
export interface Directory {
  readonly from: number;
  readonly length: number;
  readonly count: number;
}

/**
 * Where the directory of a ZIP lies.
 *
 * @param size bytes of the ZIP
 * @throws Problem MALFORMED_FILE, TOO_LARGE where the ZIP as a whole is not taken
 */
export async function directoryOf(size: number, read: ReadBytes): Promise<Directory> {
  const length = Math.min(size, END_BYTES + MAX_COMMENT + ZIP64_LOCATOR_BYTES);
  const tail = await read(size - length, length);
  if (tail.length !== length) throw broken();
  // Its comment ends with the file: what a comment holds is no end.
  let at = tail.length - END_BYTES;
  while (at >= 0 && !(tail.readUInt32LE(at) === END && at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length)) {
    at -= 1;
  }
  if (at < 0) {
    throw refused('文件不是 ZIP 压缩包，或不完整', '请用系统自带的“压缩为 ZIP 文件”压缩后再传，RAR、7z 不能读取');
  }
  const short = (place: number): number => tail.readUInt16LE(at + place);
  const [disk, first, here, count] = [short(4), short(6), short(8), short(10)];
  const [bytes, from] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  const isZip64 =
    count === 0xffff ||
    bytes === 0xffffffff ||
    from === 0xffffffff ||
    (at >= ZIP64_LOCATOR_BYTES && tail.readUInt32LE(at - ZIP64_LOCATOR_BYTES) === ZIP64_LOCATOR);
  if (isZip64) throw refused('压缩包是 ZIP64 格式（用于超大文件），不能读取', '请分成几个较小的普通 ZIP');
  if (disk !== 0 || first !== 0 || here !== count) throw refused('压缩包分成了几卷', '请不要分卷，重新压缩');
  if (count > MAX_FILES) {
    throw new Problem('TOO_LARGE', says(`压缩包有 ${count} 个文件和文件夹，至多 ${MAX_FILES} 个`, '请分成几个上传'));
  }
  if (bytes > MAX_DIRECTORY_BYTES) {
    throw new Problem('TOO_LARGE', says('压缩包的目录过大', '请缩短文件名，或分成几个上传'));
  }
  if (count === 0) throw refused('压缩包是空的', '请放入文件后重新压缩');
  // What stands before the first file, or between directory and end, others would read otherwise.
  if (from + bytes !== size - length + at) throw broken();
  return { from, length: bytes, count };
}

/**
 * The files that a directory tells of.
 *
 * @param most bytes of one file at most: what claims more is not taken
 * @throws Problem MALFORMED_FILE, TOO_LARGE where the ZIP as a whole is not taken
 */
export function archiveIn(directory: Buffer, { from, length, count }: Directory, most: number): Archive {
  if (directory.length !== length) throw broken();
  const listed = [...entriesOf(directory, count)];
  const names = namesOf(listed);
  const all = listed.map((entry, index): ArchiveEntry => {
    const { path, fault = faultOf(entry, most) } = pathOf(names[index]);
    const { start, method, packed, size, crc, name } = entry;
    return { path, ...(fault && { fault }), start, method, packed, size, crc, name: name.toString('latin1') };
  });
  requireApart(all, from);
  const files = all.filter(({ path }) => !path.endsWith('/'));
  const entries = files.filter(({ path }) => !isOfSystem(path));
  const unpackedBytes = entries.reduce((sum, { fault, size }) => sum + (fault ? 0 : size), 0);
  if (unpackedBytes > MAX_UNPACKED_BYTES) {
    const fact = `压缩包解开后超过 ${MAX_UNPACKED_BYTES / 1024 ** 2} MB`;
    throw new Problem('TOO_LARGE', says(fact, '请分成几个压缩包上传'));
  }
  return { entries, systemFiles: files.length - entries.length };
}

interface Listed extends Omit<ArchiveEntry, 'path' | 'fault' | 'name'> {
  readonly name: Buffer;
  readonly flags: number;
  readonly extra: Buffer;
  /** Whether it is a plain file or folder, as far as its system says. */
  readonly isPlain: boolean;
}

function* entriesOf(directory: Buffer, count: number): Generator<Listed> {
  let at = 0;
  for (let left = count; left > 0; left -= 1) {
    if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== DIRECTORY_ENTRY) throw broken();
    const short = (place: number): number => directory.readUInt16LE(at + place);
    const nameEnd = at + ENTRY_BYTES + short(28);
    const extraEnd = nameEnd + short(30);
    const next = extraEnd + short(32);
    if (next > directory.length) throw broken();
    const mode = short(40) & KIND;
    const isUnix = UNIX.has(directory.readUInt8(at + 5));
    const name = directory.subarray(at + ENTRY_BYTES, nameEnd);
    const isFolder = name.at(-1) === 0x2f;
    yield {
      name,
      flags: short(8),
      method: short(10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      start: directory.readUInt32LE(at + 42),
      extra: directory.subarray(nameEnd, extraEnd),
      isPlain: !isUnix || isFolder || mode === REGULAR || mode === NO_KIND,
    };
    at = next;
  }
  if (at !== directory.length) throw broken();
}

function faultOf({ flags, method, size, packed, isPlain }: Listed, most: number): ArchiveFault | undefined {
  if ([size, packed].includes(0xffffffff)) return 'TOO_BIG';
  if ((flags & (FLAG.encrypted | FLAG.strong | FLAG.masked)) !== 0) return 'ENCRYPTED';
  if (!isPlain) return 'LINK';
  if ((method !== STORED && method !== DEFLATED) || (flags & FLAG.patched) !== 0) return 'METHOD';
  if (size > most) return 'TOO_BIG';
  if (method === STORED && packed !== size) return 'BROKEN';
  // Deflate adds some bytes to what it cannot make smaller, and never more.
  return packed > size + 1024 + size / 100 ? 'BROKEN' : undefined;
}

/** No two entries lie in the same bytes, and none in the directory: a small ZIP would come to as much as one likes. */
function requireApart(entries: readonly ArchiveEntry[], directoryStart: number): void {
  let free = 0;
  for (const { start, packed, name } of entries.toSorted((a, b) => a.start - b.start)) {
    if (start < free) throw refused('压缩包内几个文件占用同一段内容，不是正常的压缩包', '请重新压缩为 ZIP 后再传');
    free = start + LOCAL_HEAD_BYTES + name.length + packed;
  }
  if (free > directoryStart) throw broken();
}

/** How an entry of the directory is named, before it is read. */
type RawName = Pick<Listed, 'name' | 'flags' | 'extra'>;

/**
 * Names as they were meant; undefined of one that cannot be read. Those that do not say how they are written are in UTF-8,
 * as the Mac writes, where all of them may be, and otherwise in GBK, as Windows does in China.
 */
function namesOf(all: readonly RawName[]): (string | undefined)[] {
  const silent = all.filter(({ flags, extra, name }) => (flags & FLAG.utf8) === 0 && !unicodeName(extra, name));
  const isUtf8 = silent.every(({ name }) => decoded(name, 'utf-8') !== undefined);
  return all.map(({ name, flags, extra }) => {
    const told = unicodeName(extra, name);
    if (told) return decoded(told, 'utf-8');
    return decoded(name, (flags & FLAG.utf8) !== 0 || isUtf8 ? 'utf-8' : 'gb18030');
  });
}

const UNICODE_PATH = 0x7075;

/** The name in UTF-8 that some programs write beside the other, as long as it belongs to it. */
function unicodeName(extra: Buffer, name: Buffer): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length; ) {
    const [id, length] = [extra.readUInt16LE(at), extra.readUInt16LE(at + 2)];
    const field = extra.subarray(at + 4, at + 4 + length);
    if (id === UNICODE_PATH && field.length > 5 && field[0] === 1 && field.readUInt32LE(1) === crc32(name)) {
      return field.subarray(5);
    }
    at += 4 + length;
  }
  return undefined;
}

function decoded(bytes: Buffer, encoding: 'utf-8' | 'gb18030'): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Control characters, direction marks and what is no character have no place in a name that is shown. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\uFFFD]/u;
const EVERY_UNFIT = new RegExp(UNFIT.source, 'gu');

function pathOf(name: string | undefined): { readonly path: string; readonly fault?: ArchiveFault } {
  if (name === undefined || name === '') return { path: '（名称无法识别）', fault: 'UNREADABLE_NAME' };
  if (name.length > MAX_PATH || UNFIT.test(name) || hasHeapedMarks(name)) {
    return { path: excerpt(name.replaceAll(EVERY_UNFIT, '□')), fault: 'UNREADABLE_NAME' };
  }
  const path = normalised(name.replaceAll('\\', '/'), 'NFC');
  const parts = path.split('/');
  const isUnsafe = path.startsWith('/') || /^[A-Za-z]:/.test(path) || parts.includes('..');
  if (isUnsafe) return { path, fault: 'UNSAFE_PATH' };
  return { path: parts.filter((part, index) => part !== '.' && (part !== '' || index === parts.length - 1)).join('/') };
}

/** Files that the Mac, Windows and office programs put beside those that people mean. */
const isOfSystem = (path: string): boolean => {
  const parts = path.split('/');
  const base = parts.at(-1) ?? '';
  return parts.includes('__MACOSX') || /^(?:\._.*|~\$.*|\.DS_Store|Thumbs\.db|desktop\.ini)$/i.test(base);
};

const inflated = promisify(inflateRaw);

/** The most that an entry takes with its head, of whose further fields only the head itself tells. */
export const mostBytesOf = ({ packed, name }: Pick<ArchiveEntry, 'packed' | 'name'>): number =>
  LOCAL_HEAD_BYTES + name.length + 0xffff + packed;

/** Where the packed content of an entry begins behind its head; undefined where the head is another's. */
export function contentStart(
  head: Buffer,
  { name, method }: Pick<ArchiveEntry, 'name' | 'method'>,
): number | undefined {
  if (head.length < LOCAL_HEAD_BYTES || head.readUInt32LE(0) !== LOCAL_HEAD) return undefined;
  const [nameLength, extraLength] = [head.readUInt16LE(26), head.readUInt16LE(28)];
  const isSame =
    head.readUInt16LE(8) === method &&
    (head.readUInt16LE(6) & FLAG.encrypted) === 0 &&
    head.subarray(LOCAL_HEAD_BYTES, LOCAL_HEAD_BYTES + nameLength).toString('latin1') === name;
  return isSame ? LOCAL_HEAD_BYTES + nameLength + extraLength : undefined;
}

/**
 * The content of a file.
 *
 * @param packed its bytes as they lie in the ZIP
 * @returns undefined where it is not what the directory says
 */
export async function unpacked(
  packed: Buffer,
  { method, size, crc }: Pick<ArchiveEntry, 'method' | 'size' | 'crc'>,
): Promise<Buffer | undefined> {
  let content = packed;
  if (method === DEFLATED) {
    try {
      content = await inflated(packed, { maxOutputLength: Math.max(size, 1) });
    } catch {
      return undefined;
    }
  }
  return content.length === size && crc32(content) === crc ? content : undefined;
}
