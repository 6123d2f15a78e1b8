import { inflateRawSync } from 'node:zlib';

/** A ZIP that is broken, or holds more than it may. */
export class BadZip extends Error {
  override readonly name = 'BadZip';
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
/** [designed] Parts of a workbook; a directory of 65,535 says that the real one is elsewhere (ZIP64). */
const MAX_ENTRIES = 2000;
const STORED = 0;
const DEFLATED = 8;

/**
 * The entries of a ZIP, unpacked up to what is still allowed: a file of a few megabytes can be packed to thousands of times
 * its size. What they claim is added up before anything is unpacked, and what each comes to is held against its claim.
 *
 * @param maxBytes what all entries may come to, unpacked
 * @returns by their names in small letters: those of a package are compared without case, and some write \ for /
 * @throws BadZip
 */
export function unzipped(zip: Buffer, maxBytes: number): Map<string, Buffer> {
  try {
    const all = entries(zip).toArray();
    if (all.reduce((sum, { size }) => sum + size, 0) > maxBytes) throw new BadZip(`more than ${maxBytes} bytes`);
    return new Map(
      all.map(({ name, method, packed, size }): [string, Buffer] => {
        if (method !== STORED && method !== DEFLATED) throw new BadZip(`method ${method}`);
        const content = method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
        if (content.length !== size) throw new BadZip(`an entry of ${content.length} bytes claims ${size}`);
        return [name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase(), content];
      }),
    );
  } catch (error) {
    throw new BadZip('the ZIP is broken or too large', { cause: error });
  }
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: Buffer;
  readonly size: number;
}

function* entries(zip: Buffer): Generator<Entry> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || zip.readUInt32LE(end) !== END_OF_DIRECTORY) throw new BadZip('no directory');
  let at = zip.readUInt32LE(end + 16);
  const entryCount = zip.readUInt16LE(end + 10);
  if (entryCount > MAX_ENTRIES) throw new BadZip(`${entryCount} entries`);
  for (let count = entryCount; count > 0; count -= 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new BadZip('a broken directory');
    const start = zip.readUInt32LE(at + 42);
    const data = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    yield {
      name: zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)),
      method: zip.readUInt16LE(at + 10),
      packed: zip.subarray(data, data + zip.readUInt32LE(at + 20)),
      size: zip.readUInt32LE(at + 24),
    };
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}
