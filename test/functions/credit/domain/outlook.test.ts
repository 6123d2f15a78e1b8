import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, dayOf } from '../../../../functions/credit/domain/day.ts';
import { gainWithout, openBonuses, outlook, type ScoreOn } from '../../../../functions/credit/domain/outlook.ts';
import { rulebook } from '../../../../functions/credit/domain/rulebook.ts';
import { score } from '../../../../functions/credit/domain/score.ts';
import { EntityKind } from '../../../../functions/events/entity.ts';
import { BOOK, CARD, fact, TERMS } from './kit.ts';

const asOf = dayOf('2026-06-01');
const entity = { kind: 'merchant', registeredOn: dayOf('2025-11-10') } as const;
const scoreOn: ScoreOn = (facts, day) => score(facts, BOOK, day, entity);
const cards = [{ card: CARD, from: dayOf(CARD.effectiveFrom) }];

describe('the outlook', () => {
  it('names every turn that comes by itself', () => {
    const facts = [fact('COMPLAINT_UPHELD@2026-05-20'), fact('AEO_ADVANCED@2025-12-01')];
    const turns = outlook(facts, entity, asOf, cards, scoreOn, TERMS).map(({ from, assessment }) => [
      from,
      assessment.score,
    ]);
    expect(turns).toEqual([
      // 80 - 3 + 6; the complaint ends on 2026-08-19, the certificate counts to 2026-11-30; clean a year after 20 May.
      [dayOf('2026-08-20'), 86],
      [dayOf('2026-12-01'), 80],
      [dayOf('2027-05-20'), 86],
    ]);
  });

  it('holds on every day until the next turn', () => {
    const codes = CARD.indicators.map(({ code }) => code);
    const someFact = fc.record({
      eventId: fc.uuid(),
      indicator: fc.constantFrom(...codes),
      occurredOn: fc.integer({ min: asOf - 1200, max: asOf + 20 }),
      severity: fc.option(fc.constantFrom('MINOR' as const, 'GENERAL' as const, 'SERIOUS' as const), {
        nil: undefined,
      }),
      suspendedFrom: fc.option(fc.integer({ min: asOf - 30, max: asOf }), { nil: undefined }),
      endedOn: fc.option(fc.integer({ min: asOf - 30, max: asOf }), { nil: undefined }),
    });
    const stricter = { ...CARD, version: '2026-2', base: 70 };
    const [later, book] = [dayOf('2026-10-01'), rulebook(stricter, TERMS)];
    fc.assert(
      fc.property(
        fc.array(someFact, { maxLength: 8 }),
        fc.constantFrom(...EntityKind.options),
        fc.integer({ min: asOf - 1200, max: asOf }),
        fc.integer({ min: 1, max: 36 * 30 }),
        (facts, kind, registeredOn, after) => {
          const whom = { kind, registeredOn };
          const on: ScoreOn = (some, day) => score(some, day < later ? BOOK : book, day, whom);
          const turns = outlook(facts, whom, asOf, [...cards, { card: stricter, from: later }], on, TERMS);
          const now = on(facts, asOf + after);
          const last = turns.findLast(({ from }) => from <= asOf + after)?.assessment ?? on(facts, asOf);
          expect([last.score, last.grade]).toEqual([now.score, now.grade]);
          expect(turns.every(({ from }) => from > asOf && from <= addMonths(asOf, 36))).toBe(true);
        },
      ),
    );
  });
});

describe('what would raise a score', () => {
  it('is what its facts take, within their caps', () => {
    const facts = [fact('CHECK_OBSTRUCTED@2026-05-01'), fact('COMPLAINT_UPHELD@2026-05-02')];
    // The group loses 10 at most: without the complaint it still loses 8.
    expect(gainWithout('COMPLAINT_UPHELD@2026-05-02', facts, asOf, scoreOn)).toBe(2);
    expect(gainWithout('CHECK_OBSTRUCTED@2026-05-01', facts, asOf, scoreOn)).toBe(7);
  });

  it('are the bonuses it does not have, the greatest first', () => {
    const open = openBonuses([fact('AEO_CERTIFIED@2026-05-01')], entity, asOf, CARD, scoreOn);
    expect(open.map(({ indicator, points }) => [indicator, points])).toEqual([
      ['TAX_ON_TIME_TWELVE_MONTHS', 3],
      ['FIFTY_CLEAN_DECLARATIONS', 3],
      // 6 instead of the 4 of the lower grade.
      ['AEO_ADVANCED', 2],
      ['COMPLIANCE_TRAINING', 2],
    ]);
    expect(openBonuses([fact('SMUGGLING@2026-05-01')], entity, asOf, CARD, scoreOn)).toEqual([]);
  });
});
