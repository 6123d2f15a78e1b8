import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../functions/consolidation/api.ts';
import { consolidationApi } from '../../../functions/consolidation/contract/index.ts';
import type { Standing } from '../../../functions/consolidation/domain/standing.ts';
import { type Situation, suggest } from '../../../functions/consolidation/domain/suggestion.ts';
import type { TradeSnapshot } from '../../../functions/consolidation/domain/trade.ts';
import { build as onCredit } from '../../../functions/consolidation/subscribers/on-consolidation-credit-changed.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { call, clerk, merchant, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { entityId, sampleTrade, TRADE_OPERATOR, tradeId } from './fixtures/sample.ts';
import { event, fileParties, registerSample, request, tradeArrives } from './fixtures/world.ts';

const AT = '2026-03-17T01:30:00.000Z';

/** A trade of one line of cartons of 0.1 m³. */
function trade(serial: number, cartons: number, changes: Partial<TradeSnapshot> = {}, kg = 20): TradeSnapshot {
  const [line] = sampleTrade(1).lines;
  const group = { ...line!.cartons[0]!, count: cartons, lengthMm: 500, widthMm: 500, heightMm: 400, grossG: kg * 1000 };
  return {
    ...sampleTrade(1),
    tradeId: tradeId(serial),
    merchantId: entityId(100 + serial),
    registeredAt: '2026-03-16T00:00:00.000Z',
    totalUsdMinor: 2_000_000,
    lines: [{ ...line!, amountUsdMinor: 2_000_000, cartons: [group] }],
    ...changes,
  };
}

const standing = (id: string, consolidation: Standing['handling']['consolidation']): [string, Standing] => [
  id,
  { entityId: id, districtId: '500111', version: 1, grade: 'A', handling: { consolidation } },
];

function suggestions(trades: readonly TradeSnapshot[], more: Partial<Situation> = {}) {
  let now = 0;
  const lists = shippedOn('2026-03-17');
  const situation = { trades, standings: new Map(), lists, cutoffAt: undefined, at: AT, seconds: 1, ...more };
  return suggest(situation, () => (now += 10));
}

describe('suggestions', () => {
  it('fill containers with whole trades, and say what is missing in those that are not full', () => {
    const { suggestions: found, left } = suggestions([trade(1, 130), trade(2, 140), trade(3, 60)]);
    expect(left).toEqual([]);
    expect(found.flatMap(({ trades }) => trades.map(({ tradeId: id }) => id)).toSorted()).toEqual(
      [1, 2, 3].map(tradeId).toSorted(),
    );
    const full = found.filter(({ reason }) => reason === 'FULL');
    expect(full.every(({ fill }) => fill >= 0.85 && fill <= 1)).toBe(true);
    const waiting = found.filter(({ reason }) => reason === 'NOT_FULL');
    expect(full.length + waiting.length).toBe(found.length);
    expect(found.map(({ reason }) => reason)).toEqual([...full, ...waiting].map(({ reason }) => reason));
  });

  it('never join what goes to different ports or by different operators; own-name exporters join an operator', () => {
    const { suggestions: found } = suggestions([
      trade(1, 50),
      trade(2, 50, { portOfDischarge: 'KEMBA', destinationCountry: 'KEN' }),
      trade(3, 50, { tradeOperatorId: entityId(77) }),
      trade(4, 50, { tradeOperatorId: undefined }),
      trade(5, 20),
    ]);
    const together = found.map(({ trades }) =>
      trades.map(({ tradeId: id }) => Number(id.slice(-3))).toSorted((a, b) => a - b),
    );
    expect(together.toSorted((a, b) => a[0]! - b[0]!)).toEqual([[1, 4, 5], [2], [3]]);
    expect(found.find(({ trades }) => trades.length === 3)?.tradeOperatorId).toBe(TRADE_OPERATOR);
  });

  it('keep food from chemicals', () => {
    const of = (serial: number, hsCode: string) => {
      const one = trade(serial, 50);
      return { ...one, lines: one.lines.map((line) => ({ ...line, hsCode })) };
    };
    const { suggestions: found } = suggestions([of(1, '2106909090'), of(2, '3208909090')]);
    expect(found).toHaveLength(2);
  });

  it('stay within the value of a declaration a container, and divide what is larger than one', () => {
    const dear = (serial: number, usdMinor: number, cartons = 10) => {
      const one = trade(serial, cartons, { totalUsdMinor: usdMinor });
      return { ...one, lines: one.lines.map((line) => ({ ...line, amountUsdMinor: usdMinor })) };
    };
    const { suggestions: found } = suggestions([dear(1, 10_000_000), dear(2, 9_000_000)]);
    expect(found).toHaveLength(2);
    for (const { totalUsdMinor, valueLimitMinor } of found) expect(totalUsdMinor).toBeLessThanOrEqual(valueLimitMinor);
    const [large] = suggestions([trade(3, 1200)]).suggestions;
    expect(large?.containers.length).toBeGreaterThanOrEqual(2);
    expect(large?.trades).toHaveLength(1);
  });

  it('send what there is when the cut-off is near or a trade has waited long', () => {
    const reasonOf = (more: Partial<Situation>) => suggestions([trade(1, 50)], more).suggestions[0]?.reason;
    expect(reasonOf({})).toBe('NOT_FULL');
    expect(reasonOf({ cutoffAt: '2026-03-30T00:00:00Z' })).toBe('NOT_FULL');
    expect(reasonOf({ cutoffAt: '2026-03-18T00:00:00Z' })).toBe('CUTOFF_NEAR');
    expect(reasonOf({ at: '2026-03-27T00:00:00Z' })).toBe('WAITED_LONG');
  });

  it('put merchants with priority first, check others on site, and leave out those to be reviewed before', () => {
    const [a, b, c] = [trade(1, 60), trade(2, 60, { portOfDischarge: 'KEMBA' }), trade(3, 60)];
    const standings = new Map([
      standing(a.merchantId, 'SITE_PHOTO_AND_VGM'),
      standing(b.merchantId, 'PRIORITY'),
      standing(c.merchantId, 'AFTER_REVIEW'),
    ]);
    const { suggestions: found, left } = suggestions([a, b, c], { standings });
    expect(found.map(({ hasPriority, siteCheckMerchantIds }) => [hasPriority, siteCheckMerchantIds])).toEqual([
      [true, []],
      [false, [a.merchantId]],
    ]);
    expect(left).toEqual([{ tradeId: c.tradeId, tradeNumber: c.tradeNumber, code: 'AFTER_REVIEW' }]);
  });
});

describe('route', () => {
  const registry = useRegistry();
  let handler: unknown;
  beforeAll(async () => {
    handler = build(registry.runtime);
    await fileParties(registry);
  });
  const ask = (query: Record<string, string> = {}, caller = clerk()) =>
    call(handler, consolidationApi, 'suggestConsolidations', { caller, query });

  it('answers open trades only: not held, not withdrawn, not unmeasured, not another district’s', async () => {
    const trades = await registerSample(registry);
    const ids = trades.map(({ tradeId: id }) => id);
    await tradeArrives(registry, { ...trades[2]!, version: 2, measured: false });
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body.items).toHaveLength(1);
    expect(body.items[0].tradeIds.toSorted()).toEqual(ids.slice(0, 2).toSorted());
    expect(body.items[0].totalUsd).toEqual({ amount: '98500.00', currency: 'USD' });
    expect(body.items[0].valueLimit).toEqual({ amount: '150000.00', currency: 'USD' });
    expect(body.items[0].reason).toMatch(/还可装 [\d.]+ 立方米、[\d.]+ 千克|以上，可以组货/);
    expect((await ask({ portOfDischarge: 'KEMBA' })).body.items).toEqual([]);
    expect((await ask({}, clerk(YUZHONG))).body.items).toEqual([]);
    expect((await ask({}, merchant(entityId(11)))).status).toBe(403);
    expect((await ask({ cutoffAt: '2020-01-01T00:00:00Z' })).status).toBe(400);

    // A grade that asks for a review keeps a merchant's goods out; consolidated goods are not suggested.
    const credit = { entityId: trades[0]!.merchantId, districtId: '500111', version: 1, grade: 'D', score: 500 };
    await onCredit(registry.runtime)(
      event('CreditChanged', { ...credit, handling: { consolidation: 'AFTER_REVIEW', review: 'TWO_PERSON' } }),
      {},
    );
    const after = (await ask()).body;
    expect(after.left).toMatchObject([{ tradeId: ids[0], code: 'AFTER_REVIEW' }]);
    expect(after.left[0].reason).toContain('复核');
    await call(handler, consolidationApi, 'createConsolidation', {
      caller: clerk(),
      body: request(trades.slice(1, 2)),
    });
    expect((await ask()).body.items).toEqual([]);
  });
});
