import { describe, expect, it } from 'vitest';
import { dayInChina } from '../../../../functions/shared/kernel/china-time.ts';
import type { Finding } from '../../../../functions/shared/kernel/finding.ts';
import type { CartonRule } from '../../../../functions/trade/domain/cartons.ts';
import type { Filed, FiledGoods } from '../../../../functions/trade/domain/filed.ts';
import { type History, historyKeys } from '../../../../functions/trade/domain/history.ts';
import { bucketOf } from '../../../../functions/trade/domain/price-sketch.ts';
import { brand } from '../../../../functions/trade/domain/rules/brand.ts';
import { buyerSpread } from '../../../../functions/trade/domain/rules/buyer-spread.ts';
import { controlledGoods } from '../../../../functions/trade/domain/rules/controlled-goods.ts';
import { dangerousGoods } from '../../../../functions/trade/domain/rules/dangerous-goods.ts';
import { dualUse } from '../../../../functions/trade/domain/rules/dual-use.ts';
import { filedScope } from '../../../../functions/trade/domain/rules/filed-scope.ts';
import { inventedWeights } from '../../../../functions/trade/domain/rules/invented-weights.ts';
import { lateEntry } from '../../../../functions/trade/domain/rules/late-entry.ts';
import { newPort } from '../../../../functions/trade/domain/rules/new-port.ts';
import { packingPlace } from '../../../../functions/trade/domain/rules/packing-place.ts';
import { price } from '../../../../functions/trade/domain/rules/price.ts';
import { repetition } from '../../../../functions/trade/domain/rules/repetition.ts';
import { turnover } from '../../../../functions/trade/domain/rules/turnover.ts';
import { valuePerKilogram } from '../../../../functions/trade/domain/rules/value-per-kilogram.ts';
import { type Rule, submission } from '../../../../functions/trade/domain/submission.ts';
import { listsWithRates } from '../../../kit/rates.ts';
import {
  AT,
  cartons,
  filed,
  history,
  idOf,
  line,
  lineWorth,
  MERCHANT,
  merchantParty,
  OPERATOR,
  request,
  TROWEL,
  trowel,
} from '../samples.ts';

interface Circumstances {
  readonly facts?: Partial<Filed>;
  readonly seen?: Partial<History>;
  readonly at?: string;
}

const run = (rule: Rule, body: Record<string, unknown> = {}, { facts, seen, at = AT }: Circumstances = {}): Finding[] =>
  rule(submission(request(body), filed(facts), history(seen), at, listsWithRates(dayInChina(at))));

const codes = (findings: Finding[]) => findings.map((found) => `${found.severity} ${found.code} ${found.pointer}`);

const goodsAs = (changes: Partial<FiledGoods>): Circumstances => ({
  facts: { goods: new Map([[TROWEL, trowel(changes)]]) },
});

const ofCartons =
  (rule: CartonRule): Rule =>
  ({ cartonLines, lists }) =>
    rule(cartonLines, lists);

describe('controlled goods (R03)', () => {
  it.each([
    ['hand tools', '8205590000', []],
    ['charcoal', '4402100000', ['DANGER HS_PROHIBITED /lines/0/goodsId']],
    ['sand', '2505100000', ['DANGER HS_RESTRICTED /lines/0/goodsId']],
    ['goods under inspection', '2106909090', []],
  ])('%s', (_name, hsCode, expected) => {
    const findings = run(controlledGoods, {}, goodsAs({ hsCode }));
    expect(codes(findings)).toEqual(expected);
    expect(findings.every((found) => found.legalBasis?.startsWith('海关总署公告2019年第221号；'))).toBe(true);
  });

  it('looks at the day of the trade', () => {
    const sand = goodsAs({ hsCode: '2505100000' });
    expect(run(controlledGoods, {}, { ...sand, at: '2007-02-28T00:00:00Z' })).toEqual([]);
    expect(run(controlledGoods, {}, { ...sand, at: '2007-03-01T00:00:00Z' })).toHaveLength(1);
  });
});

describe('price (R06)', () => {
  /** As many observations as counts say, by price in cents. */
  const prices = (...observed: [cents: number, count: number][]): Circumstances => ({
    seen: { prices: new Map([['82055900#016', new Map(observed.map(([cents, count]) => [bucketOf(cents), count]))]]) },
  });
  const at = (unitPrice: string) => ({ lines: [line({ quantity: 1, unitPrice, amount: unitPrice })] });
  const warned = ['WARNING PRICE_UNUSUAL /lines/0/unitPrice'];
  const reviewed = ['REVIEW PRICE_EXTREME /lines/0/unitPrice'];

  it.each([
    ['nothing seen', prices(), '500.00', []],
    ['too few seen', prices([100, 4]), '500.00', []],
    ['few seen, within 70 %', prices([100, 5]), '1.60', []],
    ['few seen, above', prices([100, 5]), '1.80', warned],
    ['few seen, below', prices([100, 29]), '0.25', warned],
    ['many of one price, within 20 %', prices([100, 30]), '1.15', []],
    ['many of one price, above', prices([100, 30]), '1.30', warned],
    ['many apart, within 3 MAD', prices([80, 10], [100, 10], [120, 10]), '1.50', []],
    ['many apart, above', prices([80, 10], [100, 10], [120, 10]), '1.80', warned],
    ['ten times', prices([100, 5]), '11.00', reviewed],
    ['a tenth', prices([100, 50]), '0.09', reviewed],
    ['another unit', { seen: { prices: new Map([['82055900#007', new Map([[bucketOf(100), 50]])]]) } }, '11.00', []],
  ] as [string, Circumstances, string, string[]][])('%s', (_name, circumstances, unitPrice, expected) => {
    expect(codes(run(price, at(unitPrice), circumstances))).toEqual(expected);
  });

  it('compares dollars, and leaves unknown goods to R04', () => {
    expect(codes(run(price, { ...at('1.00'), currency: 'CNY' }, prices([100, 30])))).toEqual(warned);
    const { seen } = prices([100, 30]);
    expect(run(price, at('500.00'), { facts: { goods: new Map() }, ...(seen && { seen }) })).toEqual([]);
  });
});

describe('value per kilogram (R07)', () => {
  const worth = (amount: string, changes: Record<string, unknown> = {}) => ({
    lines: [
      line({ quantity: 1, unitPrice: amount, amount, cartons: [cartons({ count: 1, netWeightKg: 10 })], ...changes }),
    ],
  });
  const warned = ['WARNING VALUE_PER_KILOGRAM_UNUSUAL /lines/0'];
  it.each([
    ['the least', worth('8.00'), {}, []],
    ['below', worth('7.99'), {}, warned],
    ['the most', worth('1500.00'), {}, []],
    ['above', worth('1500.01'), {}, warned],
    ['another chapter', worth('1500.01'), goodsAs({ hsCode: '8501100000' }), []],
    ['a chapter without a band', worth('0.19'), goodsAs({ hsCode: '4911100000' }), warned],
    ['not measured, counted in kilograms', worth('7.99', { cartons: undefined, legalQuantity: 10 }), {}, warned],
    [
      'not measured, counted in tonnes',
      worth('8.00', { cartons: undefined, legalQuantity: 0.01 }),
      goodsAs({ legalUnit: '070' }),
      [],
    ],
    ['not measured, counted in pieces', worth('0.01', { cartons: undefined }), goodsAs({ legalUnit: '016' }), []],
  ] as [string, Record<string, unknown>, Circumstances, string[]][])('%s', (_name, body, circumstances, expected) => {
    expect(codes(run(ofCartons(valuePerKilogram), body, circumstances))).toEqual(expected);
  });
});

describe('lines that are worth less than a cent', () => {
  /** 200 lines of one yen: some 0.65 cents each, and 0.8 dollars a kilogram where they weigh eight grams. */
  const yen = (changes: Record<string, unknown>) => ({
    currency: 'JPY',
    lines: Array.from({ length: 200 }, () =>
      line({ quantity: 1, unitPrice: '1', amount: '1', cartons: undefined, ...changes }),
    ),
  });

  it('are judged by what they are worth, each alike', () => {
    expect(run(ofCartons(valuePerKilogram), yen({ legalQuantity: 0.008 }))).toEqual([]);
    const light = run(ofCartons(valuePerKilogram), yen({ legalQuantity: 0.01 }));
    expect(light).toHaveLength(200);
    expect(new Set(light.map(({ message }) => message.replace(/第 \d+ 行/, ''))).size).toBe(1);
    expect(light[0]?.message).not.toContain('每千克 0 美元');
  });

  it('are compared by their price, each alike', () => {
    const seen = (cents: number): Circumstances => ({
      seen: { prices: new Map([['82055900#016', new Map([[bucketOf(cents), 50]])]]) },
    });
    expect(run(price, yen({}), seen(0.65))).toEqual([]);
    expect(codes(run(price, yen({}), seen(1)))).toEqual(
      Array.from({ length: 200 }, (_one, index) => `WARNING PRICE_UNUSUAL /lines/${index}/unitPrice`),
    );
  });

  it('have their share of the whole by their amount', () => {
    const goods = new Map([
      [TROWEL, trowel()],
      [idOf('goods', 2), trowel({ goodsId: idOf('goods', 2), hsCode: '2106909090' })],
    ]);
    const facts = { facts: { merchant: merchantParty({ hsChapters: ['82'] }), goods } };
    // Every fifth line is outside: a fifth of the value, which is no more than may be.
    const lines = yen({}).lines.map((one, index) => (index % 5 === 1 ? { ...one, goodsId: idOf('goods', 2) } : one));
    expect(run(filedScope, { currency: 'JPY', lines }, facts)).toEqual([]);
  });
});

describe('invented weights', () => {
  const kinds = (count: number, gross: (index: number) => number, net: (index: number) => number) => ({
    lines: Array.from({ length: count }, (_one, index) =>
      line({
        goodsId: idOf('goods', index),
        cartons: [cartons({ grossWeightKg: gross(index), netWeightKg: net(index) })],
      }),
    ),
  });
  const weighed = (index: number) => 12.3 + index * 1.7;
  it.each([
    ['weighed', kinds(20, weighed, (index) => weighed(index) - 0.8), []],
    ['round weights of few goods', kinds(7, (index) => 10 + index * 5, weighed), []],
    [
      'round weights of many goods',
      kinds(
        8,
        (index) => 20 + index * 5,
        (index) => 19 + index,
      ),
      ['WEIGHTS_ALL_ROUND'],
    ],
    [
      'one weight that is not round',
      kinds(
        8,
        (index) => (index === 7 ? 21 : 20),
        (index) => 12 + index,
      ),
      [],
    ],
    [
      'one ratio of few goods',
      kinds(
        5,
        (index) => 11 + index,
        (index) => (11 + index) * 0.9,
      ),
      [],
    ],
    [
      'one ratio of many goods',
      kinds(
        6,
        (index) => 11 + index,
        (index) => (11 + index) * 0.9,
      ),
      ['WEIGHTS_SAME_RATIO'],
    ],
    ['nothing measured', { lines: Array.from({ length: 9 }, () => line({ cartons: undefined })) }, []],
  ])('%s', (_name, body, expected) => {
    const rounded = JSON.parse(JSON.stringify(body), (_key, value) =>
      typeof value === 'number' ? Math.round(value * 1000) / 1000 : value,
    );
    expect(codes(run(ofCartons(inventedWeights), rounded))).toEqual(expected.map((code) => `WARNING ${code} /lines`));
  });
});

describe('filed scope (R13)', () => {
  const lines = (inside: string, outside: string) => ({
    lines: [lineWorth(inside), lineWorth(outside, { goodsId: idOf('goods', 2) })],
  });
  const facts = (hsChapters?: string[]): Circumstances => ({
    facts: {
      merchant: merchantParty(hsChapters ? { hsChapters } : {}),
      goods: new Map([
        [TROWEL, trowel()],
        [idOf('goods', 2), trowel({ goodsId: idOf('goods', 2), hsCode: '2106909090' })],
      ]),
    },
  });
  const reviewed = ['REVIEW OUTSIDE_FILED_SCOPE /lines'];
  it.each([
    ['all inside', lines('80.00', '20.00'), facts(['82', '21']), []],
    ['a fifth outside', lines('80.00', '20.00'), facts(['82']), []],
    ['more than a fifth outside', lines('80.00', '20.01'), facts(['82']), reviewed],
    ['all outside', lines('80.00', '20.00'), facts(['73']), reviewed],
    ['a merchant without a filed scope', lines('80.00', '20.00'), facts(), []],
  ])('%s', (_name, body, circumstances, expected) => {
    expect(codes(run(filedScope, body, circumstances))).toEqual(expected);
  });
});

describe('turnover (R14)', () => {
  const months = (now: number, ...earlier: number[]): Circumstances => ({
    seen: {
      merchant: {
        tradesThisHour: 0,
        turnover: new Map([
          ['2026-03', now],
          ...earlier.map((minor, back): [string, number] => [
            new Date(Date.UTC(2026, 1 - back, 1)).toISOString().slice(0, 7),
            minor,
          ]),
        ]),
      },
    },
  });
  const reviewed = ['REVIEW TURNOVER_SURGE /lines'];
  // The sample trade is worth USD 22,000.00.
  it.each([
    ['no history', months(0), []],
    ['two months of history', months(0, 1, 1), []],
    ['three times the mean', months(800_000, 1_000_000, 1_000_000, 1_000_000), []],
    ['a cent more', months(800_001, 1_000_000, 1_000_000, 1_000_000), reviewed],
    ['the mean of six months only', months(0, 700_000, 700_000, 700_000, 700_000, 700_000, 700_000, 9e9), reviewed],
  ])('%s', (_name, circumstances, expected) => {
    expect(codes(run(turnover, {}, circumstances))).toEqual(expected);
  });
});

describe('repetition (R15)', () => {
  it.each([
    [59, []],
    [60, ['REVIEW TOO_MANY_TRADES_AN_HOUR /merchantId']],
  ])('%i trades this hour', (tradesThisHour, expected) => {
    const seen = { merchant: { turnover: new Map(), tradesThisHour } };
    expect(codes(run(repetition, {}, { seen }))).toEqual(expected);
  });

  const key = historyKeys(request(), filed())[0]?.line ?? '';
  it.each([
    ['nobody', [], []],
    ['one other', [idOf('entity', 8)], []],
    ['two others', [idOf('entity', 8), idOf('entity', 9)], ['REVIEW SAME_LINE_OF_OTHER_MERCHANTS /lines/0']],
    ['the merchant and one other', [MERCHANT, idOf('entity', 8)], []],
  ])('the same line of %s', (_name, sellers, expected) => {
    const seen = { sameLines: new Map([[key, new Set(sellers)]]) };
    expect(codes(run(repetition, {}, { seen }))).toEqual(expected);
    expect(run(repetition, { lines: [line({ quantity: 22001, amount: '22001.00' })] }, { seen })).toEqual([]);
  });
});

describe('new port (R17)', () => {
  const buyer = (trades: number): Circumstances => ({
    seen: { buyer: { ...history().buyer, trades, ports: new Set(['AEJEA', 'JEBELALI']) } },
  });
  it.each([
    ['a known port', 'AEJEA', buyer(9), []],
    ['a known port in other letters', 'Jebel Ali', buyer(9), []],
    ['a new port', 'KEMBA', buyer(5), ['WARNING NEW_PORT_OF_BUYER /portOfDischarge']],
    ['a new port of a new buyer', 'KEMBA', buyer(4), []],
    ['a port that is not stated', '待报关时确定', buyer(9), []],
    [
      'a port after others that were not stated',
      'KEMBA',
      { seen: { buyer: { ...history().buyer, trades: 9, ports: new Set(['AEJEA', '待报关时确定']) } } },
      [],
    ],
  ] as [string, string, Circumstances, string[]][])('%s', (_name, portOfDischarge, circumstances, expected) => {
    expect(codes(run(newPort, { portOfDischarge }, circumstances))).toEqual(expected);
  });
});

describe('buyer spread (R18)', () => {
  const others = (count: number, ...more: string[]) =>
    new Set([...Array.from({ length: count }, (_one, index) => idOf('entity', 100 + index)), ...more]);
  const buyer = (merchantsToday: ReadonlySet<string>, operatorsThisMonth: ReadonlySet<string>): Circumstances => ({
    seen: { buyer: { ...history().buyer, merchantsToday, operatorsThisMonth } },
  });
  it.each([
    ['thirty merchants', buyer(others(29), others(0)), []],
    ['thirty merchants, this among them', buyer(others(29, MERCHANT), others(0)), []],
    ['thirty-one', buyer(others(30), others(0)), ['REVIEW BUYER_OF_MANY_MERCHANTS /buyerId']],
    ['five operators', buyer(others(0), others(4, OPERATOR)), []],
    ['six', buyer(others(0), others(5)), ['REVIEW BUYER_OF_MANY_OPERATORS /buyerId']],
  ])('%s', (_name, circumstances, expected) => {
    expect(codes(run(buyerSpread, {}, circumstances))).toEqual(expected);
  });

  it('counts no operator where none is named', () => {
    expect(run(buyerSpread, { exportMode: 'SELF', tradeOperatorId: undefined }, buyer(others(0), others(5)))).toEqual(
      [],
    );
  });
});

describe('late entry (R21)', () => {
  const reviewed = ['REVIEW ENTERED_AFTER_PACKING /vouchers/0/issuedOn'];
  it.each([
    ['packing list of the day', 'PACKING_LIST', '2026-03-17', []],
    ['packing list of the day before', 'PACKING_LIST', '2026-03-16', reviewed],
    ['bill of lading of the day before', 'BILL_OF_LADING', '2026-03-16', reviewed],
    ['contract of the day before', 'CONTRACT', '2026-03-16', []],
    ['bill of lading without a date', 'BILL_OF_LADING', undefined, []],
  ])('%s', (_name, type, issuedOn, expected) => {
    expect(codes(run(lateEntry, { vouchers: [{ type, number: '1', issuedOn }] }))).toEqual(expected);
  });
});

describe('packing place (R22)', () => {
  const proof = { vouchers: [{ type: 'MARKET_PROOF', number: '1' }] };
  it.each([
    ['not said', {}, []],
    ["the market's district", { packingDistrict: '500111' }, []],
    ['elsewhere', { packingDistrict: '510100' }, ['REVIEW PACKED_OUTSIDE_MARKET /packingDistrict']],
    ['elsewhere with a proof', { packingDistrict: '510100', ...proof }, []],
  ])('%s', (_name, body, expected) => {
    expect(codes(run(packingPlace, body))).toEqual(expected);
  });
});

describe('brand (R23)', () => {
  it.each([
    ['none', { type: 'NONE' }, []],
    ['foreign and authorised', { type: 'FOREIGN', name: 'ACME', authorised: true }, []],
    [
      'foreign and not authorised',
      { type: 'FOREIGN', name: 'ACME', authorised: false },
      ['DANGER BRAND_WITHOUT_AUTHORISATION /lines/0/goodsId'],
    ],
    ['domestic', { type: 'DOMESTIC', name: '恒锻', authorised: false }, []],
  ] as [string, FiledGoods['brand'], string[]][])('%s', (_name, filedBrand, expected) => {
    expect(codes(run(brand, {}, goodsAs({ brand: filedBrand })))).toEqual(expected);
  });
});

describe('dangerous goods (R25)', () => {
  const blocked = ['DANGER DANGEROUS_GOODS_WITHOUT_CERTIFICATE /lines/0/goodsId'];
  it.each([
    [{ nameZh: '抹泥刀' }, []],
    [{ nameZh: '一次性打火机' }, blocked],
    [{ nameZh: '打火机壳' }, []],
    [{ nameZh: '油漆刷' }, []],
    [{ nameZh: '油漆与油漆刷套装' }, blocked],
    [{ nameZh: '清洁剂', specification: '桶装|UN1263' }, blocked],
    [{ nameZh: '清洁剂', specification: '桶装|un 1263' }, blocked],
    [{ nameZh: '扳手', specification: 'UN-STANDARD 12630' }, []],
    [{ nameZh: '移动电源', nameEn: 'POWER BANK 10000mAh' }, blocked],
    [{ nameZh: '调色板', nameEn: 'BUTANEX PALETTE' }, []],
  ] as [Partial<FiledGoods>, string[]][])('%j', (goods, expected) => {
    expect(codes(run(dangerousGoods, {}, goodsAs(goods)))).toEqual(expected);
    const vouchers = [{ type: 'DANGEROUS_GOODS_CERTIFICATE', number: '1' }];
    expect(run(dangerousGoods, { vouchers }, goodsAs(goods))).toEqual([]);
  });
});

describe('dual use (R28)', () => {
  const reviewed = ['REVIEW DUAL_USE_WORD /lines/0/goodsId'];
  it.each([
    [{ nameZh: '抹泥刀' }, []],
    [{ nameZh: '航拍无人机' }, reviewed],
    [{ nameZh: '碳纤维板' }, reviewed],
    [{ nameZh: '碳纤维鱼竿' }, []],
    [{ nameZh: '测量仪', nameEn: 'Thermal Imager' }, reviewed],
  ] as [Partial<FiledGoods>, string[]][])('%j', (goods, expected) => {
    expect(codes(run(dualUse, {}, goodsAs(goods)))).toEqual(expected);
  });
});
