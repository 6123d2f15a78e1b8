import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stallKey, stallText } from '../../../functions/shared/kernel/stall.ts';

/** `building|floor|number`, or with a street before the number. */
const stall = (typed: string) => {
  const [building = '', floor, ...rest] = typed.split('|');
  const [number = '', street] = rest.toReversed();
  return { building, number, ...(floor ? { floor } : {}), ...(street ? { street } : {}) };
};
const key = (typed: string): string => stallKey(stall(typed));

describe('a stall', () => {
  it.each<[string, string, string[]]>([
    [
      'fields, case, width, zeros',
      'A区|1层|018号',
      ['a|1|18', 'Ａ 区|１层|18', 'A区1层||18号', 'A||1层018号', 'A|1楼|0018#'],
    ],
    ['traditional characters', 'B区|2层|18号', ['B區|2層|18號', 'Ｂ區|2樓|18號', 'B區2樓||18號舖', 'B区|2层|18號鋪']],
    [
      'floors',
      'B区|2层|18号',
      [
        'B区|2F|18号',
        'B区|F2|18号',
        'B区|2楼|18',
        'B区|二层|18',
        'B区|二楼|18',
        'B区|第二层|18',
        'B区|2/F|18',
        'B区|02|18',
      ],
    ],
    [
      'floors in Latin and Roman',
      'B区|2层|18号',
      ['B区|2nd Floor|18', 'B区|Floor 2|18', 'B区|Ⅱ层|18', 'B区|L2|18', 'B区|贰层|18'],
    ],
    [
      'higher floors',
      'B区|12层|18号',
      ['B区|十二层|18', 'B区|十二|18', 'B区|拾贰楼|18', 'B区|拾貳樓|18', 'B区|12F|18', 'B区十二层||18'],
    ],
    ['ten and tens', 'B区|10层|20号', ['B区|十层|二十号', 'B区|十|贰拾', 'B区|拾楼|廿号', 'B区|10F|二〇号']],
    [
      'floors below the ground',
      'B区|负1层|18号',
      ['B区|-1层|18', 'B区|－１楼|18', 'B区|B1|18', 'B区|B1F|18', 'B区|地下一层|18', 'B区|负一楼|18', 'B区|-1F|18'],
    ],
    [
      'numbers in Chinese',
      'A区|1层|12号',
      ['A区|1层|十二号', 'A区|1层|十二', 'A区|1层|拾贰号', 'A区|1层|一二号', 'A区|一层|第十二号'],
    ],
    ['numbers in hundreds', 'A区|1层|123号', ['A区|1层|一百二十三号', 'A区|1层|壹佰贰拾叁', 'A区|1层|一二三号']],
    [
      'a part of a stall',
      'J区|1层|5之12号',
      [
        'J区|1层|5之十二号',
        'J区|1层|5之十二',
        'J区|1层|五之十二号',
        'J区|1层|5号之12',
        'J区|1层|5号之十二',
        'J区|1层|五號之十二',
        'J区|1层|5-12号',
      ],
    ],
    [
      'brackets and signs',
      'E区|2层|18号',
      [
        'E区|2层|(18)号',
        'E区|2层|<18>号',
        'E区|2层|【18】',
        'E区|2层|“18”号',
        'E区|2层|＜18＞',
        'E区|2层|#18',
        'E区|2层|*18*',
      ],
    ],
    [
      'signs between letters and digits',
      'G区|2层|A-18',
      ['G区|2层|A+18', 'G区|2层|A18', 'G区|2层|A#18', 'G区|2层|A.018'],
    ],
    ['areas, rows, blocks', '3区|2层|4排18号', ['三区|二层|四排18', '叁区|2F|4排十八号', '第三区|2层|四排-18']],
    [
      'the first floor',
      'M区|1层|18号',
      ['M区|首层|18号', 'M區|首層|18號', 'M区|首楼|18', 'M区首层||18号', 'M区|首|18号'],
    ],
    ['names in traditional characters', '钟楼区|1层|18号', ['鐘樓區|1层|18号', '鐘樓区|首層|18號']],
    [
      'words for a number',
      'A区|1层|362042号',
      [
        'A区|1层|No.362042',
        'A区|1层|No.362042号',
        'A区|1层|NO362042',
        'A区|1层|№362042',
        'A区|1层|Ｎｏ．362042号',
        'A区|1层|编号362042',
      ],
    ],
    [
      'parts that are said twice',
      'A区|1层|2街|18号',
      [
        'A区|1层|2街|二街18号',
        'A区2街|1层|2街|18',
        'A区|1层|2街|A区1层2街18号',
        'A区1层|1层|二街|1楼2街018',
        'A区||2街|A区1层二街18号',
      ],
    ],
    ['streets', 'C区||2街|18号', ['C区||二街|18', 'C區||第二街|18號', 'C区||2|18']],
    [
      'words for a shop',
      'A区|1层|18号',
      ['A区|1层|18号商铺', 'A区|1层|18号摊位', 'A区|1层|18号门面', 'A区|1层|18號舖', 'A区|1层|18檔口'],
    ],
  ])('is the same however it is written: %s', (_, written, others) => {
    for (const other of others) expect([other, key(other)]).toEqual([other, key(written)]);
  });

  it.each([
    ['A||11', 'A|1|1'],
    ['A区|1层|18', 'A区|2层|18'],
    ['A区|十二层|1', 'A区|二层|1'],
    ['A区|10层|1', 'A区|1层|1'],
    ['A区|-1层|18', 'A区|1层|18'],
    ['A区|B1|18', 'A区|1层|18'],
    ['A区|1层|十二号', 'A区|1层|102号'],
    ['三峡区|1层|1', '3峡区|1层|1'],
    ['F2||18', 'F|2层|18'],
    ['A区|1层|18', 'A区|1层|18A'],
    ['A区||1街|18', 'A区|1层|18'],
    ['五金区|1层|18', '5金区|1层|18'],
    ['A区|1层|5之12号', 'A区|1层|5之13号'],
    ['首饰区|1层|18', '1饰区|1层|18'],
    ['A区|首层|18', 'A区|2层|18'],
    ['之江区|1层|18', '江区|1层|18'],
    ['A区|1层|一百二号', 'A区|1层|120号'],
  ])('keeps apart %s and %s', (one, other) => {
    expect(key(one)).not.toBe(key(other));
  });

  const numeral = (n: number, digits: string, ten: string): string => {
    const [tens, ones] = [Math.floor(n / 10), n % 10];
    return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? ten : ''}${ones > 0 ? digits[ones] : ''}`;
  };

  it('is told by its floor and number up to 99, in whatever numerals', () => {
    const upTo99 = fc.integer({ min: 1, max: 99 });
    const written = fc.constantFrom<(n: number) => string>(
      String,
      (n) => numeral(n, '零一二三四五六七八九', '十'),
      (n) => numeral(n, '零壹贰叁肆伍陆柒捌玖', '拾'),
      (n) => `0${n}`,
    );
    const sign = (signs: string[]) => fc.constantFrom(...signs);
    fc.assert(
      fc.property(
        upTo99,
        upTo99,
        upTo99,
        written,
        written,
        sign(['层', '楼', '層', '樓', '']),
        sign(['号', '號', '']),
        (floor, number, other, a, b, c, d) => {
          const typed = key(`D区|${a(floor)}${c}|${b(number)}${d}`);
          expect(typed).toBe(key(`D区|${floor}层|${number}号`));
          if (other !== number) expect(typed).not.toBe(key(`D区|${floor}层|${other}号`));
          if (other !== floor) expect(typed).not.toBe(key(`D区|${other}层|${number}号`));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is shown as it was typed', () => {
    expect(stallText(stall('B區|2F|018號'))).toBe('B區2F018號');
  });
});
