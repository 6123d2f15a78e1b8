import { describe, expect, it } from 'vitest';
import { build } from '../../../functions/notices/api.ts';
import { noticesApi } from '../../../functions/notices/contract/index.ts';
import { build as buildNotify } from '../../../functions/notices/subscribers/notify.ts';
import { call, merchant } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { type Detail, delivery, SAMPLES } from '../events/samples.ts';
import { newsOf } from './news.ts';

const registry = useRegistry();

type Consolidation = Detail<'ConsolidationChanged'>;

/**
 * What the producer told of each step of one consolidation of three trades of three shops, of which one was taken out late.
 */
const STEPS = SAMPLES.filter(({ name, detail }) => name === 'ConsolidationChanged' && 'action' in detail).map(
  ({ detail }) => detail as Consolidation,
);
const [created, planned, amended, replanned] = STEPS as [Consolidation, Consolidation, Consolidation, Consolidation];
const [first, second, third] = created.held as NonNullable<Consolidation['held']>;
if (!first || !second || !third) throw new Error('the sample holds three trades');

const told = (change: Consolidation) =>
  newsOf('ConsolidationChanged', change)
    .filter(({ kind }) => kind.startsWith('GOODS_'))
    .map(({ recipient, kind, message }) => [recipient, kind, message] as const);
const kindsTo = (change: Consolidation, recipient: string | undefined) =>
  told(change).flatMap(([to, kind]) => (to === recipient ? [kind] : []));
const messageTo = (change: Consolidation, recipient: string | undefined) =>
  told(change).find(([to]) => to === recipient)?.[2] ?? '';

describe('the owner of goods', () => {
  it('is told when they are held, by whom and by what right; the operator of all that it acts for, once', () => {
    expect(new Set(told(created).map(([to]) => to))).toEqual(
      new Set([first.merchantId, second.merchantId, third.merchantId, first.tradeOperatorId]),
    );
    expect(told(created)).toHaveLength(4);
    expect(messageTo(created, first.merchantId)).toBe(
      `“${first.merchantName}”（${first.stall}）的 1 笔交易已由组货人“${created.consolidatorName}”组货（组货单 ${created.consolidationNumber}；依据提交给该组货人的交易），期间不能另行组货或撤回；如有异议，请立即告知服务中心`,
    );
    const operator = messageTo(created, first.tradeOperatorId);
    for (const { merchantName } of [first, second]) expect(operator).toContain(merchantName);
    expect(operator).not.toContain(third.merchantName);
  });

  it.each([
    [{ basis: 'OPERATOR', agreementId: 'a' }, '由受托的市场采购贸易经营者办理'],
    [{ basis: 'CENTRE' }, '由服务中心代为办理'],
    [{ basis: 'CENTRE', messageId: 'COMB_1' }, '由服务中心按数据报文办理'],
  ] as const)('is told by what right: %o', (consent, words) => {
    const { offerId: _offerId, ...trade } = first;
    expect(messageTo({ ...created, held: [{ ...trade, ...consent }] }, first.merchantId)).toContain(words);
  });

  it('is told nothing of plans that move nothing, nor while a change is planned', () => {
    const silent: Consolidation[] = [
      planned,
      amended,
      { ...replanned, action: 'KEEP_PLAN', left: undefined },
      { ...created, action: 'START' },
    ];
    for (const change of silent) expect(told(change)).toEqual([]);
  });

  it('is told of a late change and why, and of what it lets go that it is free', () => {
    const [left] = replanned.left ?? [];
    expect(left?.merchantId).toBe(first.merchantId);
    expect(kindsTo(replanned, first.merchantId)).toEqual(['GOODS_RELEASED']);
    expect(messageTo(replanned, first.merchantId)).toContain('原因：客户撤货');
    expect(kindsTo(replanned, second.merchantId)).toEqual(['GOODS_MOVED']);
    expect(messageTo(replanned, second.merchantId)).toContain('原因：客户撤货');
    // The operator acts for one that stays and one that leaves.
    expect(kindsTo(replanned, first.tradeOperatorId).toSorted()).toEqual(['GOODS_MOVED', 'GOODS_RELEASED']);
  });

  it('is told of the seal with the containers that its goods are in, and of no others', () => {
    const containers = planned.containers.map((one, index) => ({ ...one, containerNumber: `CSQU${index}` }));
    const sealed: Consolidation = { ...planned, action: 'CONFIRM', status: 'CONFIRMED', containers };
    const inside = (merchantId: string): string[] => {
      const held = (sealed.held ?? []).filter((one) => one.merchantId === merchantId);
      const own = new Set(held.map(({ tradeId }) => tradeId));
      return containers.flatMap(({ containerNumber, lines = [] }) =>
        lines.some(({ tradeId }) => own.has(tradeId)) ? [containerNumber] : [],
      );
    };
    for (const { merchantId } of [first, second, third]) {
      expect(kindsTo(sealed, merchantId)).toEqual(['GOODS_SEALED']);
      const numbers = inside(merchantId);
      expect(messageTo(sealed, merchantId)).toContain(`箱号 ${numbers.join('、')}`);
    }
    expect(inside(first.merchantId)).not.toEqual(inside(second.merchantId));
    const untold: Consolidation = { ...sealed, containers: containers.map(({ lines: _lines, ...one }) => one) };
    expect(messageTo(untold, first.merchantId)).toMatch(/装箱施封，组货单 ZD\d{16}$/);
    // A packing list names the containers though nobody has counted the cartons, and may come before the seals.
    const tradeIds = [...planned.tradeIds];
    const loaded: Consolidation = {
      ...untold,
      loaded: { version: 1, isSealed: false },
      containers: untold.containers.slice(0, 1).map((one) => ({ ...one, tradeIds })),
    };
    expect(messageTo(loaded, first.merchantId)).toMatch(/装箱，组货单 ZD\d{16}，箱号 CSQU0$/);
  });

  it.each(['RELEASE', 'FAIL'] as const)('is told that they are free again, and why: %s', (action) => {
    const change: Consolidation = { ...created, action, version: 9, reason: '船期取消' };
    expect(kindsTo(change, first.merchantId)).toEqual(['GOODS_RELEASED']);
    expect(messageTo(change, first.merchantId)).toContain('原因：船期取消；可以重新组货');
  });

  it('is told once, however often the event comes, and not again by a replay', async () => {
    const notify = buildNotify(registry.runtime);
    const deliver = (detail: object) => notify(delivery('ConsolidationChanged', detail), {});
    await Promise.all([deliver(created), deliver(created), deliver(created)]);
    const { action: _action, reason: _reason, left: _left, ...again } = created;
    await deliver(again);
    const box = async () =>
      (await call(build(registry.runtime), noticesApi, 'listNotices', { caller: merchant(first.merchantId) })).body
        .items;
    expect(await box()).toMatchObject([{ kind: 'GOODS_HELD', recordId: first.tradeId, title: '货物已组货' }]);
  });

  it('of a record of before owners were noted is told nothing', () => {
    const old = SAMPLES.find(({ name, detail }) => name === 'ConsolidationChanged' && !('held' in detail));
    expect(told({ ...(old?.detail as Consolidation), action: 'RELEASE' })).toEqual([]);
  });

  it('many shops are named shortly', () => {
    const held = Array.from({ length: 80 }, (_, n) => ({
      ...first,
      tradeId: `${first.tradeId.slice(0, -2)}${String(n + 10)}`,
      merchantId: `${first.merchantId.slice(0, -2)}${String(n + 10)}`,
    }));
    const message = messageTo({ ...created, held }, first.tradeOperatorId);
    expect(message).toContain('等 80 家商户的 80 笔交易');
    expect(message.length).toBeLessThan(400);
  });
});

describe('an offer', () => {
  const [offered, withdrawn] = SAMPLES.filter(({ name }) => name === 'TradeOfferChanged').map(
    ({ detail }) => detail as Detail<'TradeOfferChanged'>,
  ) as [Detail<'TradeOfferChanged'>, Detail<'TradeOfferChanged'>];
  const news = (detail: Detail<'TradeOfferChanged'>) =>
    newsOf('TradeOfferChanged', detail).map(({ recipient, kind, message }) => [recipient, kind, message] as const);
  const [trade] = offered.trades;
  const shop = `“${trade?.merchantName}”（${trade?.stall}）的 1 笔交易`;
  const owners = [trade?.merchantId, trade?.tradeOperatorId];

  it('is told to its consolidator, when it is made and when it is taken back, with the shop and the reason', () => {
    expect(news(offered)).toEqual([
      [
        offered.consolidatorId,
        'TRADES_OFFERED',
        `${shop}提交给贵单位组货，有效期至 2026-04-15，请接受或说明不接受的理由`,
      ],
    ]);
    expect(news(withdrawn)).toEqual([[offered.consolidatorId, 'OFFER_WITHDRAWN', `${shop}已撤回提交，理由：改期`]]);
  });

  it('is answered to the owners, with the reason of a refusal', () => {
    const accepted = { ...offered, version: 2, status: 'ACCEPTED' } as const;
    expect(news(accepted).map(([to, kind]) => [to, kind])).toEqual(owners.map((to) => [to, 'OFFER_ACCEPTED']));
    const refused = { ...withdrawn, status: 'REFUSED', reason: '舱位已满' } as const;
    expect(news(refused).map(([to, kind]) => [to, kind])).toEqual(owners.map((to) => [to, 'OFFER_REFUSED']));
    expect(news(refused)[0]?.[2]).toContain('理由：舱位已满');
  });
});
