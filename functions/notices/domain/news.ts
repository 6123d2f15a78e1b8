import type { z } from 'zod';
import { AdmissionChanged, HomeParty } from '../../events/admission.ts';
import { ConsolidationChanged } from '../../events/consolidation.ts';
import {
  CreditAppealDecided,
  CreditAppealDue,
  CreditAppealOverdue,
  CreditFactRecorded,
  GradeChanged,
} from '../../events/credit.ts';
import { FilingChanged, TermEnding } from '../../events/filing.ts';
import { StallVacated } from '../../events/market.ts';
import { ADMISSION_ACTION_NAMES, APPEAL_NAMES, FILING_TYPE_NAMES } from '../../events/names.ts';
import { PersonalRequestChanged } from '../../events/person.ts';
import { type Reader, reads } from '../../events/reader.ts';
import { TradeChanged, TradeLine } from '../../events/trade.ts';
import { TradeOfferChanged } from '../../events/trade-offer.ts';
import { lastDayBefore } from '../../shared/kernel/china-time.ts';
import { formatAmount, usd } from '../../shared/kernel/money.ts';
import { addressed } from './addressed.ts';
import { stallNews } from './market-news.ts';
import { type Notice, ofEntity, type Recipient } from './notice.ts';
import { offerNews } from './offer-news.ts';
import { OwnerNews, ownerNews } from './owner-news.ts';
import { personalNews } from './personal-news.ts';
import { because, named } from './words.ts';

const told = { districtId: true, version: true, at: true } as const;

const FilingNews = FilingChanged.detail.pick({
  ...told,
  filingId: true,
  entityId: true,
  type: true,
  status: true,
  filingNumber: true,
  name: true,
  reasons: true,
  review: true,
  answerBy: true,
  approvalUndone: true,
});

function filingNews(filing: z.infer<typeof FilingNews>): Notice[] {
  const { filingId, type, status, filingNumber, name, reasons, review, answerBy, approvalUndone } = filing;
  const what = FILING_TYPE_NAMES[type];
  const asked = `${named(name, `申请 ${filingId} `)}的${what}`;
  const to = (recipients: Recipient[], kind: Notice['kind'], title: string, message: string) =>
    addressed(filing, filingId, recipients, { kind, title, message });
  const party = ofEntity(filing.entityId);
  const both: Recipient[] = [party, 'CLERK'];
  switch (status) {
    case 'PENDING_REVIEW':
      if (review?.notice === 'REMINDED') {
        return to(
          ['REVIEWER'],
          'REVIEW_DUE',
          '备案审核今日到期',
          `${asked}审核期限为 ${review.dueOn}，请于今日作出决定`,
        );
      }
      if (review?.notice === 'ESCALATED') {
        const message = `${asked}审核期限 ${review.dueOn} 已过，尚未作出决定`;
        return to(['REVIEWER', 'OPERATOR'], 'REVIEW_OVERDUE', '备案审核已逾期', message);
      }
      return [];
    case 'APPROVED': {
      const number = filingNumber === undefined ? '' : `，备案编号 ${filingNumber}`;
      return to([party], 'FILING_APPROVED', `${what}已办结`, `${asked}已通过${number}`);
    }
    case 'RETURNED': {
      const undone = approvalUndone ? approvalUndoneNews(filing, asked) : [];
      const until = answerBy === undefined ? '' : `最迟于 ${lastDayBefore(answerBy)} 补正后重新提交，逾期申请失效；`;
      const message = `${asked}材料须补正。${until}${because(reasons, '申请详情')}`;
      return [...to(both, 'FILING_RETURNED', `${what}申请退回补正`, message), ...undone];
    }
    case 'REJECTED':
      return to(both, 'FILING_REJECTED', `${what}申请未通过`, `${asked}未通过；${because(reasons, '申请详情')}`);
    case 'WITHDRAWN':
      return to(
        [party],
        'FILING_WITHDRAWN',
        `${what}申请已撤回`,
        reasons === undefined ? `${asked}已撤回` : `${asked}已撤回；${because(reasons, '申请详情')}`,
      );
    case 'LAPSED':
      return to(both, 'FILING_LAPSED', `${what}申请已失效`, `${asked}逾期未补正或未审结，已失效；需要办理的请重新提交`);
    default:
      return [];
  }
}

/** A reviewer has approved, and what was found since stands against it. */
const approvalUndoneNews = (filing: z.infer<typeof FilingNews>, asked: string): Notice[] =>
  addressed(filing, filing.filingId, ['REVIEWER'], {
    kind: 'APPROVAL_UNDONE',
    title: '准予未能办结',
    message: `${asked}经审核准予，办结时又查出须补正的问题，已退回申请人；${because(filing.reasons, '申请详情')}`,
  });

function termNews(ending: z.infer<typeof TermEnding.detail>): Notice[] {
  const { terms, until, daysLeft } = ending;
  const left = daysLeft > 0 ? `还有 ${daysLeft} 天` : '今日到期';
  const { recordId, recipients, whose } = holderOf(ending);
  const message = `${whose}的${terms.join('、')}至 ${until} 届满，${left}；请在届满前办理续期，逾期不能办理新的业务`;
  // One of each term and warning, whatever the record's version.
  return addressed({ ...ending, version: Number(until.replaceAll('-', '')) }, `${recordId}/${daysLeft}`, recipients, {
    kind: 'TERM_ENDING',
    title: '有效期将满',
    message,
  });
}

/** Whose term ends: an entity's, or that of an agreement's two parties. */
function holderOf({
  agreementId,
  merchantId,
  tradeOperatorId,
  agreementNumber,
  merchantName,
  tradeOperatorName,
  entityId,
  filingNumber,
  name,
}: z.infer<typeof TermEnding.detail>): {
  readonly recordId: string;
  readonly recipients: readonly Recipient[];
  readonly whose: string;
} {
  if (agreementId !== undefined) {
    const parties = [merchantId, tradeOperatorId].filter((id) => id !== undefined).map(ofEntity);
    const between =
      merchantName === undefined || tradeOperatorName === undefined
        ? ''
        : `“${merchantName}”与“${tradeOperatorName}”的`;
    const whose = `${between}协议 ${agreementNumber ?? agreementId}`;
    return { recordId: agreementId, recipients: [...parties, 'CLERK'], whose };
  }
  if (entityId === undefined) throw new Error('a term ends of neither an entity nor an agreement');
  const whose = `${named(name, '')}备案 ${filingNumber ?? entityId} `;
  return { recordId: entityId, recipients: [ofEntity(entityId), 'CLERK'], whose };
}

const AdmissionNews = AdmissionChanged.detail.pick({ ...told, admissionId: true, action: true, reason: true }).extend({
  party: HomeParty.pick({ entityId: true, name: true, filingNumber: true }),
});

/** Who is filed in one district is told what another decides of it; how it stands at home it hears from there. */
function admissionNews(admission: z.infer<typeof AdmissionNews>): Notice[] {
  const { admissionId, districtId, action, reason, party } = admission;
  if (action === 'FOLLOW') return [];
  const why = reason === undefined ? '' : `；${because([reason], '互认决定')}`;
  return addressed(admission, admissionId, [ofEntity(party.entityId)], {
    kind: 'ADMISSION_DECIDED',
    title: `其他区县${ADMISSION_ACTION_NAMES[action]}`,
    message: `区县 ${districtId} 对${named(party.name, '')}备案 ${party.filingNumber} ${ADMISSION_ACTION_NAMES[action]}${why}`,
  });
}

const TradeNews = TradeChanged.detail
  .pick({
    ...told,
    tradeId: true,
    tradeNumber: true,
    status: true,
    review: true,
    reviewReasons: true,
    merchantId: true,
    merchantName: true,
    tradeOperatorId: true,
    totalUsdMinor: true,
    action: true,
    reason: true,
    correction: true,
    offeredTo: true,
  })
  .extend({ lines: TradeLine.pick({ nameZh: true }).array() });

function tradeNews(trade: z.infer<typeof TradeNews>): Notice[] {
  const { tradeId, tradeNumber, status, review, reviewReasons, merchantName, tradeOperatorId, lines, version } = trade;
  const [first] = lines;
  const goods = lines.length > 1 ? `${first?.nameZh}等 ${lines.length} 项` : (first?.nameZh ?? '');
  const worth = `折合 ${formatAmount(usd(trade.totalUsdMinor))} 美元`;
  const what = `交易 ${tradeNumber ?? tradeId}（${merchantName}，${goods}，${worth}）`;
  const why = because(reviewReasons, '交易详情');
  const merchant = ofEntity(trade.merchantId);
  const parties: Recipient[] = tradeOperatorId === undefined ? [merchant] : [merchant, ofEntity(tradeOperatorId)];
  if (status === 'WITHDRAWN') {
    const said = trade.reason === undefined ? '' : `；${because([trade.reason], '交易详情')}`;
    return addressed(trade, tradeId, [...parties, ...offeredTo(trade)], {
      kind: 'TRADE_WITHDRAWN',
      title: '交易已撤回',
      message: review === 'REJECTED' ? `${what}复核未通过，已撤回；${why}` : `${what}已撤回${said}`,
    });
  }
  const asked = review === 'OPEN' ? askedNews(trade, parties, what) : [];
  switch (trade.action) {
    case 'CORRECT':
      return [...correctedNews(trade, [...parties, ...offeredTo(trade)], what), ...asked];
    case 'RELEASE':
      return addressed(trade, tradeId, [...parties, 'CLERK'], {
        kind: 'TRADE_RELEASED',
        title: '交易已放行',
        message: `${what}经审核放行，可以组货；${because(trade.reason === undefined ? [] : [trade.reason], '交易详情')}`,
      });
    default:
  }
  // Other versions of a trade that stands tell of measures and of its consolidation, which is told by itself.
  if (version !== 1) return [];
  const registered = addressed(trade, tradeId, [merchant], {
    kind: 'TRADE_REGISTERED',
    title: '有一笔交易以您的名义登记',
    message: `${what}已登记；如非您本人的交易，请立即告知服务中心`,
  });
  return [...registered, ...asked];
}

/** Who holds an offer of goods that are no longer what they were. */
const offeredTo = ({ offeredTo: consolidatorId }: z.infer<typeof TradeNews>): Recipient[] =>
  consolidatorId === undefined ? [] : [ofEntity(consolidatorId)];

/** A review is asked for: its goods are held back until then. */
function askedNews(trade: z.infer<typeof TradeNews>, parties: readonly Recipient[], what: string): Notice[] {
  const why = because(trade.reviewReasons, '交易详情');
  const held = addressed(trade, trade.tradeId, [...parties, 'CLERK'], {
    kind: 'TRADE_NEEDS_EXPLANATION',
    title: '交易待审核',
    message: `${what}有风险提示，经审核放行后方可组货，请准备说明与凭证；${why}`,
  });
  const due = addressed(trade, trade.tradeId, ['REVIEWER'], {
    kind: 'TRADE_REVIEW_DUE',
    title: '有一笔交易待审核',
    message: `${what}有风险提示，货物已暂停组货，请审核后放行或驳回；${why}`,
  });
  return [...held, ...due];
}

/** Entries that a notice of a correction names. */
const NAMED_ENTRIES = 5;

function correctedNews(trade: z.infer<typeof TradeNews>, recipients: readonly Recipient[], what: string): Notice[] {
  const { changed = [] } = trade.correction ?? {};
  const more = changed.length > NAMED_ENTRIES ? `等 ${changed.length} 项` : '';
  const why = because(trade.reason === undefined ? [] : [trade.reason], '交易详情');
  return addressed(trade, trade.tradeId, recipients, {
    kind: 'TRADE_CORRECTED',
    title: '交易已更正',
    message: `${what}已更正：${changed.slice(0, NAMED_ENTRIES).join('、')}${more}；${why}。如有异议，请立即告知服务中心`,
  });
}

const ConsolidationNews = ConsolidationChanged.detail.pick({
  ...told,
  consolidationId: true,
  consolidationNumber: true,
  status: true,
  consolidatorId: true,
  tradeIds: true,
  reason: true,
  containers: true,
});

function consolidationNews(consolidation: z.infer<typeof ConsolidationNews>): Notice[] {
  const { consolidationId, consolidationNumber, status, consolidatorId, tradeIds, reason, containers } = consolidation;
  const what = `组货单 ${consolidationNumber ?? consolidationId}（${tradeIds.length} 笔交易）`;
  const to = (kind: Notice['kind'], title: string, message: string) =>
    addressed(consolidation, consolidationId, [ofEntity(consolidatorId)], { kind, title, message });
  switch (status) {
    case 'PLANNED':
      return to(
        'CONSOLIDATION_PLANNED',
        '装箱方案已制订',
        `${what}的装箱方案已制订，共 ${containers.length} 箱；请核对后登记箱号与封志`,
      );
    case 'CONFIRMED':
    case 'SEALED': {
      const numbers = containers.map(({ containerNumber, sealNumber }) =>
        sealNumber === undefined ? containerNumber : `${containerNumber}（封志 ${sealNumber}）`,
      );
      return to('CONSOLIDATION_CONFIRMED', '装箱已确认', `${what}已确认，箱号 ${numbers.join('、')}`);
    }
    case 'CANCELLED':
      return to(
        'CONSOLIDATION_CANCELLED',
        '组货单已取消',
        `${what}已取消，其中的交易可以重新组货；${because(reason === undefined ? [] : [reason], '组货单详情')}`,
      );
    default:
      return [];
  }
}

const FactNews = CreditFactRecorded.detail.pick({
  ...told,
  eventId: true,
  entityId: true,
  name: true,
  indicatorName: true,
  effect: true,
  occurredOn: true,
  authority: true,
  documentNumber: true,
  objectUntil: true,
});

/** What speaks for somebody needs no notice; what speaks against him is told at once, for the term to object runs. */
function factNews(fact: z.infer<typeof FactNews>): Notice[] {
  const { eventId, entityId, name, indicatorName, effect, occurredOn, authority, documentNumber, objectUntil } = fact;
  if (effect === 'BONUS') return [];
  const until =
    objectUntil === undefined ? '' : `；有异议的，请在 ${objectUntil} 前（含当日）提出，逾期只能申请信用修复`;
  return addressed(fact, eventId, [ofEntity(entityId)], {
    kind: 'CREDIT_FACT_RECORDED',
    title: '有一条信用记录',
    message: `${named(name, '贵单位')}被记录“${indicatorName}”（${occurredOn}），依据 ${authority} ${documentNumber}${until}`,
  });
}

const GradeNews = GradeChanged.detail.pick({
  ...told,
  entityId: true,
  score: true,
  grade: true,
  previousGrade: true,
  name: true,
});

function gradeNews(changed: z.infer<typeof GradeNews>): Notice[] {
  const { grade, previousGrade, score, name } = changed;
  return addressed(changed, changed.entityId, [ofEntity(changed.entityId)], {
    kind: 'GRADE_CHANGED',
    title: `信用等级由 ${previousGrade} 变为 ${grade}`,
    message: `${named(name, '')}现得分 ${score}。扣分原因、对办理业务的影响，以及提出异议和信用修复的办法，见信用报告`,
  });
}

const appeal = { ...told, eventId: true, entityId: true, appeal: true, name: true, documentNumber: true } as const;

/** The fact that an appeal is of: whose it is, and by which document. */
const factOf = ({
  eventId,
  name,
  documentNumber,
}: Pick<z.infer<typeof DueNews>, 'eventId' | 'name' | 'documentNumber'>) => {
  if (documentNumber === undefined) return `信用记录 ${eventId}`;
  return `${name === undefined ? '' : `“${name}”的`}信用记录（${documentNumber}）`;
};

const OUTCOMES: Readonly<Record<z.infer<typeof CreditAppealDecided.detail>['outcome'], string>> = {
  UPHELD: '异议不成立，维持该记录',
  REVOKED: '异议成立，撤销该记录',
  GRANTED: '准予修复',
  REFUSED: '不予修复',
};

const DecisionNews = CreditAppealDecided.detail.pick({ ...appeal, outcome: true, reasons: true });

function decisionNews(decided: z.infer<typeof DecisionNews>): Notice[] {
  const what = APPEAL_NAMES[decided.appeal];
  return addressed(decided, decided.eventId, [ofEntity(decided.entityId)], {
    kind: 'APPEAL_DECIDED',
    title: `${what}已有决定`,
    message: `对${factOf(decided)}的${what}已作出决定：${OUTCOMES[decided.outcome]}。${because(decided.reasons, '决定书')}；决定书见该记录`,
  });
}

const DueNews = CreditAppealDue.detail.pick({ ...appeal, decideBy: true });

function dueNews(due: z.infer<typeof DueNews>): Notice[] {
  const what = APPEAL_NAMES[due.appeal];
  return addressed(due, due.eventId, ['REVIEWER'], {
    kind: 'APPEAL_DUE',
    title: `${what}今日到期`,
    message: `对${factOf(due)}的${what}最迟应于今日（${due.decideBy}）决定`,
  });
}

const OverdueNews = CreditAppealOverdue.detail.pick({ ...appeal, decideBy: true });

function overdueNews(overdue: z.infer<typeof OverdueNews>): Notice[] {
  const what = APPEAL_NAMES[overdue.appeal];
  return addressed(overdue, overdue.eventId, ['REVIEWER', 'OPERATOR'], {
    kind: 'APPEAL_OVERDUE',
    title: `${what}逾期未决`,
    message: `对${factOf(overdue)}的${what}最迟应于 ${overdue.decideBy} 决定，现已逾期；仍须补作决定`,
  });
}

/** Every event that somebody is to be told of, and what of it. */
export const NEWS: readonly Reader<readonly Notice[]>[] = [
  reads(FilingChanged, FilingNews, filingNews),
  reads(TermEnding, TermEnding.detail, termNews),
  reads(TradeChanged, TradeNews, tradeNews),
  reads(ConsolidationChanged, ConsolidationNews.extend(OwnerNews.shape), (changed) => [
    ...consolidationNews(changed),
    ...ownerNews(changed),
  ]),
  reads(TradeOfferChanged, TradeOfferChanged.detail, offerNews),
  reads(CreditFactRecorded, FactNews, factNews),
  reads(GradeChanged, GradeNews, gradeNews),
  reads(CreditAppealDecided, DecisionNews, decisionNews),
  reads(CreditAppealDue, DueNews, dueNews),
  reads(CreditAppealOverdue, OverdueNews, overdueNews),
  reads(StallVacated, StallVacated.detail, stallNews),
  reads(PersonalRequestChanged, PersonalRequestChanged.detail, personalNews),
  reads(AdmissionChanged, AdmissionNews, admissionNews),
];
