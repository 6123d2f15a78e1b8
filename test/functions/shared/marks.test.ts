import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGrid } from '../../../functions/interchange/services/imports/grid.ts';
import { parseXml } from '../../../functions/interchange/services/xml.ts';
import { parsedJson } from '../../../functions/shared/http/body.ts';
import {
  comparableNumber,
  comparisonForm,
  descriptionForm,
  lookAlikes,
  searchForm,
  wordsForm,
} from '../../../functions/shared/kernel/comparison.ts';
import { hasHeapedMarks, normalised } from '../../../functions/shared/kernel/marks.ts';
import { unfitIn } from '../../../functions/shared/kernel/plain-json.ts';
import { sheetsIn } from '../../../functions/shared/sheet/sheet.ts';
import { fixture, message } from '../interchange/messages.ts';

const PAIR = '\u0301\u0323';
const heap = (pairs: number): string => `a${PAIR.repeat(pairs)}`;

const WRITTEN = [
  'ที่นี่มีน้ำใช้ทุกวันเพื่อผู้ซื้อที่น่ารัก',
  'क्षत्रिय श्रीमान् निर्यात कर्त्तव्य',
  'السَّلَامُ عَلَيْكُمْ وَرَحْمَةُ ٱللَّٰهِ',
  'Cộng hòa Xã hội Chủ nghĩa Việt Nam'.normalize('NFD'),
  'בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים אֵ֥ת הַשָּׁמַ֖יִם',
  'བསྒྲུབས་ཀྱི་རྫོགས',
  'မြန်မာနိုင်ငံ',
  '❤️'.repeat(100),
  'ﾊﾞﾋﾞﾌﾞﾍﾞﾎﾞ',
  '龙水五金𠮷〇',
];

describe('combining marks in a row', () => {
  it.each(WRITTEN)('pass as people write them: %s', (text) => {
    expect(hasHeapedMarks(text.repeat(50))).toBe(false);
    expect(unfitIn({ [text]: [text] })).toBeUndefined();
    expect(normalised(text, 'NFKC')).toBe(text.normalize('NFKC'));
  });

  it.each([
    ['of alternating classes', PAIR.repeat(16)],
    ['that are half-width letters until they are normalised', '\uFF9E\u0323'.repeat(16)],
    ['of one kind', '\u0301'.repeat(31)],
  ])('are refused from 31 on, in every place: %s', (_what, marks) => {
    const text = `a${marks}`;
    expect(hasHeapedMarks(`a${marks.slice(0, 30)}`)).toBe(false);
    expect(unfitIn({ a: ['x', text] })).toEqual({ why: 'HEAPED_MARKS', pointer: '/a/1' });
    expect(unfitIn({ [text]: 1 })).toMatchObject({ why: 'HEAPED_MARKS' });
    const said = /附加符号（声调、重音等），没有文字这样书写/;
    const refusal = (code: string) => expect.objectContaining({ code, message: expect.stringMatching(said) });
    expect(() => parsedJson(Buffer.from(JSON.stringify({ a: text })))).toThrow(refusal('MALFORMED_JSON'));
    const xml = message('02-BUYER').replace('DUBAI', text);
    expect(() => parseXml(Buffer.from(xml))).toThrow(refusal('MALFORMED_FILE'));
    const references = Array.from(text, (one) => `&#${one.codePointAt(0)};`).join('');
    expect(() => parseXml(Buffer.from(message('02-BUYER').replace('DUBAI', references)))).toThrow(
      refusal('MALFORMED_FILE'),
    );
    expect(() => sheetsIn(Buffer.from(`甲,乙\n1,${text}\n`))[0]!.rows(10)).toThrow(refusal('MALFORMED_FILE'));
  });

  it('in a sheet are refused with their row, in a thread or not', async () => {
    const sheet = fixture('trade-lines.csv').replace('\n', `\n${heap(400_000)}`);
    await expect(readGrid(Buffer.from(sheet))).rejects.toMatchObject({
      code: 'MALFORMED_FILE',
      message: expect.stringMatching(/第 2 行有一格/),
    });
  });

  it('a cell longer than any of a spreadsheet is refused before it is compared', () => {
    const rows = (length: number) => () => sheetsIn(Buffer.from(`甲\n${'字'.repeat(length)}\n`))[0]!.rows(10);
    expect(rows(32_767)).not.toThrow();
    expect(rows(32_768)).toThrow(expect.objectContaining({ code: 'MALFORMED_FILE' }));
  });
});

/** Of the processor, the shortest of three: neither other load nor the clearing of memory counts. */
function seconds(work: () => unknown): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const start = process.threadCpuUsage();
      work();
      const { user, system } = process.threadCpuUsage(start);
      return (user + system) / 1e6;
    }),
  );
}

describe('every form in which texts are compared', () => {
  const FORMS = { comparableNumber, comparisonForm, descriptionForm, searchForm, wordsForm, lookAlikes };
  /** What is left out, made a mark, or a letter that begins with one, between marks that have to be sorted. */
  const PARTS = [
    '\u0301',
    '\u0323',
    '\u0334',
    '\uFF9E',
    '\u00B4',
    '\u00B8',
    '\u200B',
    '-',
    ' ',
    'a',
    '\u0345',
    '\uFE70',
  ];

  it('knows a slow one when it sees it', () => {
    const native = (pairs: number) => seconds(() => heap(pairs).normalize('NFKC'));
    expect(native(8000) / native(4000)).toBeGreaterThan(2.5);
  });

  it.each(Object.entries(FORMS))('%s takes time that grows no faster than the text', (_name, form) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 6 }), (parts) => {
        const [short, long] = [8000, 16_000].map((count) => parts.join('').repeat(count / parts.length));
        const taken = seconds(() => form(long!));
        // What takes a few milliseconds says nothing of how it grows; a square of 16,000 takes hundreds.
        return taken < 0.02 || taken <= 2.5 * seconds(() => form(short!)) || taken <= 2.5 * seconds(() => form(short!));
      }),
      { numRuns: 40 },
    );
  });

  it('no source normalises a text by itself', () => {
    const files = globSync('{functions,infra}/**/*.ts').filter((file) =>
      /\.normalize\(/.test(readFileSync(file, 'utf8')),
    );
    expect(files).toEqual(['functions/shared/kernel/marks.ts']);
  });
});
