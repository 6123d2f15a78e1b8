import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOf, lastDayOfYears } from '../../../functions/filing/domain/calendar.ts';
import { uscc } from '../../../functions/filing/domain/fields.ts';
import { ID_CARD_PATTERN, idCardBirthDate, idCardCheckCharacter } from '../../../functions/filing/domain/id-card.ts';
import { hasOrganisationCheckCharacter, isUscc, usccCheckCharacter } from '../../../functions/filing/domain/uscc.ts';
import { dayInChina } from '../../../functions/shared/kernel/china-time.ts';
import { canonicalPhone, isMainlandPhone, isPhone } from '../../../functions/shared/kernel/phone.ts';
import { usccOf } from './samples.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

describe('a code that is none', () => {
  it.each([
    ['92500103MA6XYZ121H', '的第 14 位“Z”不是代码所用的字符；该代码不用字母 I、O、S、V、Z'],
    ['9150011IMA5U0C8X2', '有 17 位，应为 18 位'],
    ['OOOOOOOOOOOOOOOOOO', '的第 1 位“O”不是代码所用的字符'],
    ['9150*****A5U0C8X2A', '格式不正确，应如 91110000600037341L'],
  ])('%s: %s', (code, said) => {
    const [issue] = uscc().safeParse(code).error?.issues ?? [];
    expect(issue?.message).toContain(said);
  });
});

describe('统一社会信用代码', () => {
  it.each([
    '91110108551385082Q',
    '914403001922038216',
    '91110000600037341L',
    '91500225MA60ABCD5W',
    '92500225MA5UXYWQ2J',
  ])('accepts %s', (code) => expect(isUscc(code)).toBe(true));

  it('refuses 91350211M000100Y43, whose check character should be 6', () => {
    expect(isUscc('91350211M000100Y43')).toBe(false);
    expect(usccCheckCharacter('91350211M000100Y43')).toBe('6');
  });

  it('refuses any one character changed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 31 ** 6 - 1 }),
        fc.nat(17),
        fc.constantFrom(...ALPHABET.split('')),
        (n, position, character) => {
          const code = usccOf(n);
          fc.pre(code[position] !== character);
          expect(isUscc(code)).toBe(true);
          expect(isUscc(code.slice(0, position) + character + code.slice(position + 1))).toBe(false);
        },
      ),
    );
  });

  it('refuses two neighbours exchanged', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 31 ** 6 - 1 }), fc.nat(16), (n, at) => {
        const code = usccOf(n);
        const [first = '', second = ''] = code.slice(at, at + 2);
        fc.pre(first !== second);
        expect(isUscc(code.slice(0, at) + second + first + code.slice(at + 2))).toBe(false);
      }),
    );
  });

  it('knows the check character of the organisation code inside', () => {
    expect(hasOrganisationCheckCharacter('914403001922038216')).toBe(true);
    expect(hasOrganisationCheckCharacter('914403001922038316')).toBe(false);
    fc.assert(fc.property(fc.integer({ min: 0, max: 31 ** 6 - 1 }), (n) => hasOrganisationCheckCharacter(usccOf(n))));
  });
});

describe('公民身份号码', () => {
  const isValid = (number: string) =>
    ID_CARD_PATTERN.test(number) &&
    idCardBirthDate(number) !== undefined &&
    idCardCheckCharacter(number) === number[17];

  it.each(['11010519491231002X', '440524188001010014', '500225199003072358'])('accepts %s', (number) =>
    expect(isValid(number)).toBe(true),
  );

  it.each([
    ['a 30th of February', '500225199002300013'],
    ['a 29th of February in a common year', '500225190002290013'],
    ['a 13th month', '500225199013010013'],
  ])('has no birth date for %s', (_what, number) => expect(idCardBirthDate(number)).toBeUndefined());

  it('refuses any one digit changed', () => {
    fc.assert(
      fc.property(fc.nat(16), fc.constantFrom(...'0123456789'.split('')), (position, digit) => {
        const number = '500225199003072358';
        fc.pre(number[position] !== digit);
        expect(isValid(number.slice(0, position) + digit + number.slice(position + 1))).toBe(false);
      }),
    );
  });
});

describe('phones', () => {
  it.each([
    ['+86 139-0000-0001', '13900000001'],
    ['008613900000001', '13900000001'],
    ['8613900000001', '13900000001'],
    ['023-43700000', '02343700000'],
    ['+86 23 4370 0000', '02343700000'],
    ['+971 50 000 0001', '+971500000001'],
  ])('reads %s as %s', (text, canonical) => expect(canonicalPhone(text)).toBe(canonical));

  it.each(['13900000001', '02343700000', '075512345678'])('%s is of the mainland', (text) =>
    expect(isMainlandPhone(text)).toBe(true),
  );

  it.each(['12900000001', '1390000000', '43700000', '+971500000001', '', 'abc'])('%s is not', (text) =>
    expect(isMainlandPhone(canonicalPhone(text))).toBe(false),
  );

  it('takes any country code abroad', () => {
    expect(isPhone('+971500000001')).toBe(true);
    expect(isPhone('+0971500000')).toBe(false);
    expect(isPhone('971500000001')).toBe(false);
  });

  it('reads a number once as twice', () => {
    fc.assert(fc.property(fc.string(), (text) => canonicalPhone(canonicalPhone(text)) === canonicalPhone(text)));
  });
});

describe('days', () => {
  it('end at midnight in China', () => {
    expect(endOf('2026-03-17')).toBe('2026-03-17T16:00:00.000Z');
    expect(dayInChina(endOf('2026-12-31'))).toBe('2027-01-01');
  });

  it('end a term of years the day before its anniversary', () => {
    expect(lastDayOfYears('2026-03-17', 3)).toBe('2029-03-16');
    expect(lastDayOfYears('2024-02-29', 1)).toBe('2025-02-28');
  });
});
