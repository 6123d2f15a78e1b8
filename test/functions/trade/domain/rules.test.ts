import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../../../../functions/shared/kernel/decimal.ts';
import type { Finding } from '../../../../functions/shared/kernel/finding.ts';
import { unitPriceOf } from '../../../../functions/shared/kernel/line-price.ts';
import { formatAmount, minorDigits } from '../../../../functions/shared/kernel/money.ts';
import { shippedOn } from '../../../../functions/shared/reference/reference.ts';
import type { CartonRule } from '../../../../functions/trade/domain/cartons.ts';
import type { Filed } from '../../../../functions/trade/domain/filed.ts';
import { amounts } from '../../../../functions/trade/domain/rules/amounts.ts';
import { cartonCount } from '../../../../functions/trade/domain/rules/carton-count.ts';
import { declarationLimit } from '../../../../functions/trade/domain/rules/declaration-limit.ts';
import { destination } from '../../../../functions/trade/domain/rules/destination.ts';
import { entrustedExport } from '../../../../functions/trade/domain/rules/entrusted-export.ts';
import { exchangeRate } from '../../../../functions/trade/domain/rules/exchange-rate.ts';
import { goods } from '../../../../functions/trade/domain/rules/goods.ts';
import { knownCodes } from '../../../../functions/trade/domain/rules/known-codes.ts';
import { parties } from '../../../../functions/trade/domain/rules/parties.ts';
import { tariffCode } from '../../../../functions/trade/domain/rules/tariff-code.ts';
import { units } from '../../../../functions/trade/domain/rules/units.ts';
import { weights } from '../../../../functions/trade/domain/rules/weights.ts';
import { type Rule, submission } from '../../../../functions/trade/domain/submission.ts';
import { listsWithRates } from '../../../kit/rates.ts';
import {
  agreement,
  buyerParty,
  cartons,
  filed,
  history,
  line,
  lineWorth,
  merchantParty,
  OPERATOR,
  operatorParty,
  request,
  TROWEL,
  trowel,
} from '../samples.ts';

const DAY = '2026-03-17';

const run = (
  rule: Rule,
  body: Record<string, unknown> = {},
  facts: Partial<Filed> = {},
  day = DAY,
  lists = listsWithRates(day),
): Finding[] => rule(submission(request(body), filed(facts), history(), `${day}T01:30:00.000Z`, lists));

/** A rule about cartons, at registration. */
const ofCartons =
  (rule: CartonRule): Rule =>
  ({ cartonLines, lists }) =>
    rule(cartonLines, lists);

const codes = (findings: Finding[]) => findings.map((found) => `${found.severity} ${found.code} ${found.pointer}`);

describe('parties (R12, R24)', () => {
  it.each([
    ['all in force', {}, []],
    ['last day of a filing', { merchant: merchantParty({ validUntil: DAY }) }, []],
    ['day after the last', { merchant: merchantParty({ validUntil: '2026-03-16' }) }, ['PARTY_EXPIRED /merchantId']],
    ['merchant unknown', { merchant: undefined }, ['PARTY_NOT_FILED /merchantId']],
    ['buyer suspended', { buyer: buyerParty({ status: 'SUSPENDED' }) }, ['PARTY_NOT_ACTIVE /buyerId']],
    ['buyer cancelled', { buyer: buyerParty({ status: 'CANCELLED' }) }, ['PARTY_NOT_ACTIVE /buyerId']],
    [
      'operator expired',
      { tradeOperator: operatorParty({ status: 'EXPIRED' }) },
      ['PARTY_NOT_ACTIVE /tradeOperatorId'],
    ],
    ['a merchant as operator', { tradeOperator: merchantParty() }, ['PARTY_OF_ANOTHER_KIND /tradeOperatorId']],
    [
      'two parties wrong',
      { merchant: undefined, buyer: undefined },
      ['PARTY_NOT_FILED /merchantId', 'PARTY_NOT_FILED /buyerId'],
    ],
  ] satisfies [string, Partial<Filed>, string[]][])('%s', (_name, facts, expected) => {
    expect(codes(run(parties, {}, facts))).toEqual(expected.map((one) => `DANGER ${one}`));
  });

  it('names the party, its status and what to do', () => {
    const [found] = run(parties, {}, { merchant: merchantParty({ status: 'SUSPENDED' }) });
    expect(found?.message).toMatch(/大足区龙水镇兴旺五金经营部.*已暂停.*恢复/);
  });

  it('says that a filing of a moment ago may not be in force yet', () => {
    const [found] = run(parties, {}, { buyer: undefined });
    expect(found?.message).toContain('未备案或刚备案尚未生效（通常几秒内）；请核对编号或稍后重试');
  });

  it('asks nothing of an operator that is not named', () => {
    expect(run(parties, { tradeOperatorId: undefined, exportMode: 'SELF' }, { tradeOperator: undefined })).toEqual([]);
  });
});

describe('goods (R04)', () => {
  it.each([
    ['in force', trowel(), []],
    ['cancelled', trowel({ status: 'CANCELLED' }), ['GOODS_NOT_ACTIVE']],
    ["another merchant's", trowel({ merchantId: OPERATOR }), ['GOODS_OF_ANOTHER_MERCHANT']],
    ['unknown', undefined, ['GOODS_NOT_FILED']],
  ])('%s', (_name, item, expected) => {
    const findings = run(goods, {}, { goods: new Map(item ? [[TROWEL, item]] : []) });
    expect(codes(findings)).toEqual(expected.map((one) => `DANGER ${one} /lines/0/goodsId`));
    expect(findings.every((found) => found.legalBasis === '海关总署公告2019年第221号')).toBe(true);
  });
});

describe('units', () => {
  it.each([
    ['as filed', {}, trowel(), []],
    ['another deal unit', { unit: '007' }, trowel(), ['UNIT_NOT_AS_FILED /lines/0/unit']],
    [
      'second quantity without a unit',
      { secondQuantity: 5 },
      trowel(),
      ['SECOND_UNIT_NOT_FILED /lines/0/secondQuantity'],
    ],
    ['second quantity with its unit', { secondQuantity: 5 }, trowel({ secondUnit: '016' }), []],
  ])('%s', (_name, changes, item, expected) => {
    const findings = run(units, { lines: [line(changes)] }, { goods: new Map([[TROWEL, item]]) });
    expect(codes(findings)).toEqual(expected.map((one) => `DANGER ${one}`));
  });

  it('leaves unknown goods to R04', () => {
    expect(run(units, { lines: [line({ unit: '007' })] }, { goods: new Map() })).toEqual([]);
  });
});

describe('amounts', () => {
  const price = (changes: Record<string, unknown>, currency = 'USD') =>
    run(amounts, { currency, lines: [line(changes)] });

  it.each([
    ['exact', { quantity: 22000, unitPrice: '1', amount: '22000' }, 'USD', undefined],
    ['half rounded up', { quantity: 0.5, unitPrice: '0.0100', amount: '0.01' }, 'USD', undefined],
    ['cut', { quantity: 3, unitPrice: '33.3333', amount: '99.99' }, 'USD', undefined],
    ['rounded', { quantity: 3, unitPrice: '33.3333', amount: '100.00' }, 'USD', undefined],
    ['a cent beyond rounding', { quantity: 3, unitPrice: '33.3333', amount: '100.01' }, 'USD', '100.00'],
    ['a cent off an exact product', { quantity: 10, unitPrice: '1.5', amount: '15.01' }, 'USD', '15.00'],
    ['a factor of ten', { quantity: 22000, unitPrice: '1.0', amount: '2200.00' }, 'USD', '22000.00'],
    ['yen have no cents', { quantity: 3, unitPrice: '33.4', amount: '100' }, 'JPY', undefined],
    ['yen off by one', { quantity: 3, unitPrice: '33', amount: '100' }, 'JPY', '99'],
    ['dinars have three decimals', { quantity: 3, unitPrice: '1.5', amount: '4.50' }, 'KWD', undefined],
    ['dinars off', { quantity: 3, unitPrice: '1.5', amount: '4.51' }, 'KWD', '4.500'],
    ['a total of 3,000 pieces', { quantity: 3000, unitPrice: '0.3333', amount: '1000.00' }, 'USD', undefined],
    ['a total of 10,000', { quantity: 10_000, unitPrice: '0.0667', amount: '666.67' }, 'USD', undefined],
    ['a total of 150,000', { quantity: 150_000, unitPrice: '0.0067', amount: '1000.00' }, 'USD', undefined],
    ['a total of 100,000', { quantity: 100_000, unitPrice: '0.0070', amount: '700.01' }, 'USD', undefined],
    ['more than the rounding', { quantity: 3000, unitPrice: '0.3333', amount: '1000.50' }, 'USD', '999.90'],
    ['yen with cents of zero', { quantity: 100, unitPrice: '150.0000', amount: '15000.00' }, 'JPY', undefined],
    ['won likewise', { quantity: 100, unitPrice: '150', amount: '15000.0' }, 'KRW', undefined],
    ['dong likewise', { quantity: 100, unitPrice: '150.00000', amount: '15000.000' }, 'VND', undefined],
    ['dollars with a zero too many', { quantity: 100, unitPrice: '1', amount: '100.000' }, 'USD', undefined],
    ['dinars of Kuwait', { quantity: 100, unitPrice: '0.3', amount: '30.000' }, 'KWD', undefined],
    ['dinars of Bahrain', { quantity: 3, unitPrice: '0.3335', amount: '1.001' }, 'BHD', undefined],
    ['rials of Oman', { quantity: 3, unitPrice: '0.3335', amount: '1.0010' }, 'OMR', undefined],
  ])('%s', (_name, changes, currency, expected) => {
    const findings = price(changes, currency);
    expect(codes(findings)).toEqual(expected === undefined ? [] : ['DANGER AMOUNT_NOT_PRODUCT /lines/0/amount']);
    if (expected !== undefined) expect(findings[0]?.message).toContain(`应为 ${expected}；`);
  });

  it.each([
    ['AMOUNT_DECIMALS /lines/0/amount', { quantity: 1, unitPrice: '100', amount: '100.50' }, 'JPY'],
    ['AMOUNT_DECIMALS /lines/0/amount', { quantity: 1, unitPrice: '100', amount: '100.005' }, 'USD'],
    ['UNIT_PRICE_ZERO /lines/0/unitPrice', { quantity: 1_000_000, unitPrice: '0', amount: '40.00' }, 'USD'],
    ['AMOUNT_ZERO /lines/0/amount', { quantity: 1, unitPrice: '0', amount: '0.00' }, 'USD'],
    ['UNIT_PRICE_TOO_LARGE /lines/0/unitPrice', { unitPrice: '999999999999.9999', amount: '1' }, 'USD'],
  ])('%s', (expected, changes, currency) => {
    expect(codes(price(changes, currency))).toEqual([`DANGER ${expected}`]);
  });

  it('takes any total with the price that it comes to, and no total further off than the rounding', () => {
    const quantities = fc.integer({ min: 1, max: 1e10 });
    fc.assert(
      fc.property(
        fc.constantFrom('USD', 'JPY', 'KWD'),
        quantities,
        fc.integer({ min: 1, max: 1e10 }),
        (currency, quantity, minor) => {
          const unitPrice = unitPriceOf({ quantity, minor, currency });
          fc.pre(unitPrice > 0 && unitPrice < 1e15);
          const of = (total: number) =>
            codes(
              price(
                {
                  quantity: quantity / 1e5,
                  unitPrice: formatDecimal(unitPrice, 4),
                  amount: formatAmount({ minor: total, currency }),
                },
                currency,
              ),
            );
          expect(of(minor)).toEqual([]);
          // A ten-thousandth for each piece and two minor units are more than the rounding of both.
          const beyond = Math.ceil(quantity / 10 ** (9 - minorDigits(currency))) + 2;
          expect(of(minor + beyond)).toEqual(['DANGER AMOUNT_NOT_PRODUCT /lines/0/amount']);
          if (minor > beyond) expect(of(minor - beyond)).toEqual(['DANGER AMOUNT_NOT_PRODUCT /lines/0/amount']);
        },
      ),
    );
  });
});

describe('weights (R08)', () => {
  it('takes a net weight up to the gross weight', () => {
    expect(run(ofCartons(weights), { lines: [line({ cartons: [cartons({ netWeightKg: 20 })] })] })).toEqual([]);
  });

  it('refuses a gram more, naming the cartons', () => {
    const lines = [line(), line({ cartons: [cartons(), cartons({ netWeightKg: 20.001 })] })];
    expect(codes(run(ofCartons(weights), { lines }))).toEqual([
      'DANGER NET_ABOVE_GROSS /lines/1/cartons/1/netWeightKg',
    ]);
  });
});

describe('carton count', () => {
  it.each([
    [[20_000], []],
    [[19_999, 1], []],
    [[20_000, 1], ['DANGER TOO_MANY_CARTONS /lines']],
  ])('%j', (counts, expected) => {
    const lines = counts.map((count) => line({ cartons: [cartons({ count })] }));
    expect(codes(run(ofCartons(cartonCount), { lines }))).toEqual(expected);
  });
});

describe('declaration limit (R01)', () => {
  const near = 'WARNING TOTAL_NEAR_DECLARATION_LIMIT /lines';
  const over = 'WARNING TOTAL_OVER_DECLARATION_LIMIT /lines';
  it.each([
    [['144999.99'], []],
    [['145000.00'], [near]],
    [['150000.00'], [near]],
    [['150000.01'], ['DANGER LINE_OVER_DECLARATION_LIMIT /lines/0/amount']],
    [['75000.00', '75000.00'], [near]],
    [['75000.00', '75000.01'], [over]],
    [['150000.00', '150000.00'], [over]],
    [
      ['1.00', '150000.01', '200000.00'],
      [1, 2].map((index) => `DANGER LINE_OVER_DECLARATION_LIMIT /lines/${index}/amount`),
    ],
  ])('%j', (amountsOfLines, expected) => {
    const findings = run(declarationLimit, { lines: amountsOfLines.map((amount) => lineWorth(amount)) });
    expect(codes(findings)).toEqual(expected);
    expect(findings.every((found) => found.legalBasis === '海关总署公告2019年第221号')).toBe(true);
  });

  it('counts another currency in dollars', () => {
    // 1 EUR is 1.10 USD in the table's month 2026-01, loaded as that of March.
    const lines = (amount: string) => ({ currency: 'EUR', lines: [lineWorth(amount)] });
    expect(codes(run(declarationLimit, lines('136363.63')))).toEqual([near]);
    expect(codes(run(declarationLimit, lines('136363.64')))).toEqual([near]);
    expect(codes(run(declarationLimit, lines('136363.65')))).toEqual([
      'DANGER LINE_OVER_DECLARATION_LIMIT /lines/0/amount',
    ]);
  });
});

describe('entrusted export', () => {
  const missing = ['DANGER AGREEMENT_NOT_IN_FORCE /tradeOperatorId'];
  it.each([
    ['first day', { validFrom: DAY }, []],
    ['last day', { validUntil: DAY }, []],
    ['not yet', { validFrom: '2026-03-18' }, missing],
    ['no longer', { validUntil: '2026-03-16' }, missing],
    ['revoked', { status: 'REVOKED' as const }, missing],
    ['expired', { status: 'EXPIRED' as const }, missing],
  ])('%s', (_name, changes, expected) => {
    const findings = run(entrustedExport, {}, { agreements: [agreement(changes)] });
    expect(codes(findings)).toEqual(expected);
    expect(findings.every((found) => found.legalBasis?.includes('2015年第89号'))).toBe(true);
  });

  it('takes any one of several agreements', () => {
    expect(run(entrustedExport, {}, { agreements: [agreement({ status: 'REVOKED' }), agreement()] })).toEqual([]);
  });

  it('refuses where there is none, and where no operator is named', () => {
    expect(codes(run(entrustedExport, {}, { agreements: [] }))).toEqual(missing);
    expect(codes(run(entrustedExport, { tradeOperatorId: undefined }, { agreements: [] }))).toEqual([
      'DANGER TRADE_OPERATOR_REQUIRED /tradeOperatorId',
    ]);
  });

  it("asks nothing of a merchant's own export", () => {
    expect(run(entrustedExport, { exportMode: 'SELF', tradeOperatorId: undefined }, { agreements: [] })).toEqual([]);
  });
});

describe('destination (R17)', () => {
  it('warns of goods that go elsewhere than to the buyer', () => {
    expect(run(destination)).toEqual([]);
    expect(run(destination, {}, { buyer: undefined })).toEqual([]);
    expect(codes(run(destination, { destinationCountry: 'KEN' }))).toEqual([
      'WARNING DESTINATION_NOT_BUYER_COUNTRY /destinationCountry',
    ]);
  });
});

describe('exchange rate', () => {
  const judged = (currency: string, day: string) => run(exchangeRate, { currency }, {}, day, shippedOn(day));

  it('is none where the newest is older than the month before: the trade says which is missing, and who loads it', () => {
    const [found, ...others] = judged('CNY', '2026-11-30');
    expect([found?.severity, found?.code, found?.pointer]).toEqual(['DANGER', 'EXCHANGE_RATE_OUTDATED', '/currency']);
    expect(found?.message).toContain('缺少 2026-11 的折算率：已有的最新一期是 2026-01，早于上一个月 2026-10');
    expect(found?.message).toContain('单票报关单 150000.00 美元的上限');
    expect(found?.remedy).toBe('请联系市级管理员导入 2026-11 的折算率表，导入后再登记');
    expect(others).toEqual([]);
  });

  it.each([
    ['CNY', '2026-01-31', []],
    ['CNY', '2026-02-28', []],
    ['CNY', '2026-03-01', ['DANGER EXCHANGE_RATE_OUTDATED /currency']],
    ['CNY', '2024-12-31', ['DANGER EXCHANGE_RATE_UNKNOWN /currency']],
    ['USD', '2026-11-30', []],
    ['USD', '2024-12-31', []],
  ])('of %s on %s', (currency, day, expected) => {
    expect(codes(judged(currency, day))).toEqual(expected);
  });
});

describe('codes of countries', () => {
  it.each([
    ['ARE', []],
    ['HKG', []],
    ['UAE', ['DANGER UNKNOWN_COUNTRY /destinationCountry']],
    ['XXX', ['DANGER UNKNOWN_COUNTRY /destinationCountry']],
  ])('%s', (destinationCountry, expected) => {
    expect(codes(run(knownCodes, { destinationCountry }))).toEqual(expected);
  });
});

describe('the tariff of the day', () => {
  const filedAs = (hsCode: string) => ({ goods: new Map([[TROWEL, trowel({ hsCode })]]) });
  it.each([
    ['8205590000', []],
    ['8204120000', []],
    ['8204120001', ['DANGER UNKNOWN_HS_CODE /lines/0/goodsId']],
  ])('and goods filed as %s', (hsCode, expected) => {
    expect(codes(run(tariffCode, {}, filedAs(hsCode)))).toEqual(expected);
  });

  it('leaves unknown goods to R04', () => {
    expect(run(tariffCode, {}, { goods: new Map() })).toEqual([]);
  });
});
