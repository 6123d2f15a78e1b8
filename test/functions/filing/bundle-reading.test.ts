import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBundle } from '../../../functions/filing/services/bundle-reading.ts';
import { MAX_FILES, MAX_ZIP_BYTES } from '../../../functions/shared/documents/archive.ts';
import type { DocumentStorage } from '../../../functions/shared/documents/storage.ts';
import { archive, type End, type Entry, jpeg } from '../../kit/archive.ts';
import { gbk } from '../../kit/gbk.ts';

const MOST = 10 * 1024 ** 2;

/** A storage that has one ZIP, and counts what is read of it at once. */
function holding(zip: Buffer) {
  let largest = 0;
  const storage = {
    part: (_key: string, from: number, length: number) => {
      largest = Math.max(largest, length);
      return Promise.resolve(Buffer.from(zip.subarray(from, from + length)));
    },
  } as unknown as DocumentStorage;
  return { storage, largest: () => largest };
}

const read = (zip: Buffer, size = zip.length) => readBundle(holding(zip).storage, 'key', { size }, MOST);

const licence: Entry = { name: '12-营业执照.jpg', content: jpeg('执照') };

/** By path, why a file was not taken; `true` of one that was. */
const taken = async (...entries: Entry[]) => {
  const { files, systemFiles } = await read(archive(entries));
  return { ...Object.fromEntries(files.map(({ path, fault }) => [path, fault ?? true])), systemFiles };
};

const unicodePath = (name: string, raw: Buffer): Buffer => {
  const text = Buffer.from(name);
  const field = Buffer.alloc(9);
  field.writeUInt16LE(0x7075, 0);
  field.writeUInt16LE(5 + text.length, 2);
  field[4] = 1;
  field.writeUInt32LE(crc32(raw), 5);
  return Buffer.concat([field, text]);
};

describe('names in a ZIP', () => {
  it.each<[string, Entry[], string[]]>([
    ['in UTF-8, said so', [licence], ['12-营业执照.jpg']],
    ['in UTF-8, not said, as the Mac writes', [{ ...licence, flags: 0 }], ['12-营业执照.jpg']],
    ['in GBK, as Windows writes', [{ ...licence, name: gbk('12-营业执照.jpg'), flags: 0 }], ['12-营业执照.jpg']],
    [
      'in GBK, one of them in bytes that could be UTF-8',
      [
        { ...licence, name: gbk('12-联通.jpg'), flags: 0 },
        { ...licence, name: gbk('13-执照.jpg'), flags: 0 },
      ],
      ['12-联通.jpg', '13-执照.jpg'],
    ],
    [
      'in GBK with the other beside it',
      [
        {
          ...licence,
          name: gbk('?.jpg'),
          flags: 0,
          extra: unicodePath('12-营业执照𠮷.jpg', gbk('?.jpg')),
        },
      ],
      ['12-营业执照𠮷.jpg'],
    ],
    ['of parts that are put together', [{ ...licence, name: Buffer.from('é.jpg'.normalize('NFD')) }], ['é.jpg']],
    ['with the signs of Windows between folders', [{ ...licence, name: '12\\.\\执照.jpg' }], ['12/执照.jpg']],
  ])('%s', async (_what, entries, paths) => {
    expect((await read(archive(entries))).files.map(({ path }) => path)).toEqual(paths);
  });
});

describe('a file of a ZIP', () => {
  it.each<[string, Entry, string | true]>([
    ['as it should be', licence, true],
    ['stored as it is', { ...licence, stored: true }, true],
    ['encrypted', { ...licence, flags: 0x801 }, 'ENCRYPTED'],
    ['encrypted by AES', { ...licence, flags: 0x801, method: 99 }, 'ENCRYPTED'],
    ['of another packing', { ...licence, method: 14 }, 'METHOD'],
    ['a link', { ...licence, mode: 0o120777 }, 'LINK'],
    ['a pipe', { ...licence, mode: 0o010644 }, 'LINK'],
    ['a plain file of a Mac', { ...licence, mode: 0o100644 }, true],
    ['with a part that leads upwards', { ...licence, name: '../../12-营业执照.jpg' }, 'UNSAFE_PATH'],
    ['with such a part as Windows writes it', { ...licence, name: '12\\..\\..\\x.jpg' }, 'UNSAFE_PATH'],
    ['from the root', { ...licence, name: '/etc/12-营业执照.jpg' }, 'UNSAFE_PATH'],
    ['on a drive', { ...licence, name: 'C:\\12-营业执照.jpg' }, 'UNSAFE_PATH'],
    ['with a NUL in its name', { ...licence, name: '12-执照.jpg\0.exe' }, 'UNREADABLE_NAME'],
    ['with a turned name', { ...licence, name: '12-执照\u202Egpj.exe' }, 'UNREADABLE_NAME'],
    ['without a name', { ...licence, name: '' }, 'UNREADABLE_NAME'],
    ['with a name in no writing', { ...licence, name: Buffer.from([0xff, 0xfe]), flags: UTF8_SAID }, 'UNREADABLE_NAME'],
    ['with a name of 300 characters', { ...licence, name: `12-${'执'.repeat(300)}.jpg` }, 'UNREADABLE_NAME'],
    ['with a heap of marks', { ...licence, name: `12-e${'\u0301'.repeat(40)}.jpg` }, 'UNREADABLE_NAME'],
    ['that claims 11 MB', { ...licence, claims: 11 * 1024 ** 2 }, 'TOO_BIG'],
    ['that claims ZIP64', { ...licence, claims: 0xffffffff }, 'TOO_BIG'],
    ['that comes to more than it claims', { ...licence, content: jpeg('a'.repeat(100_000)), claims: 100 }, 'BROKEN'],
    ['that comes to less', { ...licence, claims: 5000 }, 'BROKEN'],
    ['that has another checksum', { ...licence, crc: 7 }, 'BROKEN'],
    ['whose own head has another name', { ...licence, headName: '13-营业执照.jpg' }, 'BROKEN'],
    ['without content', { ...licence, content: Buffer.alloc(0) }, 'EMPTY'],
  ])('%s', async (_what, entry, expected) => {
    const { systemFiles: _none, ...files } = await taken(entry, { name: '13-执照.jpg', content: jpeg('另一份') });
    expect(Object.values(files)).toContain(expected);
    // One file that is not taken leaves the others as they are.
    expect(files).toMatchObject({ '13-执照.jpg': true });
  });

  it('of a system is passed over, and folders are none', async () => {
    const system = ['__MACOSX/._12-执照.jpg', '12/.DS_Store', '12/Thumbs.db', 'desktop.ini', '._x', '~$名单.docx'];
    const all = system.map((name): Entry => ({ name, content: Buffer.from('x') }));
    expect(await taken({ name: '12/' }, ...all, licence)).toEqual({ [licence.name as string]: true, systemFiles: 6 });
  });
});

const UTF8_SAID = 0x800;

describe('a ZIP is refused', () => {
  const zipped = (end: End = {}, entries: readonly Entry[] = [licence]) => archive(entries, end);
  const huge: Entry = { name: '1.jpg', content: Buffer.alloc(MOST) };
  it.each<[string, () => Buffer, string, RegExp]>([
    ['that is a picture', () => jpeg('不是压缩包'), 'MALFORMED_FILE', /不是 ZIP/],
    ['that is a RAR', () => Buffer.from('Rar!\u001a\u0007\u0001\0'.padEnd(200, 'x')), 'MALFORMED_FILE', /RAR/],
    ['that is nothing', () => Buffer.from('x'), 'MALFORMED_FILE', /不是 ZIP/],
    ['that is empty', () => zipped({}, []), 'MALFORMED_FILE', /空的/],
    ['that ends early', () => zipped().subarray(0, -5), 'MALFORMED_FILE', /不是 ZIP|不完整/],
    [
      'that lacks its middle',
      () => Buffer.concat([zipped().subarray(0, 20), zipped().subarray(40)]),
      'MALFORMED_FILE',
      /损坏/,
    ],
    ['with something before it', () => zipped({ prefix: Buffer.alloc(10), from: 77 }), 'MALFORMED_FILE', /损坏/],
    ['that says of more files than it has', () => zipped({ count: 3 }), 'MALFORMED_FILE', /损坏/],
    ['in several parts', () => zipped({ disk: 1 }), 'MALFORMED_FILE', /分卷/],
    ['in ZIP64', () => zipped({ from: 0xffffffff }), 'MALFORMED_FILE', /ZIP64/],
    [
      'with the locator of ZIP64',
      () => zipped({ before: Buffer.concat([Buffer.from('PK\u0006\u0007', 'latin1'), Buffer.alloc(16)]) }),
      'MALFORMED_FILE',
      /ZIP64/,
    ],
    [
      'with two files in the same bytes',
      () => zipped({}, [licence, { ...licence, name: '13-营业执照.jpg', at: 0 }]),
      'MALFORMED_FILE',
      /同一段内容/,
    ],
    [
      'of too many files',
      () =>
        zipped(
          {},
          Array.from({ length: MAX_FILES + 1 }, (_, index) => ({ name: `${index}.jpg` })),
        ),
      'TOO_LARGE',
      /至多 2000 个/,
    ],
    [
      'of 31 files of 10 MB that are 10 KB each',
      () =>
        zipped(
          {},
          Array.from({ length: 31 }, (_, index) => ({ ...huge, name: `${index}.jpg` })),
        ),
      'TOO_LARGE',
      /300 MB/,
    ],
  ])('%s', async (_what, zip, code, message) => {
    const refusal = expect(read(zip())).rejects;
    await refusal.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('whose comment could be its end as well, and not for what else a comment holds', async () => {
    const inner = zipped();
    await expect(read(zipped({ comment: inner }))).rejects.toMatchObject({ code: 'MALFORMED_FILE' });
    expect((await read(zipped({ comment: Buffer.concat([inner, Buffer.from('!')]) }))).files).toHaveLength(1);
  });
});

it('a large ZIP is read some megabytes at a time', async () => {
  const pictures = Array.from(
    { length: 12 },
    (_, index): Entry => ({ name: `${index}.jpg`, stored: true, content: jpeg(String(index).repeat(900_000)) }),
  );
  const { storage, largest } = holding(archive(pictures));
  const { files } = await readBundle(storage, 'key', { size: archive(pictures).length }, MOST);
  expect(files.filter(({ content }) => content)).toHaveLength(12);
  expect(largest()).toBeLessThanOrEqual(4 * 1024 ** 2);
  expect(MAX_ZIP_BYTES).toBeGreaterThan(largest());
});

it('whatever bytes come are read, or refused in a sentence', async () => {
  const zip = archive([licence, { name: gbk('13/执照.jpg'), flags: 0, content: jpeg('b') }]);
  const change = fc.tuple(fc.nat(zip.length - 1), fc.integer({ min: 0, max: 255 }));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      const bytes = Buffer.from(zip);
      for (const [at, value] of changes) bytes[at] = value;
      try {
        for (const { fault, content } of (await read(bytes)).files)
          expect(fault === undefined).toBe(content !== undefined);
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^(MALFORMED_FILE|TOO_LARGE)$/) });
      }
    }),
    { numRuns: 150 },
  );
});
