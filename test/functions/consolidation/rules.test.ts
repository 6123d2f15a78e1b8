import { describe, expect, it } from 'vitest';
import type { Application } from '../../../functions/consolidation/domain/application.ts';
import { ConsolidationRequest } from '../../../functions/consolidation/domain/request.ts';
import { cartonsFit } from '../../../functions/consolidation/domain/rules/cartons-fit.ts';
import { linesDeclarable } from '../../../functions/consolidation/domain/rules/lines-declarable.ts';
import { onePort } from '../../../functions/consolidation/domain/rules/one-port.ts';
import { partiesInForce } from '../../../functions/consolidation/domain/rules/parties-in-force.ts';
import { planSize } from '../../../functions/consolidation/domain/rules/plan-size.ts';
import type { CartonGroup, TradeLine } from '../../../functions/consolidation/domain/trade.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { BUYER, CONSOLIDATOR, sampleTrade, TRADE_OPERATOR } from './fixtures/sample.ts';
import { party, request } from './fixtures/world.ts';

/** The bounds of the rules; the API tests show them at work together. */

const [line] = sampleTrade(3).lines as [TradeLine];
const [box] = line.cartons as [CartonGroup];

function application(lines: TradeLine[], change: { containerTypes?: string[]; validUntil?: string } = {}): Application {
  const snapshot = { ...sampleTrade(3), lines };
  const { containerTypes = ['22G1'], validUntil = '2028-12-31' } = change;
  return {
    request: ConsolidationRequest.parse(request([snapshot], { containerTypes })),
    trades: [
      {
        tradeId: snapshot.tradeId,
        pointer: '/tradeIds/0',
        snapshot,
        open: true,
        unmeasured: false,
        consent: { basis: 'CENTRE' },
      },
    ],
    parties: new Map([
      [CONSOLIDATOR, party(CONSOLIDATOR, 'consolidator', { validUntil })],
      [TRADE_OPERATOR, party(TRADE_OPERATOR, 'tradeOperator')],
      [BUYER, party(BUYER, 'buyer')],
    ]),
    at: '2026-03-17T01:30:00.000Z',
    lists: shippedOn('2026-03-17'),
  };
}

const codes = (findings: readonly { code: string }[]): string[] => findings.map(({ code }) => code);
const withBox = (change: Partial<CartonGroup>): Application =>
  application([{ ...line, cartons: [{ ...box, ...change }] }]);

describe('size of a plan', () => {
  const lines = (count: number): TradeLine[] => Array.from({ length: count }, () => ({ ...line, cartons: [] }));

  it('takes 5,000 lines and 20,000 cartons', () => {
    expect(planSize(application(lines(5000)))).toEqual([]);
    expect(planSize(withBox({ count: 20_000 }))).toEqual([]);
  });

  it('takes no more', () => {
    expect(codes(planSize(application(lines(5001))))).toEqual(['TOO_MANY_LINES']);
    expect(codes(planSize(withBox({ count: 20_001 })))).toEqual(['TOO_MANY_CARTONS']);
  });
});

describe('cartons in a 22G1: 5,900 × 2,350 × 2,390 mm inside, door 2,261 mm, 28,200 kg', () => {
  const flat = { thisSideUp: true, lengthMm: 5900, widthMm: 2350, heightMm: 2261, grossG: 28_200_000 };

  it.each<[string, Partial<CartonGroup>]>([
    ['fills it', flat],
    ['is turned on the floor', { ...flat, lengthMm: 2350, widthMm: 5900 }],
    ['may be laid down', { ...flat, thisSideUp: false, lengthMm: 2261, widthMm: 2350, heightMm: 5900 }],
  ])('takes one that %s', (_how, change) => expect(cartonsFit(withBox(change))).toEqual([]));

  it.each<[string, Partial<CartonGroup>]>([
    ['is a millimetre too long', { ...flat, lengthMm: 5901 }],
    ['is a millimetre too wide', { ...flat, widthMm: 2351 }],
    ['is a millimetre higher than the door', { ...flat, heightMm: 2262 }],
    ['is a gram too heavy', { ...flat, grossG: 28_200_001 }],
    ['may not be laid down', { ...flat, lengthMm: 2261, widthMm: 2350, heightMm: 5900 }],
  ])('refuses one that %s', (_how, change) =>
    expect(codes(cartonsFit(withBox(change)))).toEqual(['CARTON_FITS_NO_CONTAINER']),
  );
});

describe('value of a line', () => {
  const worth = (amountUsdMinor: number) => linesDeclarable(application([{ ...line, amountUsdMinor }]));

  it('takes USD 150,000.00', () => expect(worth(15_000_000)).toEqual([]));
  it('refuses a cent more', () => expect(codes(worth(15_000_001))).toEqual(['R01_LINE_OVER_LIMIT']));
});

describe('validity of a party', () => {
  it('holds on its last day in China', () =>
    expect(partiesInForce(application([line], { validUntil: '2026-03-17' }))).toEqual([]));

  it('has ended the day after, by the Chinese calendar', () => {
    const late = { ...application([line], { validUntil: '2026-03-17' }), at: '2026-03-17T16:00:00.000Z' };
    expect(codes(partiesInForce(late))).toEqual(['R24_PARTY_EXPIRED']);
  });
});

describe('one port', () => {
  const NONE = '待报关时确定';
  const ports = (own: string, ...ofTrades: string[]): string[] => {
    const base = application([line]);
    const [trade] = base.trades;
    if (!trade?.snapshot) throw new Error('no trade');
    const trades = ofTrades.map((portOfDischarge, index) => ({
      ...trade,
      pointer: `/tradeIds/${index}`,
      snapshot: { ...trade.snapshot!, portOfDischarge },
    }));
    return onePort({ ...base, request: { ...base.request, portOfDischarge: own }, trades }).map(
      ({ pointer }) => pointer,
    );
  };

  it.each([
    ['all to it', 'AEJEA', ['AEJEA', 'AEJEA'], []],
    ['one to another', 'AEJEA', ['AEJEA', 'KEMBA'], ['/tradeIds/1']],
    ['one that states none', 'AEJEA', ['AEJEA', NONE], []],
    ['none stated at all', NONE, [NONE, NONE], []],
    ['a consolidation that states none, and trades to one', NONE, ['AEJEA', NONE, 'AEJEA'], []],
    ['a consolidation that states none, and trades to two', NONE, [NONE, 'AEJEA', 'KEMBA'], ['/tradeIds/2']],
  ])('%s', (_name, own, ofTrades, expected) => {
    expect(ports(own, ...ofTrades)).toEqual(expected);
  });
});
