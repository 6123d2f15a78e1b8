import { createHash } from 'node:crypto';
import {
  type Archive,
  type ArchiveEntry,
  archiveIn,
  contentStart,
  type Directory,
  directoryOf,
  mostBytesOf,
  unpacked,
} from '../../shared/documents/archive.ts';
import type { DocumentStorage } from '../../shared/documents/storage.ts';
import { Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import { onThread } from '../../shared/threads/task.ts';
import type { Bundle, BundleFile, PackedFile } from '../domain/bulk/bundle.ts';

/** [designed] What either part may take, far above what it does take. */
const READING_SECONDS = 10;

/** [designed] Bytes that are read at once; a file that is larger is read alone. */
const SPAN_BYTES = 4 * 1024 ** 2;

/** Characters of the first bytes that are kept, hexadecimal: more than any format is known by. */
const OPENING_CHARACTERS = 32;

const directory = onThread(
  import.meta.url,
  'zip directory',
  READING_SECONDS,
  ({ bytes, where, most }: { readonly bytes: Uint8Array; readonly where: Directory; readonly most: number }): Archive =>
    archiveIn(Buffer.from(bytes), where, most),
);

/** Some files of a ZIP, and the bytes in which they lie. */
interface Span {
  readonly bytes: Uint8Array;
  /** Where in the ZIP the bytes begin. */
  readonly from: number;
  readonly entries: readonly ArchiveEntry[];
}

const contents = onThread(import.meta.url, 'zip contents', READING_SECONDS, async ({ bytes, from, entries }: Span) => {
  const all = Buffer.from(bytes);
  const files: BundleFile[] = [];
  for (const entry of entries) files.push(await fileOf(entry, all.subarray(entry.start - from)));
  return files;
});

/** @param head the bytes of the ZIP from the entry's head on */
async function fileOf(entry: ArchiveEntry, head: Buffer): Promise<BundleFile> {
  const { path, start, method, packed, size, crc } = entry;
  const at = contentStart(head, entry);
  const own = at === undefined ? undefined : head.subarray(at, at + packed);
  if (at === undefined || own?.length !== packed) return { path, fault: 'BROKEN' };
  const content = await unpacked(own, entry);
  if (!content) return { path, fault: 'BROKEN' };
  if (size === 0) return { path, fault: 'EMPTY' };
  return {
    path,
    content: {
      from: start + at,
      packed,
      method,
      crc,
      size,
      sha256: createHash('sha256').update(content).digest('hex'),
      opening: content.subarray(0, OPENING_CHARACTERS / 2).toString('hex'),
    },
  };
}

/**
 * Reads a ZIP that lies in the storage, some files at a time, and looks at every byte of it: what is placed by this can be
 * brought.
 *
 * @param most bytes of one file at most
 * @throws Problem WRONG_STATE where it is not uploaded, MALFORMED_FILE or TOO_LARGE where it is not taken, BUSY
 */
export async function readBundle(
  storage: DocumentStorage,
  key: string,
  { size }: Pick<Bundle, 'size'>,
  most: number,
): Promise<{ readonly files: readonly BundleFile[]; readonly systemFiles: number }> {
  const read = async (from: number, length: number): Promise<Buffer> => {
    const bytes = await storage.part(key, from, length);
    if (!bytes) throw new Problem('WRONG_STATE', says('附件包还没有上传', '请按登记时给出的地址上传后再读取'));
    return bytes;
  };
  const where = await directoryOf(size, read);
  const { entries, systemFiles } = await directory({ bytes: await read(where.from, where.length), where, most });
  const looked = new Map<ArchiveEntry, BundleFile>();
  for (const { from, to, entries: some } of spansOf(entries, where.from)) {
    const files = await contents({ bytes: await read(from, to - from), from, entries: some });
    for (const [index, entry] of some.entries())
      looked.set(entry, files[index] ?? { path: entry.path, fault: 'BROKEN' });
  }
  const files = entries.map((entry) => looked.get(entry) ?? { path: entry.path, fault: entry.fault });
  return { files, systemFiles };
}

/** The files that are looked at, in spans of bytes that are read at once. */
function spansOf(entries: readonly ArchiveEntry[], end: number) {
  const sorted = entries.toSorted((a, b) => a.start - b.start);
  const spans: { readonly from: number; to: number; readonly entries: ArchiveEntry[] }[] = [];
  for (const [index, entry] of sorted.entries()) {
    if (entry.fault) continue;
    const to = Math.min(sorted[index + 1]?.start ?? end, entry.start + mostBytesOf(entry));
    const last = spans.at(-1);
    if (last && to - last.from <= SPAN_BYTES) {
      last.to = to;
      last.entries.push(entry);
    } else spans.push({ from: entry.start, to, entries: [entry] });
  }
  return spans;
}

/**
 * The content of one file of a ZIP.
 *
 * @throws Error where it is not what was read of it, which the storage does not let happen
 */
export async function contentOf(storage: DocumentStorage, key: string, file: PackedFile): Promise<Buffer> {
  const packed = await storage.part(key, file.from, file.packed);
  const content = packed && (await unpacked(packed, file));
  if (!content || createHash('sha256').update(content).digest('hex') !== file.sha256) {
    throw new Error(`${key} does not hold at ${file.from} what was read of it`);
  }
  return content;
}
