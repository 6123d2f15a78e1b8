import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  certificateNumberOf,
  doubtfulPrefixOf,
  lettersBehind,
} from '../../../functions/shared/kernel/certificate-number.ts';
import { arabicOf } from '../../../functions/shared/kernel/chinese-number.ts';
import { documentNumberForm } from '../../../functions/shared/kernel/document-number.ts';
import { text as line, namesOne } from '../../../functions/shared/kernel/fields.ts';
import { PAIRS, simplified } from '../../../functions/shared/kernel/simplified.ts';

/** Brackets and quotes as people find them on their keyboards, and none. */
const BRACKETS = [
  '〔〕',
  '()',
  '（）',
  '[]',
  '［］',
  '【】',
  '「」',
  '『』',
  '〖〗',
  '《》',
  '〈〉',
  '<>',
  '＜＞',
  '‹›',
  '«»',
  '“”',
  '‘’',
  '""',
  "''",
  '{}',
  '｛｝',
  '﹝﹞',
  '⦗⦘',
  '||',
  '',
];

const inBrackets = (year: string, [open = '', close = '']: string): string => `${open}${year}${close}`;

describe('the number of a document', () => {
  it.each<[string, string, string[]]>([
    [
      'every bracket, quote and none',
      '渝市监罚〔2026〕15号',
      BRACKETS.map((pair) => `渝市监罚${inBrackets('2026', pair)}15号`),
    ],
    [
      'brackets around all of it',
      '渝市监罚〔2026〕15号',
      ['《渝市监罚〔2026〕15号》', '“渝市监罚[2026]15号”', '(渝市监罚202615号)'],
    ],
    [
      '第 and 号',
      '渝市监罚〔2026〕15号',
      [
        '渝市监罚〔2026〕第15号',
        '第渝市监罚〔2026〕15号',
        '渝市监罚〔2026〕15',
        '渝市监罚2026第15号',
        '渝市监罚2026年15号',
        '渝市监罚（2026年）第15号',
        '渝市监罚〔2026年度〕15号',
      ],
    ],
    ['traditional characters', '渝市监罚〔2026〕15号', ['渝市監罰〔2026〕15號', '渝市監罰２０２６１５號']],
    [
      'Chinese numerals',
      '渝市监罚〔2026〕15号',
      [
        '渝市监罚〔二〇二六〕15号',
        '渝市监罚〔二○二六〕十五号',
        '渝市监罚二零二六年十五号',
        '渝市监罚〔贰零贰陆〕拾伍号',
      ],
    ],
    [
      'zeros before it',
      '渝市监罚〔2026〕15号',
      ['渝市监罚〔2026〕015号', '渝市监罚〔2026〕00015号', '渝市监罚2026015号', '渝市监罚〔2026〕第 015 号'],
    ],
    [
      'separators and signs',
      '渝市监罚〔2026〕15号',
      [
        '渝市监罚 〔2026〕 15 号',
        '渝市监罚-2026-15号',
        '渝市监罚/2026/15',
        '渝市监罚#2026#15号',
        '渝市监罚*2026*15',
        '渝市监罚·2026·15号',
        '渝市监罚～2026～15',
        '渝市监罚＋2026＋15号',
      ],
    ],
    [
      'words for number before it',
      '渝市监罚〔2026〕15号',
      [
        'No.渝市监罚〔2026〕15',
        '№ 渝市监罚〔2026〕15号',
        'NO：渝市监罚〔2026〕15号',
        '# 渝市监罚〔2026〕15号',
        '编号：渝市监罚〔2026〕15号',
        '編號:渝市監罰〔2026〕15號',
        '文号：渝市监罚〔2026〕15号',
        '文书号 渝市监罚〔2026〕15号',
        '发文字号：渝市监罚〔2026〕15号',
        '（编号：渝市监罚〔2026〕15号）',
      ],
    ],
    ['words before a bare number', '15', ['№ 15', 'No. 15', '编号：15', '第15号', '文号：十五号']],
    ['words before letters', 'B〔2026〕15号', ['No.B〔2026〕15', '№B〔2026〕15号']],
    [
      'other circles for 〇',
      '案〔2026〕15号',
      ['○', 'O', 'o', 'Ｏ', '◯', '〇', '零', '0', '０'].map((zero) => `案〔二${zero}二六〕15号`),
    ],
    ['more circles for 〇', '案〔2008〕20号', ['案〔二OO八〕二O号', '案〔二ＯＯ八〕二Ｏ号', '案二○○八年二○']],
    ['检', '检查〔2026〕15号', ['檢查〔2026〕15号', '檢査〔2026〕15號']],
    ['谈', '约谈〔2026〕15号', ['約談〔2026〕15号']],
    ['撤销', '撤销〔2026〕15号', ['撤銷〔2026〕15号']],
    ['现场', '现场〔2026〕15号', ['現場〔2026〕15号']],
    ['开', '开〔2026〕15号', ['開〔2026〕15号']],
    ['通报', '通报〔2026〕15号', ['通報〔2026〕15号']],
    ['a variant of 查', '核查〔2026〕7号', ['核査〔2026〕7号', '核查«2026»⑦号']],
  ])('is the same with %s', (_, number, others) => {
    for (const other of others) expect([other, documentNumberForm(other)]).toEqual([other, documentNumberForm(number)]);
  });

  it.each([
    ['渝市监罚〔2026〕15号', '渝市监罚〔20261〕5号'],
    ['渝市监罚〔2026〕15号', '渝市监罚<20261>5号'],
    ['渝市监罚〔2026〕11号', '渝市监罚2026〔1〕1号'],
    ['渝市监罚〔2026〕15号', '渝市监罚〔2025〕15号'],
    ['渝市监罚〔2026〕15号', '渝市监罚〔2026〕150号'],
    ['渝市监罚〔2026〕15号', '渝市监处〔2026〕15号'],
    ['渝市监三罚〔2026〕15号', '渝市监罚〔2026〕15号'],
    ['第三派出所〔2026〕15号', '第一派出所〔2026〕15号'],
    ['投诉15号', '投诉〔2026〕15号'],
    ['HT1001', 'HT101'],
    ['警告〔2026〕15号', '警告〔26〕15号'],
    ['案〔2026〕15号', '案O〔2026〕15号'],
    ['案〔2026〕1O5号', '案〔2026〕105号'],
  ])('keeps apart %s and %s', (one, other) => {
    expect(documentNumberForm(one)).not.toBe(documentNumberForm(other));
  });

  it('is the same once and twice, whatever the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc
        .array(
          fc.constantFrom(
            '2026',
            '20',
            '0',
            '1',
            '(',
            ')',
            '〔',
            '<',
            '第',
            '号',
            '年',
            '十',
            '二',
            '〇',
            'A',
            'O',
            'NO',
            '编号',
            '#',
            ' ',
          ),
          { maxLength: 12 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        expect(documentNumberForm(documentNumberForm(typed))).toBe(documentNumberForm(typed));
      }),
      { numRuns: 500 },
    );
  });

  it('is told by its year and serial number, in whatever brackets', () => {
    const year = fc.integer({ min: 1990, max: 2099 });
    const serial = fc.integer({ min: 1, max: 99_999 });
    const pair = fc.constantFrom(...BRACKETS);
    fc.assert(
      fc.property(year, serial, pair, year, serial, pair, (y, n, a, z, m, b) => {
        const [one, other] = [`渝商${inBrackets(String(y), a)}${n}号`, `渝商${inBrackets(String(z), b)}${m}号`];
        expect(documentNumberForm(one) === documentNumberForm(other)).toBe(y === z && n === m);
        expect(documentNumberForm(`渝商${inBrackets(String(y), b)}${n}号`)).toBe(documentNumberForm(one));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the number of a passport', () => {
  it.each([
    'No.Q890758',
    'NO Q890758',
    'no: q890758',
    'No．Ｑ８９０７５８',
    '№Q890758',
    '№ Q890758',
    'Nº Q890758',
    'N° Q890758',
    'NR.Q890758',
    'PASSPORT Q890758',
    'PASSPORTQ890758',
    'Passport No. Q890758',
    'passport no Q890758',
    'PASSPORT NUMBER: Q890758',
    'Passport/No/Q890758',
    'PP NO. Q890758',
    'PP No: Q890758',
    'PPT No. Q890758',
    'PPT: Q890758',
    'PP NUMBER Q890758',
    'Pass No: Q890758',
    'Reisepass Q890758',
    'Reisepassnummer: Q890758',
    'Travel Document Q890758',
    'Travel Document No. Q890758',
    'паспорт № Q890758',
    'P:Q890758',
    '护照Q890758',
    '护照号码：Q890758',
    '護照號碼: Q890758',
    '护照号Q890758',
    '护照 No. Q890758',
    '护照（号）Q890758'.replace('（号）', '号 '),
    '证件号码:Q890758',
    '#Q890758',
    ': Q890758',
    'Q890758',
  ])('is Q890758 in %s', (typed) => {
    expect(certificateNumberOf(typed)).toBe('Q890758');
    expect(doubtfulPrefixOf(certificateNumberOf(typed))).toBeUndefined();
  });

  it.each([
    'P890758',
    'N890758',
    'NO890758',
    'NR123456',
    'PP123456',
    'NOQ890758',
    'P-890758',
    'N 890758',
    'K 598 3102',
    'K/598.3102',
    'K-5983102',
    'X0000000',
    'NUM12345',
    '500000000',
    'AB1234567',
    'PA1234567',
    'PN 123456',
    'PPT123456',
    'PASS12345',
    '890758 C',
  ])('stays as it is: %s', (number) => {
    expect(certificateNumberOf(number)).toBe(number);
    expect(doubtfulPrefixOf(number)).toBeUndefined();
  });

  it.each([
    ['No.890758', '890758'],
    ['NO:890758', '890758'],
    ['№890758', '890758'],
    ['PASSPORT 890758', '890758'],
    ['PASSPORT NO 890758', '890758'],
    ['PASSPORT P890758', 'P890758'],
    ['护照P890758', 'P890758'],
    ['护照号码：NO890758', 'NO890758'],
    ['No. P890758', 'P890758'],
    ['P: 890758', '890758'],
  ])('in %s is %s', (typed, number) => {
    expect(certificateNumberOf(typed)).toBe(number);
  });

  it.each([
    ['NO 890758', 'NO'],
    ['NO-890758', 'NO'],
    ['P/890758', 'P'],
    ['P/Q890758', 'P'],
    ['P/ Q890758', 'P'],
    ['N.Q890758', 'N'],
    ['N.890758', 'N'],
    ['PASSPORT NO890758', 'NO'],
    ['PASSPORTNO890758', 'NO'],
    ['Passport: NO890758', 'NO'],
    ['护照NO890758', 'NO'],
    ['Reisepass NR890758', 'NR'],
    ['PP Q890758', 'PP'],
    ['PPNO890758', 'PPNO'],
  ])('in %s nobody can tell whether it begins with %s', (typed, prefix) => {
    expect(doubtfulPrefixOf(certificateNumberOf(typed))).toBe(prefix);
  });

  it.each([
    ['A1234567 UAE', 'UAE'],
    ['A1234567 ARE', 'ARE'],
    ['No. A1234567  uae', 'UAE'],
    ['A1234567 PASSPORT', 'PASSPORT'],
    ['A1234567 C', undefined],
    ['A1234567UAE', undefined],
    ['K 598 3102', undefined],
    ['AB 1234567', undefined],
  ])('of %s has %s set off behind it', (typed, letters) => {
    expect(lettersBehind(certificateNumberOf(typed))).toBe(letters);
  });

  it('is found behind every label, and is the same once and twice', () => {
    const number = fc.stringMatching(/^[A-Z]{1,2}[0-9]{6,8}$/).filter((typed) => !/^N[ORU]/.test(typed));
    const label = fc.constantFrom(
      'No.',
      'NO: ',
      '№',
      'PASSPORT ',
      'Passport No.: ',
      '护照',
      '护照号码：',
      'P: ',
      '# ',
      '',
    );
    fc.assert(
      fc.property(number, label, (bare, before) => {
        expect(certificateNumberOf(before + bare)).toBe(bare);
        expect(certificateNumberOf(bare)).toBe(bare);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        expect(certificateNumberOf(certificateNumberOf(text))).toBe(certificateNumberOf(text));
      }),
    );
  });
});

describe('a Chinese number', () => {
  it.each([
    ['一', '1'],
    ['十', '10'],
    ['十二', '12'],
    ['二十', '20'],
    ['九十九', '99'],
    ['廿三', '23'],
    ['卅', '30'],
    ['拾贰', '12'],
    ['贰拾', '20'],
    ['一百', '100'],
    ['一百零五', '105'],
    ['一百一十', '110'],
    ['一百二十三', '123'],
    ['两千零一', '2001'],
    ['壹仟贰佰', '1200'],
    ['二〇二六', '2026'],
    ['一二〇', '120'],
    ['〇五', '05'],
  ])('%s is %s', (numeral, arabic) => {
    expect(arabicOf(numeral)).toBe(arabic);
  });

  it.each(['一百二', '十十', '百', '一百百', '二二十', '十〇', '一千二', '三峡', ''])('is not %s', (text) => {
    expect(arabicOf(text)).toBeUndefined();
  });
});

it('writes traditional characters of addresses and documents as they are written here', () => {
  expect(simplified('東區二樓18號舖')).toBe('东区二楼18号铺');
  expect(simplified('渝市監罰')).toBe('渝市监罚');
  expect(simplified('鐘樓區撤銷現場檢查開會約談')).toBe('钟楼区撤销现场检查开会约谈');
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => simplified(simplified(text)) === simplified(text)));
});

it('has each traditional character once, none of them for itself or for another that is changed too', () => {
  const characters = Array.from(PAIRS);
  expect(characters.length % 2).toBe(0);
  const [typed, written] = [0, 1].map((side) => characters.filter((_, index) => index % 2 === side));
  expect(typed?.filter((character, index) => typed.indexOf(character) !== index)).toEqual([]);
  expect(written?.filter((character) => typed?.includes(character))).toEqual([]);
  expect(characters.filter((character) => !/\p{Script=Han}/u.test(character))).toEqual([]);
  for (const [index, character] of (typed ?? []).entries()) expect(simplified(character)).toBe(written?.[index]);
});

it('refuses the number of a document that is made of signs alone', () => {
  const number = line('文书号').superRefine(namesOne('文书号'));
  for (const typed of ['—', '/', '-', '〔〕', '#'])
    expect([typed, number.safeParse(typed).success]).toEqual([typed, false]);
  expect(number.safeParse('—').error?.issues[0]?.message).toContain('没有字母、数字或汉字');
  for (const typed of ['7', 'A', '无', '〔2026〕7号']) expect(number.safeParse(typed).success).toBe(true);
});
