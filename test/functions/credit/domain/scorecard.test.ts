import { describe, expect, it } from 'vitest';
import { termWithinLaw } from '../../../../functions/credit/domain/rules/term-within-law.ts';
import { cardOn, Scorecard } from '../../../../functions/credit/domain/scorecard.ts';
import { findingsOf } from '../../../../functions/shared/kernel/issues.ts';
import { CARD, TERMS } from './kit.ts';

type Draft = Record<string, any>;

/** The codes and places of what is wrong with the first card after a change. */
function findings(change: (card: Draft) => void): [code: string, pointer: string][] {
  const card = structuredClone(CARD) as Draft;
  change(card);
  const result = Scorecard.safeParse(card);
  const found = result.success ? termWithinLaw(result.data, TERMS) : findingsOf(Scorecard, card, result.error);
  return found.map(({ code, pointer }) => [code, pointer]);
}

describe('a scorecard', () => {
  it('that ships is sound, and covers every row of the design', () => {
    expect(findings(() => {})).toEqual([]);
    expect(CARD.groups.map(({ cap }) => cap)).toEqual([10, 25, 25, 20, 10, 10]);
    expect(CARD.indicators).toHaveLength(46);
    expect(CARD.indicators.filter(({ effect }) => effect === 'VETO')).toHaveLength(6);
    expect(CARD.source).toContain('草案');
  });

  const faults: [what: string, change: (card: Draft) => void, expected: [string, string][]][] = [
    ['a group twice', (card) => card['groups'].push(card['groups'][0]), [['REPEATED', '/groups/6/code']]],
    [
      'an indicator twice',
      (card) => (card['indicators'][1].code = 'FILING_DATA_FALSE'),
      [['REPEATED', '/indicators/1/code']],
    ],
    [
      'a group that is not there',
      (card) => (card['indicators'][0].group = 'HOBBIES'),
      [['UNKNOWN_GROUP', '/indicators/0/group']],
    ],
    [
      'a minor term over 3 months',
      (card) => (card['indicators'][1].months = 4),
      [['TERM_OUTSIDE_LAW', '/indicators/1/months']],
    ],
    [
      'a general term under 3 months',
      (card) => (card['indicators'][0].months = 2),
      [['TERM_OUTSIDE_LAW', '/indicators/0/months']],
    ],
    [
      'a general term over 12 months',
      (card) => (card['indicators'][0].months = 13),
      [['TERM_OUTSIDE_LAW', '/indicators/0/months']],
    ],
    [
      'a veto under 12 months',
      (card) => (card['indicators'].find((one: Draft) => one['code'] === 'SMUGGLING').months = 11),
      [['TERM_OUTSIDE_LAW', `/indicators/${CARD.indicators.findIndex(({ code }) => code === 'SMUGGLING')}/months`]],
    ],
    ['a negative cap', (card) => (card['groups'][2].cap = -25), [['TOO_SMALL', '/groups/2/cap']]],
    ['a negative cap of the bonuses', (card) => (card['bonusCap'] = -1), [['TOO_SMALL', '/bonusCap']]],
    ['a fifth band', (card) => card['grades'].push({ grade: 'D', minimum: 0 }), [['TOO_BIG', '/grades']]],
    [
      'a band that is missing',
      (card) => card['grades'].pop(),
      [
        ['TOO_SMALL', '/grades'],
        ['GRADE_GAP', '/grades/2'],
      ],
    ],
    ['bands that overlap', (card) => (card['grades'][2].minimum = 80), [['GRADE_ORDER', '/grades/2/minimum']]],
    ['no day of effect', (card) => (card['effectiveFrom'] = '2026-02-30'), [['FORMAT', '/effectiveFrom']]],
    [
      'a recorded clean period',
      (card) => (card['indicators'].find((one: Draft) => one['effect'] === 'CLEAN_PERIOD').months = 12),
      [['UNKNOWN_FIELD', `/indicators/${CARD.indicators.findIndex(({ effect }) => effect === 'CLEAN_PERIOD')}`]],
    ],
    ['a deduction that adds', (card) => (card['indicators'][0].points = 5), [['TOO_BIG', '/indicators/0/points']]],
    ['half a point', (card) => (card['indicators'][0].points = -1.5), [['TYPE', '/indicators/0/points']]],
    [
      'a bonus with a class',
      (card) => (card['indicators'].at(-1).severity = 'MINOR'),
      [['UNKNOWN_FIELD', '/indicators/45']],
    ],
    ['bands out of order', (card) => (card['grades'][1].minimum = 90), [['GRADE_ORDER', '/grades/1/minimum']]],
    ['grades out of order', (card) => (card['grades'][1].grade = 'C'), [['GRADE_ORDER', '/grades/1/grade']]],
    ['scores without a grade', (card) => (card['grades'][3].minimum = 1), [['GRADE_GAP', '/grades/3']]],
    ['a condition on the last grade', (card) => (card['grades'][3].historyMonths = 1), [['GRADE_GAP', '/grades/3']]],
    ['an unknown field', (card) => (card['weight'] = 1), [['UNKNOWN_FIELD', '']]],
  ];
  it.each(faults)('with %s is refused', (_what, change, expected) => expect(findings(change)).toEqual(expected));
});

describe('the card of a day', () => {
  const cards = ['2026-07-01', '2026-01-01', '2027-01-01'].map((effectiveFrom) => ({ effectiveFrom }));

  it.each([
    ['2025-06-01', '2026-01-01'],
    ['2026-01-01', '2026-01-01'],
    ['2026-06-30', '2026-01-01'],
    ['2026-07-01', '2026-07-01'],
    ['2030-01-01', '2027-01-01'],
  ])('%s is that of %s', (day, effectiveFrom) => expect(cardOn(cards, day)).toEqual({ effectiveFrom }));

  it('needs one', () => expect(() => cardOn([], '2026-01-01')).toThrow('no scorecard'));
});
