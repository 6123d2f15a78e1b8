import type { Lists } from '../../shared/reference/lists/index.ts';
import type { CreditJson } from '../contract/credits.ts';
import { dateOf, dayInChina, dayOf } from '../domain/day.ts';
import { type CreditEvent, factsOf } from '../domain/event.ts';
import { objectionUntil } from '../domain/objection.ts';
import { gainWithout, openBonuses, outlook, type ScoreOn } from '../domain/outlook.ts';
import { repairFrom } from '../domain/repair.ts';
import { cardOn, type FactIndicator, isLoss, type Scorecard } from '../domain/scorecard.ts';
import { entityOf, type Subject } from '../domain/subject.ts';
import type { Assess } from './scoring.ts';

/** How the credit of an entity goes on from a day by itself, and what the entity can do about it. */
type Prospects = Pick<CreditJson, 'outlook' | 'advice'>;

export function prospects(
  subject: Subject,
  events: readonly CreditEvent[],
  asOf: string,
  cards: readonly Scorecard[],
  assess: Assess,
  lists: Lists,
): Prospects {
  const [facts, entity, day] = [factsOf(events), entityOf(subject), dayOf(asOf)];
  const scoreOn: ScoreOn = (some, on) => assess(subject, some, dateOf(on));
  const card = cardOn(cards, asOf);
  const ahead = cards
    .filter((one) => one === card || one.effectiveFrom > asOf)
    .map((one) => ({ card: one, from: dayOf(one.effectiveFrom) }));
  const counting = new Set(scoreOn(facts, day).contributions.map(({ eventId }) => eventId));
  const appeals = events
    .filter(({ id, status }) => counting.has(id) && status === 'RECORDED')
    .flatMap((event) => {
      const found = card.indicators.find(({ code }) => code === event.indicator);
      if (!found || found.effect === 'CLEAN_PERIOD' || !isLoss(found)) return [];
      return appealsOf(event, found, asOf, gainWithout(event.id, facts, day, scoreOn), lists);
    });
  return {
    outlook: outlook(facts, entity, day, ahead, scoreOn, lists.severityTerms).map(({ from, assessment }) => ({
      from: dateOf(from),
      score: assessment.score,
      grade: assessment.grade,
      scorecardVersion: assessment.scorecardVersion,
    })),
    advice: [
      ...appeals,
      ...openBonuses(facts, entity, day, card, scoreOn).map(({ indicator, name, points }) => ({
        action: 'EARN' as const,
        indicator,
        points,
        message: `${name}，经登记可加 ${points} 分`,
      })),
    ],
  };
}

function appealsOf(
  event: CreditEvent,
  indicator: Exclude<FactIndicator, { effect: 'BONUS' }>,
  asOf: string,
  points: number,
  { creditTerms, severityTerms }: Lists,
): Prospects['advice'] {
  const { id: eventId, recordedAt, objection, source } = event;
  const until = dateOf(objectionUntil(dayInChina(recordedAt), creditTerms));
  const common = { indicator: indicator.code, eventId, points };
  const record = `${event.occurredOn} 的“${indicator.name}”记录`;
  const from = repairFrom(event, indicator, severityTerms);
  return [
    ...(asOf <= until && !objection
      ? [
          {
            ...common,
            action: 'OBJECT' as const,
            until,
            message: `${record}与事实不符的，可在 ${until} 前（含当日）提出异议；异议成立的撤销记录，信用分提高 ${points} 分`,
          },
        ]
      : []),
    {
      ...common,
      action: 'REPAIR' as const,
      from,
      message: `${record}已经纠正的，自 ${from} 起可作出公开承诺并申请信用修复，由${source.authority}决定；准予后信用分提高 ${points} 分`,
    },
  ];
}
