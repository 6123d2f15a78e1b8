import type { AppealKind } from './appeal.ts';
import { dateOf, dayInChina } from './day.ts';
import type { CreditEvent } from './event.ts';

const TITLES: Readonly<Record<AppealKind, string>> = {
  OBJECTION: '信用异议处理决定书',
  REPAIR: '信用修复决定书',
};

type Outcome = 'UPHELD' | 'REVOKED' | 'GRANTED' | 'REFUSED';

/** What each decision does to the score, as the party is told. */
const EFFECTS: Readonly<Record<Outcome, string>> = {
  UPHELD: '维持该记录。异议期间暂停的计入自决定之日起恢复。',
  REVOKED: '撤销该记录。该记录视为自始不计入，信用分已重新计算。',
  GRANTED: '准予修复。该记录自决定之日起不再计入，信用分已重新计算。',
  REFUSED: '不予修复。该记录继续计入至期限届满；情况有变化的，可以再次申请。',
};

/** The asking sentence, and how the party may go on. */
const WORDS: Readonly<Record<AppealKind, { readonly asked: string; readonly remedy: string }>> = {
  OBJECTION: {
    asked: '提出异议',
    remedy:
      '对认定事实的文书不服的，可以依法向作出文书的机关申请复核，或者依法申请行政复议、提起行政诉讼；事实已经纠正的，可以申请信用修复。',
  },
  REPAIR: {
    asked: '申请信用修复',
    remedy: '对认定机关的决定不服的，可以依法向该机关申请复核，或者依法申请行政复议、提起行政诉讼。',
  },
};

/**
 * The letter that tells a party how its appeal was decided, and why.
 *
 * @param party name of the entity
 * @param indicator name of the fact's indicator
 */
export function letterOf(event: CreditEvent, kind: AppealKind, party: string, indicator: string): string {
  const appeal = kind === 'OBJECTION' ? event.objection : event.repair;
  const decision = appeal?.decision;
  if (!appeal || !decision) throw new Error(`there is no decision on the appeal of ${event.id}`);
  const { authority, documentNumber } = event.source;
  const { asked, remedy } = WORDS[kind];
  return [
    TITLES[kind],
    `${party}：`,
    `你单位于 ${chinaDate(appeal.at)} 对 ${event.occurredOn} 的“${indicator}”记录（${authority}，${documentNumber}）${asked}。经审查，决定如下：`,
    EFFECTS[decision.outcome],
    '理由：',
    ...decision.reasons.map((reason, index) => `${index + 1}. ${reason}`),
    remedy,
    `记录编号 ${event.id}　决定日期 ${chinaDate(decision.at)}`,
  ].join('\n');
}

const chinaDate = (instant: string): string => dateOf(dayInChina(instant));
