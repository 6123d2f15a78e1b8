import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, dayOf } from '../../../../functions/credit/domain/day.ts';
import type { CreditEntity, Fact } from '../../../../functions/credit/domain/fact.ts';
import { type Assessment, score } from '../../../../functions/credit/domain/score.ts';
import { appliesTo, type FactIndicator, isLoss } from '../../../../functions/credit/domain/scorecard.ts';
import { boundsOf, SEVERITIES } from '../../../../functions/credit/domain/severity.ts';
import { EntityKind } from '../../../../functions/events/entity.ts';
import { BOOK, CARD, TERMS } from './kit.ts';

const asOf = dayOf('2026-06-01');
const day = fc.integer({ min: asOf - 1300, max: asOf + 30 });
/** Mostly absent, as in life. */
const rareDay = fc.oneof({ arbitrary: fc.constant(undefined), weight: 3 }, day);

const factOf = (indicators: readonly FactIndicator[]): fc.Arbitrary<Fact> =>
  fc.record({
    eventId: fc.uuid(),
    indicator: fc.constantFrom(...indicators.map(({ code }) => code)),
    occurredOn: day,
    severity: fc.option(fc.constantFrom(...SEVERITIES), { nil: undefined, freq: 2 }),
    endedOn: rareDay,
    suspendedFrom: rareDay,
    suspendedUntil: rareDay,
  });

const FACTS = CARD.indicators.filter((one) => one.effect !== 'CLEAN_PERIOD');
const byCode = new Map(FACTS.map((one) => [one.code, one]));

const entities: fc.Arbitrary<CreditEntity> = fc.record({
  kind: fc.constantFrom(...EntityKind.options),
  registeredOn: fc.integer({ min: asOf - 1300, max: asOf }),
});
const anyFact = factOf(FACTS);
const anyFacts = fc.uniqueArray(anyFact, { selector: (fact) => fact.eventId, maxLength: 30 });
const deduction = factOf(FACTS.filter(isLoss));

const CLEAN_MONTHS = 12;

/** A fact that is kept from counting by one circumstance. */
function idleFact([fact, why]: [Fact, string]): Fact {
  const plain = { ...fact, severity: undefined, endedOn: undefined, suspendedFrom: undefined };
  const indicator = byCode.get(fact.indicator);
  if (why === 'to come') return { ...plain, occurredOn: asOf + 1 };
  if (why === 'repaired') return { ...plain, occurredOn: asOf - 10, endedOn: asOf };
  if (why === 'suspended' && indicator?.effect !== 'VETO') {
    return { ...plain, occurredOn: asOf - 10, suspendedFrom: asOf - 1, suspendedUntil: undefined };
  }
  // Past its term and past the clean period.
  return { ...plain, occurredOn: asOf - Math.max(indicator?.months ?? 0, CLEAN_MONTHS) * 31 - 1 };
}

const judged = (facts: readonly Fact[], entity: CreditEntity): Assessment => score(facts, BOOK, asOf, entity);
const gradeOrder = (assessment: Assessment) => CARD.grades.findIndex(({ grade }) => grade === assessment.grade);

describe('the score', () => {
  it('does not depend on the order of the facts, and replays to the same bytes', () => {
    fc.assert(
      fc.property(
        anyFacts.chain((facts) =>
          fc.tuple(
            fc.constant(facts),
            fc.shuffledSubarray(facts, { minLength: facts.length, maxLength: facts.length }),
          ),
        ),
        entities,
        ([facts, shuffled], entity) => {
          const first = JSON.stringify(judged(facts, entity));
          expect(JSON.stringify(judged(shuffled, entity))).toBe(first);
          expect(JSON.stringify(judged(structuredClone(facts), entity))).toBe(first);
        },
      ),
    );
  });

  it('never rises by a deduction, and never falls without it', () => {
    fc.assert(
      fc.property(anyFacts, deduction, entities, (facts, more, entity) => {
        const without = judged(facts, entity);
        const with_ = judged([...facts, more], entity);
        expect(with_.score).toBeLessThanOrEqual(without.score);
        expect(gradeOrder(with_)).toBeGreaterThanOrEqual(gradeOrder(without));
      }),
      { numRuns: 500 },
    );
  });

  it('is base and contributions, held within 0 and 100', () => {
    fc.assert(
      fc.property(anyFacts, entities, (facts, entity) => {
        const assessment = judged(facts, entity);
        const sum = assessment.contributions.reduce((total, { points }) => total + points, CARD.base);
        expect(assessment.score).toBe(Math.min(Math.max(sum, 0), 100));
      }),
    );
  });

  it('moves no group past its cap, vetoes aside, and no bonus past the bonuses’ cap', () => {
    const groupOf = new Map(
      CARD.indicators.map(
        (one) => [one.code, one.effect === 'DEDUCTION' ? one.group : isLoss(one) ? one.effect : 'BONUS'] as const,
      ),
    );
    fc.assert(
      fc.property(anyFacts, entities, (facts, entity) => {
        const moved = new Map<string, number>();
        for (const { indicator, points } of judged(facts, entity).contributions) {
          const group = groupOf.get(indicator) ?? '';
          moved.set(group, (moved.get(group) ?? 0) + points);
        }
        for (const { code, cap } of CARD.groups) expect(-(moved.get(code) ?? 0)).toBeLessThanOrEqual(cap);
        expect(moved.get('BONUS') ?? 0).toBeLessThanOrEqual(CARD.bonusCap);
      }),
    );
  });

  it('is 0, a D, under any veto in force', () => {
    const veto = factOf(FACTS.filter(({ effect }) => effect === 'VETO'));
    fc.assert(
      fc.property(anyFacts, veto, entities, (facts, more, entity) => {
        const inForce = { ...more, occurredOn: asOf - 30, severity: undefined, endedOn: undefined };
        expect(judged([...facts, inForce], entity)).toMatchObject({ score: 0, grade: 'D' });
      }),
    );
  });

  it('falls in exactly one band', () => {
    fc.assert(
      fc.property(anyFacts, entities, (facts, entity) => {
        const { score: points, grade, missing } = judged(facts, entity);
        const place = CARD.grades.findIndex((band) => points >= band.minimum);
        // A band is left for the one below only where a condition of it is missing.
        if (CARD.grades[place]?.grade !== grade) {
          expect(CARD.grades[place + 1]?.grade).toBe(grade);
          expect(missing.some(({ code }) => code !== 'SCORE')).toBe(true);
        }
      }),
    );
  });

  it('is not touched by a fact outside its term, suspended or repaired', () => {
    const idle = fc.tuple(anyFact, fc.constantFrom('to come', 'past', 'repaired', 'suspended')).map(idleFact);
    fc.assert(
      fc.property(anyFacts, idle, entities, (facts, more, entity) => {
        const [with_, without] = [judged([...facts, more], entity), judged(facts, entity)];
        // Only the day from which a clean period counts may be a later one.
        const seen = ({ contributions, ...rest }: Assessment) => ({
          ...rest,
          points: contributions.map(({ indicator, eventId, points }) => [indicator, eventId, points]),
        });
        expect(seen(with_)).toEqual(seen(without));
      }),
      { numRuns: 500 },
    );
  });

  it('is moved by every indicator that applies, by its own points', () => {
    for (const indicator of FACTS) {
      for (const kind of EntityKind.options) {
        const fact = { eventId: '1', indicator: indicator.code, occurredOn: asOf };
        const { contributions } = judged([fact], { kind, registeredOn: asOf });
        const points = indicator.effect === 'VETO' ? -(CARD.base + CARD.bonusCap) : indicator.points;
        expect(contributions.map((one) => one.points)).toEqual(appliesTo(indicator, kind) ? [points] : []);
      }
    }
  });

  it('counts each fact through its term and within the bounds of its class', () => {
    fc.assert(
      fc.property(anyFacts, entities, (facts, entity) => {
        const byId = new Map(facts.map((fact) => [fact.eventId, fact]));
        for (const { eventId = '', indicator, inForceFrom, inForceUntil } of judged(facts, entity).contributions) {
          const [fact, rule] = [byId.get(eventId), byCode.get(indicator)];
          expect(inForceFrom).toBeLessThanOrEqual(asOf);
          if (!rule || inForceUntil === undefined) {
            expect([indicator, inForceUntil]).toEqual(['CLEAN_TWELVE_MONTHS', undefined]);
            continue;
          }
          expect(inForceUntil).toBeGreaterThanOrEqual(asOf);
          if (!isLoss(rule)) continue;
          const severity = fact?.severity ?? rule.severity;
          expect(inForceUntil - inForceFrom + 1).toBeLessThanOrEqual(boundsOf(severity, TERMS).maximumMonths * 31);
        }
      }),
    );
  });

  it('rises by a clean period on the day its months have passed since the last fact, unless that is in force', () => {
    const lone = fc.tuple(deduction, entities).filter(([{ indicator }, { kind }]) => {
      const rule = byCode.get(indicator);
      return rule !== undefined && appliesTo(rule, kind);
    });
    fc.assert(
      fc.property(lone, fc.nat(1300), ([one, entity], after) => {
        const fact = { ...one, suspendedFrom: undefined, endedOn: undefined, occurredOn: entity.registeredOn };
        const on = fact.occurredOn + after;
        const { contributions } = score([fact], BOOK, on, entity);
        const isOver = contributions.every(({ points }) => points > 0);
        expect(contributions.some(({ indicator }) => indicator === 'CLEAN_TWELVE_MONTHS')).toBe(
          isOver && on >= addMonths(fact.occurredOn, CLEAN_MONTHS),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('has at most four reasons, the heaviest first, that are all of its deductions', () => {
    fc.assert(
      fc.property(anyFacts, entities, (facts, entity) => {
        const { reasons, contributions } = judged(facts, entity);
        const lost = new Map<string, number>();
        for (const { indicator, points } of contributions) lost.set(indicator, (lost.get(indicator) ?? 0) + points);
        const heaviest = [...lost.values()].filter((points) => points < 0).toSorted((a, b) => a - b);
        expect(reasons.map(({ points }) => points)).toEqual(heaviest.slice(0, 4));
        for (const { indicator, points } of reasons) expect(lost.get(indicator)).toBe(points);
      }),
    );
  });
});
