import { z } from 'zod';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { CITY } from '../../shared/kernel/identifier.ts';
import { formatAmount, usd } from '../../shared/kernel/money.ts';
import type { Notice, Recipient } from './notice.ts';

/** What of an event somebody is to be told, by the name of the event. */
export const NEWS: Readonly<Record<string, (detail: unknown) => Notice[]>> = {
  FilingChanged: (detail) => filingNews(FilingChanged.parse(detail)),
  TermEnding: (detail) => termNews(TermEnding.parse(detail)),
  TradeChanged: (detail) => tradeNews(TradeChanged.parse(detail)),
  ConsolidationChanged: (detail) => consolidationNews(ConsolidationChanged.parse(detail)),
  GradeChanged: (detail) => gradeNews(GradeChanged.parse(detail)),
  CreditAppealDecided: (detail) => decisionNews(CreditAppealDecided.parse(detail)),
  CreditAppealOverdue: (detail) => overdueNews(CreditAppealOverdue.parse(detail)),
};

const told = { districtId: z.string(), version: z.int(), at: z.string() };
const entityId = z.templateLiteral(['entity-', z.string()]);

const FilingChanged = z.object({
  ...told,
  filingId: z.string(),
  entityId,
  type: z.enum(['REGISTRATION', 'AMENDMENT', 'RENEWAL', 'CANCELLATION', 'SUSPENSION', 'LIFTING']),
  status: z.string(),
  filingNumber: z.string().optional(),
  review: z.object({ dueOn: z.string(), notice: z.enum(['REMINDED', 'ESCALATED']).optional() }).optional(),
  answerBy: z.string().optional(),
});

const FILING_TYPES = {
  REGISTRATION: '备案',
  AMENDMENT: '变更',
  RENEWAL: '延续',
  CANCELLATION: '注销',
  SUSPENSION: '暂停',
  LIFTING: '恢复',
} as const;

function filingNews(filing: z.infer<typeof FilingChanged>): Notice[] {
  const { filingId, type, status, filingNumber, review, answerBy } = filing;
  const what = FILING_TYPES[type];
  const to = (recipients: Recipient[], kind: Notice['kind'], title: string, message: string) =>
    addressed(filing, filingId, recipients, { kind, title, message });
  const both: Recipient[] = [filing.entityId, 'CLERK'];
  switch (status) {
    case 'PENDING_REVIEW':
      if (review?.notice === 'REMINDED') {
        return to(
          ['REVIEWER'],
          'REVIEW_DUE',
          '备案审核今日到期',
          `申请 ${filingId} 的${what}审核期限为 ${review.dueOn}，请于今日作出决定`,
        );
      }
      if (review?.notice === 'ESCALATED') {
        const message = `申请 ${filingId} 的${what}审核期限 ${review.dueOn} 已过，尚未作出决定`;
        return to(['REVIEWER', 'OPERATOR'], 'REVIEW_OVERDUE', '备案审核已逾期', message);
      }
      return [];
    case 'APPROVED': {
      const number = filingNumber === undefined ? '' : `，备案编号 ${filingNumber}`;
      return to([filing.entityId], 'FILING_APPROVED', `${what}已办结`, `申请 ${filingId} 的${what}已通过${number}`);
    }
    case 'RETURNED': {
      const until = answerBy === undefined ? '' : `最迟于 ${lastDay(answerBy)} 补正后重新提交，逾期申请失效；`;
      return to(
        both,
        'FILING_RETURNED',
        `${what}申请退回补正`,
        `申请 ${filingId} 的${what}材料须补正。${until}退回原因见申请详情`,
      );
    }
    case 'REJECTED':
      return to(both, 'FILING_REJECTED', `${what}申请未通过`, `申请 ${filingId} 的${what}未通过，原因见申请详情`);
    case 'WITHDRAWN':
      return to([filing.entityId], 'FILING_WITHDRAWN', `${what}申请已撤回`, `申请 ${filingId} 的${what}已撤回`);
    case 'LAPSED':
      return to(
        both,
        'FILING_LAPSED',
        `${what}申请已失效`,
        `申请 ${filingId} 的${what}逾期未补正或未审结，已失效；需要办理的请重新提交`,
      );
    default:
      return [];
  }
}

/** Of a term that ends at an instant, which is no more in it. */
const lastDay = (end: string): string => dayInChina(new Date(Date.parse(end) - 1).toISOString());

const term = { ...told, terms: z.array(z.string()), until: z.string(), daysLeft: z.int() };
const TermEnding = z.union([
  z.object({ ...term, entityId, filingNumber: z.string() }),
  z.object({ ...term, agreementId: z.string(), merchantId: entityId, tradeOperatorId: entityId }),
]);

function termNews(ending: z.infer<typeof TermEnding>): Notice[] {
  const { terms, until, daysLeft } = ending;
  const left = daysLeft > 0 ? `还有 ${daysLeft} 天` : '今日到期';
  const [recordId, recipients, whose]: [string, Recipient[], string] =
    'agreementId' in ending
      ? [ending.agreementId, [ending.merchantId, ending.tradeOperatorId, 'CLERK'], `协议 ${ending.agreementId}`]
      : [ending.entityId, [ending.entityId, 'CLERK'], `备案 ${ending.filingNumber}`];
  const message = `${whose}的${terms.join('、')}至 ${until} 届满，${left}；请在届满前办理延续，逾期不能办理新的业务`;
  // One of each term and warning, whatever the record's version.
  return addressed({ ...ending, version: Number(until.replaceAll('-', '')) }, `${recordId}/${daysLeft}`, recipients, {
    kind: 'TERM_ENDING',
    title: '有效期将满',
    message,
  });
}

const TradeChanged = z.object({
  ...told,
  tradeId: z.string(),
  status: z.string(),
  merchantId: entityId,
  tradeOperatorId: entityId.optional(),
  totalUsdMinor: z.int(),
  lines: z.array(z.object({ nameZh: z.string() })),
});

function tradeNews(trade: z.infer<typeof TradeChanged>): Notice[] {
  const { tradeId, status, merchantId, tradeOperatorId, totalUsdMinor, lines, version } = trade;
  const [first] = lines;
  const goods = lines.length > 1 ? `${first?.nameZh}等 ${lines.length} 项` : (first?.nameZh ?? '');
  const what = `交易 ${tradeId}（${goods}，折合 ${formatAmount(usd(totalUsdMinor))} 美元）`;
  const parties: Recipient[] = tradeOperatorId === undefined ? [merchantId] : [merchantId, tradeOperatorId];
  if (status === 'WITHDRAWN') {
    return addressed(trade, tradeId, parties, {
      kind: 'TRADE_WITHDRAWN',
      title: '交易已撤回',
      message: `${what}已撤回`,
    });
  }
  // Later versions of a trade that stands tell of consolidation and review, not of a trade.
  if (version !== 1) return [];
  const registered = addressed(trade, tradeId, [merchantId], {
    kind: 'TRADE_REGISTERED',
    title: '有一笔交易以您的名义登记',
    message: `${what}已登记；如非您本人的交易，请立即告知服务中心`,
  });
  if (status !== 'NEEDS_EXPLANATION') return registered;
  const explain = addressed(trade, tradeId, [...parties, 'CLERK'], {
    kind: 'TRADE_NEEDS_EXPLANATION',
    title: '交易须说明情况',
    message: `${what}有风险提示，说明情况并经审核后方可组货；提示见交易详情`,
  });
  return [...registered, ...explain];
}

const ConsolidationChanged = z.object({
  ...told,
  consolidationId: z.string(),
  status: z.string(),
  consolidatorId: entityId,
  containers: z.array(z.object({ no: z.int(), type: z.string(), containerNumber: z.string().optional() })),
});

function consolidationNews(consolidation: z.infer<typeof ConsolidationChanged>): Notice[] {
  const { consolidationId, status, consolidatorId, containers } = consolidation;
  const to = (kind: Notice['kind'], title: string, message: string) =>
    addressed(consolidation, consolidationId, [consolidatorId], { kind, title, message });
  switch (status) {
    case 'PLANNED':
      return to(
        'CONSOLIDATION_PLANNED',
        '装箱方案已制订',
        `组货单 ${consolidationId} 的装箱方案已制订，共 ${containers.length} 箱；请核对后登记箱号与封志`,
      );
    case 'CONFIRMED': {
      const numbers = containers.flatMap(({ containerNumber }) => containerNumber ?? []).join('、');
      return to('CONSOLIDATION_CONFIRMED', '装箱已确认', `组货单 ${consolidationId} 已确认，箱号 ${numbers}`);
    }
    case 'CANCELLED':
      return to(
        'CONSOLIDATION_CANCELLED',
        '组货单已取消',
        `组货单 ${consolidationId} 已取消，其中的交易可以重新组货；原因见组货单详情`,
      );
    default:
      return [];
  }
}

const GradeChanged = z.object({ ...told, entityId, score: z.int(), grade: z.string(), previousGrade: z.string() });

function gradeNews(changed: z.infer<typeof GradeChanged>): Notice[] {
  const { grade, previousGrade, score } = changed;
  return addressed(changed, changed.entityId, [changed.entityId], {
    kind: 'GRADE_CHANGED',
    title: `信用等级由 ${previousGrade} 变为 ${grade}`,
    message: `现得分 ${score}。扣分原因、对办理业务的影响，以及提出异议和信用修复的办法，见信用报告`,
  });
}

const appeal = { ...told, eventId: z.string(), entityId, appeal: z.enum(['OBJECTION', 'REPAIR']) };
const CreditAppealDecided = z.object({ ...appeal, outcome: z.string() });
const CreditAppealOverdue = z.object({ ...appeal, decideBy: z.string() });
const APPEALS = { OBJECTION: '异议', REPAIR: '信用修复申请' } as const;

function decisionNews(decided: z.infer<typeof CreditAppealDecided>): Notice[] {
  const what = APPEALS[decided.appeal];
  return addressed(decided, decided.eventId, [decided.entityId], {
    kind: 'APPEAL_DECIDED',
    title: `${what}已有决定`,
    message: `对信用记录 ${decided.eventId} 的${what}已作出决定，决定书见该记录`,
  });
}

function overdueNews(overdue: z.infer<typeof CreditAppealOverdue>): Notice[] {
  const what = APPEALS[overdue.appeal];
  return addressed(overdue, overdue.eventId, ['REVIEWER', 'OPERATOR'], {
    kind: 'APPEAL_OVERDUE',
    title: `${what}逾期未决`,
    message: `对信用记录 ${overdue.eventId} 的${what}最迟应于 ${overdue.decideBy} 决定，现已逾期；仍须补作决定`,
  });
}

/** The operator is the city's, whatever district the record is of. */
function addressed(
  { districtId, version, at }: { districtId: string; version: number; at: string },
  recordId: string,
  recipients: readonly Recipient[],
  what: Pick<Notice, 'kind' | 'title' | 'message'>,
): Notice[] {
  return recipients.map((recipient) => ({
    recipient,
    districtId: recipient === 'OPERATOR' ? CITY : districtId,
    at,
    recordId,
    version,
    ...what,
  }));
}
