import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { descriptionKey, type KnownGoods } from '../../../functions/interchange/domain/known.ts';
import { sheetCodes } from '../../../functions/interchange/domain/sheet/codes.ts';
import { HEADINGS } from '../../../functions/interchange/domain/sheet/columns.ts';
import { descriptionOf, type JudgedLine, judge } from '../../../functions/interchange/domain/sheet/judge.ts';
import { readRow } from '../../../functions/interchange/domain/sheet/row.ts';
import { prepared } from '../../../functions/interchange/domain/sheet/trades.ts';
import { onlyBuyer } from '../../../functions/interchange/services/imports/buyers.ts';
import type { OtherApis } from '../../../functions/interchange/services/other-apis.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { TITLES, TROWEL } from './trowel.ts';

const MORE_TITLES = [...TITLES, '单价', '净重(KGS)', '箱长(MM)', '箱宽(MM)', '箱高(MM)'].join(',');

interface Cells {
  quantity?: string;
  kind?: string;
  currency?: string;
  amount?: string;
  weight?: string;
  price?: string;
  net?: string;
  packages?: string;
  sides?: string;
}

const lists = shippedOn('2026-03-17');

/** A row of trowels as it is read. */
const read = (cells: Cells) => {
  const { quantity = '100', kind = '纸箱', currency = '美元', amount = '100', weight = '200' } = cells;
  const { price = '', net = '', packages = '10', sides = ',,' } = cells;
  const text = `,抹泥刀,8205590000,,碳钢|木柄|280mm,,无,${quantity},把,${packages},${kind},${currency},${amount},${weight},${price},${net},${sides}`;
  return readRow({ no: 2, cells: text.split(',') }, HEADINGS.columns(MORE_TITLES.split(',')), sheetCodes(lists));
};

/** The same, judged against what is filed: the line or its faults. */
const judged = async (cells: Cells, goods: readonly KnownGoods[] = [TROWEL], isMore = false) => {
  const row = read(cells);
  const key = descriptionKey(descriptionOf(row.line, { merchants: new Map() }));
  const [result] = await judge([row], {
    codes: sheetCodes(lists),
    merchants: new Map(),
    goods: new Map([[key, { goods, isMore }]]),
  });
  return { line: result?.judged, codes: result?.faults.map(({ column, code }) => `${code} ${column}`) };
};

describe('a kind of packaging', () => {
  it.each([
    ['00', ['散装', '0']],
    ['01', ['裸装', '01', '1', '０１']],
    ['04', ['球状罐类', '04', '4']],
    ['06', ['包/袋', '包／袋', '包', '袋', '6']],
    ['22', ['纸制或纤维板制盒/箱', '纸箱', 'ctns', '22']],
    ['23', ['木制或竹藤等植物性材料制盒/箱', '木箱']],
    ['29', ['其他材料制盒/箱', '29']],
    ['32', ['纸制或纤维板制桶', '32']],
    ['33', ['木制或竹藤等植物性材料制桶', '33']],
    ['39', ['其他材料制桶', '桶', '39']],
    ['92', ['再生木托', '92']],
    ['93', ['天然木托', '93']],
    ['98', ['植物性铺垫材料', '98']],
    ['99', ['其他包装', '99']],
  ])('%s goes by %j', (code, words) => {
    for (const kind of words) {
      const { line, faults } = read({ kind });
      expect([kind, line.packageKind, faults]).toEqual([kind, code, []]);
    }
  });

  it.each(['箩筐', '100', '02', '桶装', '*'])('is not %s', (kind) => {
    expect(read({ kind }).faults).toMatchObject([{ code: 'NOT_IN_LIST', column: '包装单位' }]);
  });
});

describe('a currency', () => {
  it.each([
    ['KWD', '科威特第纳尔', '30.000'],
    ['BHD', 'BHD', '30.005'],
    ['OMR', '阿曼里亚尔', '30.005'],
    ['JPY', '日元', '15000.00'],
  ])('%s is %s of %s', async (code, currency, amount) => {
    const { line, codes } = await judged({ currency, amount, quantity: '100' });
    expect([line?.line.currency, codes]).toEqual([code, []]);
  });
});

describe('the unit price', () => {
  it.each([
    ['3000', '1000.00', '0.3333'],
    ['10000', '666.67', '0.0667'],
    ['150000', '1000.00', '0.0067'],
    ['100000', '700.01', '0.0070'],
    ['3', '100.00', '33.3333'],
  ])('of %s pieces for %s is %s', async (quantity, amount, price) => {
    expect((await judged({ quantity, amount })).line?.unitPrice).toBe(price);
    expect((await judged({ quantity, amount, price })).codes).toEqual([]);
  });

  it('that does not make the amount is said with the preview', async () => {
    expect((await judged({ quantity: '3000', amount: '1000.50', price: '0.3333' })).codes).toEqual([
      'AMOUNT_NOT_PRODUCT 货值',
    ]);
    expect((await judged({ quantity: '100', amount: '100', price: '10' })).codes).toEqual(['AMOUNT_NOT_PRODUCT 货值']);
  });

  it('is none where a piece costs less than 0.0001', async () => {
    expect((await judged({ quantity: '100000000', amount: '1.00' })).codes).toEqual(['PRICE_NOT_EXACT 货值']);
  });

  it('is found for every total of which a piece costs so much', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e8 }), fc.integer({ min: 1, max: 1e10 }), async (quantity, cents) => {
        fc.pre(cents * 100 >= quantity);
        const amount = (cents / 100).toFixed(2);
        const { line, codes } = await judged({ quantity: String(quantity), amount });
        expect(codes).toEqual([]);
        expect((await judged({ quantity: String(quantity), amount, price: line?.unitPrice ?? '' })).codes).toEqual([]);
      }),
    );
  });
});

describe('weights', () => {
  it('of cartons are together what the sheet says', async () => {
    const grams = fc.integer({ min: 1, max: 1e9 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20_000 }), grams, grams, async (packages, one, other) => {
        const [net, gross] = [Math.min(one, other), Math.max(one, other)];
        fc.pre(net >= packages);
        const kilograms = (value: number) => (value / 1000).toFixed(3);
        const { line } = await judged({
          packages: String(packages),
          weight: kilograms(gross),
          net: kilograms(net),
          sides: '400,300,200',
        });
        const body = JSON.parse(prepared({ terms: {} as never, lines: [line as JudgedLine] }, undefined).body);
        const cartons: { count: number; grossWeightKg: number; netWeightKg: number }[] = body.lines[0].cartons;
        const sum = (of: (one: (typeof cartons)[number]) => number) => cartons.reduce((all, each) => all + of(each), 0);
        expect(sum(({ count }) => count)).toBe(packages);
        expect(sum(({ count, grossWeightKg }) => count * Math.round(grossWeightKg * 1000))).toBe(gross);
        expect(sum(({ count, netWeightKg }) => count * Math.round(netWeightKg * 1000))).toBe(net);
        expect(cartons.every(({ grossWeightKg, netWeightKg }) => netWeightKg <= grossWeightKg)).toBe(true);
        expect(cartons.length).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('net above the whole are said with the preview', async () => {
    expect((await judged({ weight: '200', net: '200.001' })).codes).toEqual(['NET_ABOVE_GROSS 净重(KGS)']);
    expect((await judged({ weight: '200', net: '200' })).codes).toEqual([]);
  });
});

describe('goods of a description', () => {
  it('that more are filed of than are known prove nothing', async () => {
    expect((await judged({})).codes).toEqual([]);
    expect((await judged({}, [TROWEL], true)).codes).toEqual(['GOODS_AMBIGUOUS 商户']);
  });
});

describe('the only buyer', () => {
  type Buyer = { id: string; name: string; filingNumber: string };

  /** The directory as filing answers it: in pages, which may be shorter than was asked for, or empty. */
  const listed = (buyers: readonly Buyer[], pages: readonly number[]): { apis: OtherApis; asked: () => number } => {
    let asked = 0;
    const send: OtherApis['send'] = async (_function, { path, query }, success) => {
      expect([path, query?.['kind']]).toEqual(['/v1/directory', 'buyer']);
      const from = Number(query?.['cursor'] ?? 0);
      const until = from + (pages[asked % pages.length] ?? 200);
      asked += 1;
      const nextCursor = until >= buyers.length ? null : String(until);
      return { done: success.parse({ items: buyers.slice(from, until), nextCursor }), headers: {} };
    };
    return { apis: { send }, asked: () => asked };
  };

  const buyer = (_: unknown, index: number): Buyer => ({ id: `b${index}`, name: `BUYER ${index}`, filingNumber: 'CG' });

  it('is the one in the directory, on whatever page; none and several are none', async () => {
    const pages = fc
      .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 })
      .filter((sizes) => sizes.some(Boolean));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 5 }), pages, async (count, sizes) => {
        const found = await onlyBuyer(listed(Array.from({ length: count }, buyer), sizes).apis);
        expect(found).toEqual(count === 1 ? { id: 'b0', name: 'BUYER 0' } : undefined);
      }),
    );
  });

  it('is not looked for beyond the second', async () => {
    const list = listed(Array.from({ length: 5000 }, buyer), [200]);
    expect(await onlyBuyer(list.apis)).toBeUndefined();
    expect(list.asked()).toBe(1);
  });
});
