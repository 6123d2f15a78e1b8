import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codePoint,
  comparableNumber,
  comparisonForm,
  invisibleIn,
  lookAlikes,
  searchForm,
} from '../../../functions/shared/kernel/comparison.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 30 });

describe('what looks the same', () => {
  it.each([
    [
      'blanks of every width',
      'K5983102',
      ['K 5983102', 'K\u00A05983102', 'K\u30005983102', ' K5983102 ', 'K\t5983102'],
    ],
    ['hyphens', 'A-1', ['A1', 'A‐1', 'A‑1', 'A–1', 'A—1', 'A−1', 'A－1', 'A﹣1', 'A_1']],
    ['points and slashes', 'HT.2026/001', ['HT2026001', 'HT．2026／001', 'HT·2026\\001', 'HT-2026-001']],
    ['full-width letters and digits', 'K5983102', ['Ｋ５９８３１０２', 'k5983102', 'ｋ５９８３１０２']],
    ['digits in circles', '18号', ['①⑧号', '❶❽号', '➀⑧号', '⓵⓼号', '➊⑧号', '⑱号', '⓲号']],
    ['digits of other scripts', '2026', ['٢٠٢٦', '۲۰۲۶', '२०२६', '𝟚𝟘𝟚𝟞']],
    [
      'brackets',
      '渝商(2026)1号',
      ['（）', '〔〕', '[]', '【】', '「」', '<>', '＜＞', '‹›', '«»', '《》', '〈〉'].map(
        ([open, close]) => `渝商${open}2026${close}1号`,
      ),
    ],
    [
      'invisible characters',
      'A区018',
      ['A\u200B区018', 'A区\u00AD018', '\uFEFFA区018', 'A区\u2060018', 'A区\u3164018', 'A区018\uFE0F'],
    ],
    ['radicals for characters', '大足金刀工具厂', ['大足⾦⼑⼯具厂', '大足⾦刀工具厂']],
    ['accents in two forms', 'JOSÉ', ['JOSE\u0301', 'josé']],
    ['ligatures and sharp s', 'STRASSE FI', ['Straße ﬁ', 'straßefi']],
  ])('compares as the same: %s', (_, text, others) => {
    for (const other of others) expect(comparisonForm(other)).toBe(comparisonForm(text));
  });

  it.each([
    ['K5983102', 'K5983103'],
    ['〔2026〕11号', '2026〔1〕1号'],
    ['JOSÉ', 'JOSE'],
    ['A&B', 'AB'],
    ['1#', '1'],
    ['ー', '一'],
  ])('keeps apart %s and %s', (one, other) => {
    expect(comparisonForm(one)).not.toBe(comparisonForm(other));
  });

  it('is the same once and twice, whatever the text', () => {
    for (const form of [comparisonForm, comparableNumber, searchForm]) {
      fc.assert(fc.property(anyText, (text) => form(form(text)) === form(text)));
    }
  });

  it('leaves capital letters, digits and Chinese as they are', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9\u4E00-\u9FA5]{0,20}$/), (text) =>
        [comparisonForm, comparableNumber, searchForm].every((form) => form(text) === text),
      ),
    );
  });

  it('is not changed by what people put between, by case or by width', () => {
    const noise = fc.constantFrom(' ', '\u3000', '-', '‐', '—', '.', '/', '\u200B', '\u00AD', '\u2060');
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{1,12}$/), fc.array(noise, { maxLength: 12 }), (code, between) => {
        const typed = Array.from(code, (letter, index) => `${between[index] ?? ''}${letter}`).join('');
        const wide = Array.from(typed.toLowerCase(), (letter) =>
          /[!-~]/.test(letter) ? String.fromCharCode(letter.charCodeAt(0) + 0xfee0) : letter,
        ).join('');
        expect(comparisonForm(typed)).toBe(code);
        expect(comparisonForm(wide)).toBe(code);
        expect(comparableNumber(wide)).toBe(code);
      }),
    );
  });

  it('is searched without accents and brackets', () => {
    expect(searchForm('JOSE\u0301 GARCÍA E HIJOS SL')).toContain(searchForm('jose  garcia'));
    expect(searchForm('大足区（龙水）试验商行')).toContain(searchForm('(龙水)'));
    expect(searchForm('й')).toBe('Й');
  });
});

describe('what nobody sees', () => {
  it.each([
    '\u200B',
    '\u200D',
    '\u00AD',
    '\u2060',
    '\u3164',
    '\u115F',
    '\u2800',
    '\uE863',
    '\uFFFD',
    '\uFEFF',
    '\u202E',
    '\uFE0F',
    '\u{E0041}',
    '\uD800',
  ])('is found: %j', (character) => {
    expect(invisibleIn(`大足${character}商行`)).toBe(character);
  });

  it('is nothing that is written', () => {
    expect(
      invisibleIn('重庆（大足）龙水·五金 “A区” JOSÉ GARCÍA Ⅳ ① ㎡ ～ ℃ -40 ¥ 𠮷 ⾦ 한국 عربي ไทย é e\u0301'),
    ).toBeUndefined();
    expect(codePoint('\u200B')).toBe('U+200B');
  });
});

describe('letters that look like others', () => {
  it.each([
    ['А区', ['А']],
    ['КAB', ['К']],
    ['А18', ['А']],
    ['ΑΒ', ['Α', 'Β']],
    ['АΒ', ['А', 'Β']],
    ['Тoolѕ', ['Т', 'ѕ']],
  ])('are doubtful in %s', (text, doubtful) => {
    expect(lookAlikes(text)).toEqual(doubtful);
  });

  it.each([
    'A区018号',
    'AL NOOR',
    '大足区龙水',
    'ООО Металл',
    'Ελληνική',
    'شركة النور',
    '東京スター',
    '삼성 전자',
    'JOSÉ',
    '①',
    '018',
    '',
  ])('are none in %s', (text) => {
    expect(lookAlikes(text)).toEqual([]);
  });
});
