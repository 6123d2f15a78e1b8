import { describe, expect, it } from 'vitest';
import type { EventName } from '../../../functions/events/index.ts';
import { build } from '../../../functions/notices/api.ts';
import { noticesApi } from '../../../functions/notices/contract/index.ts';
import { NOTICE_NAMES } from '../../../functions/notices/domain/names.ts';
import { NEWS } from '../../../functions/notices/domain/news.ts';
import { build as buildNotify } from '../../../functions/notices/subscribers/notify.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import { agency, call, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { type Detail, delivery, SAMPLES, sample } from '../events/samples.ts';
import { newsOf } from './news.ts';

const registry = useRegistry();

const entity = (number: number, districtId = DAZU): string =>
  identifier('entity', districtId, `01JDXKQ8Z3W5T7V9Y1${String(number).padStart(8, '0')}`);

const facts = { districtId: DAZU, version: 1, at: '2026-03-17T01:30:00.000Z' };

const tell = (name: EventName, detail: object) => buildNotify(registry.runtime)(delivery(name, detail), {});

const list = async (caller: Caller, query: Record<string, string> = {}) =>
  call(build(registry.runtime), noticesApi, 'listNotices', { caller, query });

const markRead = (caller: Caller, readUntil: unknown) =>
  call(build(registry.runtime), noticesApi, 'markNoticesRead', { caller, body: { readUntil } });

const filing = (number: number, changes: Partial<Detail<'FilingChanged'>> = {}) =>
  sample('FilingChanged', {
    ...facts,
    filingId: `filing-${number}`,
    entityId: entity(number),
    status: 'APPROVED',
    filingNumber: `ORG-${number}`,
    ...changes,
  });

const [line] = sample('TradeChanged').lines;
if (!line) throw new Error('the sample of a trade has no line');

const trade = (number: number, changes: Partial<Detail<'TradeChanged'>> = {}) =>
  sample('TradeChanged', {
    ...facts,
    tradeId: `trade-${number}`,
    status: 'REGISTERED',
    review: undefined,
    merchantId: entity(number),
    tradeOperatorId: entity(900),
    totalUsdMinor: 1_234_500,
    lines: [
      { ...line, nameZh: '螺丝刀' },
      { ...line, nameZh: '扳手' },
    ],
    ...changes,
  });

const consolidation = (changes: Partial<Detail<'ConsolidationChanged'>>) =>
  sample('ConsolidationChanged', {
    ...facts,
    consolidationId: 'consolidation-1',
    consolidatorId: entity(3),
    containers: [{ no: 1, type: '45G1' }],
    ...changes,
  });

const [termOfEntity, termOfAgreement] = ['entityId', 'agreementId'].map((field) =>
  SAMPLES.find(({ name, detail }) => name === 'TermEnding' && field in detail),
);

const recipients = (name: EventName, detail: object): string[] =>
  newsOf(name, detail).map(({ recipient, kind }) => `${recipient.replace(/^entity-.*0(?=\d+$)/, '')} ${kind}`);

const review = { grade: 'B', reviewers: 1, dueOn: '2026-03-20' };
const appeal = { ...facts, eventId: 'creditevent-1', entityId: entity(1), appeal: 'OBJECTION' } as const;

/** Event, its detail, and who is told what. */
const CASES: [EventName, object, string[]][] = [
  ['FilingChanged', filing(1), ['1 FILING_APPROVED']],
  [
    'FilingChanged',
    filing(1, { status: 'RETURNED', answerBy: '2026-04-16T01:30:00.000Z' }),
    ['1 FILING_RETURNED', 'CLERK FILING_RETURNED'],
  ],
  [
    'FilingChanged',
    filing(1, { status: 'RETURNED', approvalUndone: true }),
    ['1 FILING_RETURNED', 'CLERK FILING_RETURNED', 'REVIEWER APPROVAL_UNDONE'],
  ],
  ['FilingChanged', filing(1, { status: 'REJECTED' }), ['1 FILING_REJECTED', 'CLERK FILING_REJECTED']],
  ['FilingChanged', filing(1, { status: 'WITHDRAWN' }), ['1 FILING_WITHDRAWN']],
  ['FilingChanged', filing(1, { status: 'LAPSED' }), ['1 FILING_LAPSED', 'CLERK FILING_LAPSED']],
  ['FilingChanged', filing(1, { status: 'PENDING_REVIEW', review }), []],
  [
    'FilingChanged',
    filing(1, { status: 'PENDING_REVIEW', review: { ...review, notice: 'REMINDED' } }),
    ['REVIEWER REVIEW_DUE'],
  ],
  [
    'FilingChanged',
    filing(1, { status: 'PENDING_REVIEW', review: { ...review, notice: 'ESCALATED' } }),
    ['REVIEWER REVIEW_OVERDUE', 'OPERATOR REVIEW_OVERDUE'],
  ],
  ['TermEnding', { ...termOfEntity?.detail, entityId: entity(1) }, ['1 TERM_ENDING', 'CLERK TERM_ENDING']],
  [
    'TermEnding',
    { ...termOfAgreement?.detail, merchantId: entity(1), tradeOperatorId: entity(2) },
    ['1 TERM_ENDING', '2 TERM_ENDING', 'CLERK TERM_ENDING'],
  ],
  ['TradeChanged', trade(1), ['1 TRADE_REGISTERED']],
  ['TradeChanged', trade(1, { version: 2 }), []],
  [
    'TradeChanged',
    trade(1, { review: 'OPEN', tradeOperatorId: entity(2) }),
    [
      '1 TRADE_REGISTERED',
      '1 TRADE_NEEDS_EXPLANATION',
      '2 TRADE_NEEDS_EXPLANATION',
      'CLERK TRADE_NEEDS_EXPLANATION',
      'REVIEWER TRADE_REVIEW_DUE',
    ],
  ],
  ['TradeChanged', trade(1, { status: 'WITHDRAWN', version: 3, tradeOperatorId: undefined }), ['1 TRADE_WITHDRAWN']],
  [
    'TradeChanged',
    trade(1, { status: 'WITHDRAWN', version: 3, tradeOperatorId: undefined, offeredTo: entity(3) }),
    ['1 TRADE_WITHDRAWN', '3 TRADE_WITHDRAWN'],
  ],
  [
    'TradeChanged',
    trade(1, { version: 2, tradeOperatorId: entity(2), action: 'RELEASE', review: 'RELEASED', reason: '已核对' }),
    ['1 TRADE_RELEASED', '2 TRADE_RELEASED', 'CLERK TRADE_RELEASED'],
  ],
  [
    'TradeChanged',
    trade(1, {
      version: 2,
      tradeOperatorId: undefined,
      action: 'CORRECT',
      review: 'OPEN',
      offeredTo: entity(3),
      correction: { no: 1, changed: ['指运港'] },
    }),
    [
      '1 TRADE_CORRECTED',
      '3 TRADE_CORRECTED',
      '1 TRADE_NEEDS_EXPLANATION',
      'CLERK TRADE_NEEDS_EXPLANATION',
      'REVIEWER TRADE_REVIEW_DUE',
    ],
  ],
  ...(['PLANNED', 'CONFIRMED', 'CANCELLED'] as const).map((status): [EventName, object, string[]] => [
    'ConsolidationChanged',
    consolidation({ status }),
    [`3 CONSOLIDATION_${status}`],
  ]),
  ['ConsolidationChanged', consolidation({ status: 'PLANNING', containers: [] }), []],
  ['CreditFactRecorded', sample('CreditFactRecorded', { entityId: entity(1) }), ['1 CREDIT_FACT_RECORDED']],
  ['CreditFactRecorded', sample('CreditFactRecorded', { entityId: entity(1), effect: 'BONUS' }), []],
  ['GradeChanged', sample('GradeChanged', { entityId: entity(1) }), ['1 GRADE_CHANGED']],
  ['CreditAppealDecided', { ...appeal, outcome: 'REVOKED' }, ['1 APPEAL_DECIDED']],
  [
    'CreditAppealOverdue',
    { ...appeal, decideBy: '2026-03-16' },
    ['REVIEWER APPEAL_OVERDUE', 'OPERATOR APPEAL_OVERDUE'],
  ],
];

describe('whom an event is told', () => {
  it.each(CASES)('%s %#', (name, detail, expected) => {
    expect(recipients(name, detail)).toEqual(expected);
    for (const { title, message } of newsOf(name, detail)) {
      expect(title).toMatch(/^[\p{Script=Han} A-D]+$/u);
      expect(message).not.toMatch(/undefined|NaN|null/u);
    }
  });

  it('says what happened and what to do', () => {
    const answerBy = '2026-04-16T16:00:00.000Z';
    const reasons = ['摊位“A区1层018号”已有经营户；请核对。', '尚未附：身份证明'];
    const [returned] = newsOf('FilingChanged', filing(1, { status: 'RETURNED', name: '兴旺五金', reasons, answerBy }));
    expect(returned?.message).toBe(
      '“兴旺五金”的备案材料须补正。最迟于 2026-04-16 补正后重新提交，逾期申请失效；' +
        '原因：摊位“A区1层018号”已有经营户；请核对；尚未附：身份证明',
    );
    const many = Array.from({ length: 5 }, (_, index) => `第 ${index + 1} 项`);
    const [rejected] = newsOf('FilingChanged', filing(1, { status: 'REJECTED', name: '兴旺五金', reasons: many }));
    expect(rejected?.message).toBe('“兴旺五金”的备案未通过；原因：第 1 项；第 2 项；第 3 项；等 5 项，见申请详情');
    const [registered] = newsOf('TradeChanged', trade(1));
    expect(registered?.message).toContain('螺丝刀等 2 项，折合 12345.00 美元');
  });
});

/** What nobody can say or remember: no notice says it where there are better words. */
const IDENTIFIER = /(?:filing|entity|agreement|trade|consolidation|creditevent)-/;

/** What producers tell, and every status and warning of it of which somebody is told. */
const TOLD: [EventName, object][] = [
  ...SAMPLES.filter(({ name, version }) =>
    NEWS.some(({ event }) => event.name === name && event.version === version),
  ).map(({ name, detail }): [EventName, object] => [name, detail]),
  ...(['RETURNED', 'REJECTED', 'WITHDRAWN', 'LAPSED'] as const).map((status): [EventName, object] => [
    'FilingChanged',
    sample('FilingChanged', { status }),
  ]),
  ['FilingChanged', sample('FilingChanged', { status: 'RETURNED', approvalUndone: true, reasons: ['摊位已有经营户'] })],
  ...(['REMINDED', 'ESCALATED'] as const).map((notice): [EventName, object] => [
    'FilingChanged',
    sample('FilingChanged', { status: 'PENDING_REVIEW', review: { ...review, notice } }),
  ]),
  ['TradeChanged', sample('TradeChanged', { review: 'OPEN', reviewReasons: ['单价偏高'] })],
  ['TradeChanged', sample('TradeChanged', { status: 'WITHDRAWN' })],
  ['TradeChanged', sample('TradeChanged', { status: 'WITHDRAWN', review: 'REJECTED', reviewReasons: ['凭证不符'] })],
  ...SAMPLES.filter(({ name, detail }) => name === 'ConsolidationChanged' && 'held' in detail).flatMap(
    ({ name, detail }): [EventName, object][] => {
      const { containers } = detail as { containers: object[] };
      const sealed = containers.map((container) => ({ ...container, containerNumber: 'TEMU7654328' }));
      return sealed.length === 0
        ? []
        : [[name, { ...detail, action: 'CONFIRM', status: 'CONFIRMED', containers: sealed }]];
    },
  ),
  ['TradeOfferChanged', sample('TradeOfferChanged', { status: 'ACCEPTED' })],
  ...SAMPLES.filter(({ name }) => name === 'TradeOfferChanged').map(({ name, detail }): [EventName, object] => {
    const { at, trades } = detail as { at: string; trades: object[] };
    const ended = trades.map((offered) => ({ ...offered, endedAt: at }));
    return [name, { ...detail, status: 'REFUSED', reason: '舱位已满', trades: ended }];
  }),
];

describe('a notice', () => {
  it('names who, by which number and why, and no identifier', () => {
    const notices = TOLD.flatMap(([name, detail]) => newsOf(name, detail));
    expect(new Set(notices.map(({ kind }) => kind))).toEqual(new Set(Object.keys(NOTICE_NAMES)));
    for (const { kind, title, message } of notices) {
      expect(`${title} ${message}`, kind).not.toMatch(IDENTIFIER);
      expect(message, kind).toMatch(/“.+”|交易 JD\d{16}（.+，|组货单 ZD\d{16}（/u);
      expect(message, kind).not.toMatch(/undefined|NaN|null|；；|。；|。。|\s$/u);
    }
  });

  it('says why where the event does', () => {
    const why = (name: EventName, detail: object): (string | undefined)[] =>
      newsOf(name, detail).map(({ message }) => /原因.*$/u.exec(message)?.[0]);
    const held = sample('TradeChanged', { version: 1, review: 'OPEN', reviewReasons: ['单价偏高'] });
    expect(why('TradeChanged', held)).toEqual([undefined, ...Array(4).fill('原因：单价偏高')]);
    const rejected = sample('TradeChanged', { status: 'WITHDRAWN', review: 'REJECTED', reviewReasons: ['凭证不符'] });
    expect(new Set(why('TradeChanged', rejected))).toEqual(new Set(['原因：凭证不符']));
    const cancelled = sample('ConsolidationChanged', { status: 'CANCELLED', reason: '船期取消' });
    expect(why('ConsolidationChanged', cancelled)).toEqual(['原因：船期取消']);
  });

  it('of an event that an earlier release told, which knew neither name nor number nor reason, reads well too', () => {
    const NEW = ['name', 'reasons', 'reviewReasons', 'reason', 'tradeNumber', 'consolidationNumber', 'agreementNumber'];
    const GONE = new Set([...NEW, 'tradeOperatorName', 'documentNumber', 'packingNumber', 'sealNumber']);
    for (const [name, detail] of TOLD.filter(([told]) => !['CreditFactRecorded', 'AdmissionChanged'].includes(told))) {
      const old = JSON.parse(JSON.stringify(detail), (key, value) => (GONE.has(key) ? undefined : value));
      for (const { message } of newsOf(name, old)) {
        expect(message).not.toMatch(/undefined|NaN|null|“”|；；|。；/u);
        expect(message).toMatch(/^[\p{Script=Han}“]/u);
      }
    }
  });
});

describe('notices', () => {
  it('come once, the newest first, to whom they are for, however often the event comes', async () => {
    await tell('FilingChanged', filing(11));
    await tell('FilingChanged', filing(11));
    const later = trade(11, { at: '2026-03-17T02:00:00.000Z' });
    await Promise.all([tell('TradeChanged', later), tell('TradeChanged', later), tell('TradeChanged', later)]);
    const { body } = await list(merchant(entity(11)));
    expect(body.items.map(({ kind, read }: any) => [kind, read])).toEqual([
      ['TRADE_REGISTERED', false],
      ['FILING_APPROVED', false],
    ]);
    expect(body).toMatchObject({ unread: 2, nextCursor: null });
    expect((await list(merchant(entity(12)))).body).toMatchObject({ items: [], unread: 0 });
  });

  it('are read until where the reader says, by each reader for itself, and never unread again', async () => {
    const one = merchant(entity(21));
    await tell('FilingChanged', filing(21));
    await tell('TradeChanged', trade(21, { at: '2026-03-17T02:00:00.000Z' }));
    expect((await markRead(one, facts.at)).body).toEqual({ unread: 1 });
    expect((await list(one)).body.items.map(({ read }: any) => read)).toEqual([false, true]);
    expect((await markRead(one, '2026-03-17T10:00:00.000+08:00')).body).toEqual({ unread: 0 });
    expect((await markRead(one, facts.at)).body).toEqual({ unread: 0 });
    const other: Caller = { ...one, sub: 'another phone' };
    expect((await list(other)).body.unread).toBe(2);
  });

  it('are paged without a gap', async () => {
    for (let n = 0; n < 7; n++) {
      await tell('TradeChanged', trade(31, { tradeId: `trade-31-${n}`, at: `2026-03-17T02:0${n}:00.000Z` }));
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { limit: '3', ...(cursor === null ? {} : { cursor }) };
      const { body }: { body: any } = await list(merchant(entity(31)), query);
      seen.push(...body.items.map(({ recordId }: any) => recordId));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `trade-31-${n}`));
  });

  it('go on behind one of a term, whose place names its days', async () => {
    const ending = SAMPLES.find(({ name, detail }) => name === 'TermEnding' && 'entityId' in detail);
    const term = { ...ending?.detail, districtId: DAZU, entityId: entity(32) };
    await tell('TermEnding', { ...term, daysLeft: 30, at: '2026-03-17T02:00:00.000Z' });
    await tell('TermEnding', { ...term, daysLeft: 7, at: '2026-03-17T03:00:00.000Z' });
    const first = await list(merchant(entity(32)), { limit: '1' });
    const second = await list(merchant(entity(32)), { limit: '1', cursor: first.body.nextCursor });
    expect([first.body.items.length, second.status, second.body.items?.length]).toEqual([1, 200, 1]);
  });

  it('of an office are those of the role in its district, of the operator the city’s', async () => {
    await tell('CreditAppealOverdue', {
      ...facts,
      eventId: 'creditevent-1',
      entityId: entity(41),
      appeal: 'REPAIR',
      decideBy: '2026-03-16',
    });
    const overdue = async (caller: Caller) =>
      (await list(caller)).body.items.filter(({ kind }: any) => kind === 'APPEAL_OVERDUE').length;
    expect(await overdue(reviewer())).toBe(1);
    expect(await overdue(operator())).toBe(1);
    expect(await overdue(reviewer(YUZHONG))).toBe(0);
    expect(await overdue(clerk())).toBe(0);
  });

  it('of an entity are shown at its district’s counter and to nobody else', async () => {
    await tell('FilingChanged', filing(51));
    const entityId = entity(51);
    expect((await list(clerk(), { entityId })).body.items).toHaveLength(1);
    expect((await list(operator(), { entityId })).body.items).toHaveLength(1);
    expect((await list(clerk(YUZHONG), { entityId })).status).toBe(404);
    expect((await list(merchant(entity(52)), { entityId })).status).toBe(404);
    expect((await list(agency(), { entityId })).status).toBe(403);
  });

  it.each([
    ['a cursor of something else', { cursor: Buffer.from('READ#x').toString('base64url') }],
    ['no entity', { entityId: 'goods-1' }],
    ['too many at once', { limit: '1000' }],
  ])('refuses %s in Chinese', async (_what, query) => {
    const reply = await list(clerk(), query);
    expect(reply.status).toBe(400);
    expect(JSON.stringify(reply.body)).toMatch(/\p{Script=Han}/u);
  });

  it('refuses a mark that is no instant', async () => {
    expect((await markRead(clerk(), 'yesterday')).status).toBe(422);
  });
});
