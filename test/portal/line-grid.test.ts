import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { acceptance, warning, warningId } from '../../functions/shared/kernel/finding.ts';
import { inRanges } from '../../portal/forms/warning-ranges.ts';
import { hasStacking, rowsOf } from '../../portal/trade/as-entered.ts';
import { decimal, figureOf, grouped, product, sumOf } from '../../portal/trade/grid/figures.ts';
import { cellsOf } from '../../portal/trade/grid/paste.ts';
import { emptyRow, linesOf, pasted, placesOf, type Row, without } from '../../portal/trade/grid/rows.ts';
import {
  type FiledGoods,
  goodsFinder,
  labelOf,
  lineColumns,
  type Stock,
  settledIn,
  typedIn,
  valueInLine,
} from '../../portal/trade/lines.ts';

const COLUMNS = lineColumns(true, true);

const goods = (ownCode: string, nameZh: string, units: Partial<FiledGoods> = {}): FiledGoods =>
  ({
    id: `goods-500111-${ownCode}`,
    goodsNumber: `SC-${ownCode}`,
    ownCode,
    nameZh,
    specification: '碳钢|280mm',
    dealUnit: '016',
    legalUnit: '035',
    status: 'ACTIVE',
    ...units,
  }) as FiledGoods;

const GOODS = [
  goods('XW-1', '抹泥刀'),
  goods('XW-2', '螺丝刀'),
  goods('XW-3', '水泵', { dealUnit: '001', legalUnit: '001' }),
];

const STOCK: Stock = {
  find: goodsFinder(GOODS),
  units: [
    { code: '001', name: '台' },
    { code: '016', name: '把' },
    { code: '035', name: '千克' },
  ],
  currency: 'USD',
};

const row = (cells: Row['cells'], isMore = false): Row => ({ ...emptyRow(isMore), cells });

describe('a block of a spreadsheet', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '刀', '"', '\t', '\n', ' ', '1'), maxLength: 6 });

  it('is read as it was copied, whatever stands in its cells', () => {
    const quoted = (text: string): string => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (block) => {
        const copied = block.map((cells) => cells.map(quoted).join('\t')).join('\r\n');
        expect(cellsOf(`${copied}\r\n`)).toEqual(block);
      }),
    );
  });

  it('goes by its titles where it has them, and tells which of them name nothing', () => {
    const block = '每箱毛重(KG)\t*数量\t备注\t货号\n12.5\t"1,200"\t急\tXW-1';
    const { rows, unknown, isByTitle, count } = pasted([emptyRow()], COLUMNS, block, { row: 0, column: 5 }, 200);
    expect({ unknown, isByTitle, count }).toEqual({ unknown: ['备注'], isByTitle: true, count: 1 });
    expect(rows[0]?.cells).toEqual({ grossWeightKg: '12.5', quantity: '1200', goodsId: 'XW-1' });
  });

  it('goes from its first cell on where it has none', () => {
    const { rows } = pasted([emptyRow()], COLUMNS, '10\t把\n20\t把', { row: 0, column: 1 }, 200);
    expect(rows.map(({ cells }) => cells)).toEqual([
      { quantity: '10', unit: '把' },
      { quantity: '20', unit: '把' },
    ]);
  });

  it('goes on with a line where a row tells of cartons alone', () => {
    const block = '货号\t数量\t箱数\nXW-1\t10\t2\n\t\t3\nXW-2\t5\t1';
    const { rows } = pasted([emptyRow(), emptyRow(), emptyRow()], COLUMNS, block, { row: 0, column: 0 }, 200);
    expect(rows.map(({ isMore }) => isMore)).toEqual([false, true, false]);
  });

  it('leaves out what there is no room for, and says so', () => {
    const { rows, count, left } = pasted([emptyRow()], COLUMNS, '1\n2\n3', { row: 0, column: 1 }, 2);
    expect({ rows: rows.length, count, left }).toEqual({ rows: 2, count: 2, left: 1 });
  });
});

describe('what is sent of the rows', () => {
  const some = fc.record({
    isMore: fc.boolean(),
    cells: fc.record({ quantity: fc.constantFrom('', '5', '7'), count: fc.constantFrom('', '2', '3') }),
  });
  const anyRows = fc
    .array(some, { minLength: 1, maxLength: 8 })
    .map((list) => list.map(({ isMore, cells }, index): Row => row(cells, isMore && index > 0)));

  it('stands where the rows say that it stands', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const body = { lines: linesOf(rows, COLUMNS, ({ cells }, { key }) => cells[key]) };
        for (const [index, { line, carton }] of placesOf(rows, COLUMNS).entries()) {
          const { isMore, cells } = rows[index] ?? emptyRow();
          if (line !== undefined && !isMore) expect(at(body, `${line}/quantity`)).toBe(cells['quantity']);
          if (carton !== undefined) expect(at(body, `${carton}/count`)).toBe(cells['count']);
        }
      }),
    );
  });

  it('has every carton once', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const sent = linesOf(rows, COLUMNS, ({ cells }, { key }) => cells[key]);
        const counts = sent.flatMap((line) => cartonsOf(line).map((carton) => at(carton, '/count')));
        expect(counts).toEqual(rows.map(({ cells }) => cells['count']).filter((count) => count !== ''));
      }),
    );
  });

  it('never begins with a row that goes on with another, whichever is removed', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(), (rows, by) => {
        expect(without(rows, by % rows.length)[0]?.isMore ?? false).toBe(false);
      }),
    );
  });

  const at = (value: unknown, pointer: string): unknown =>
    pointer
      .slice(1)
      .split('/')
      .reduce<unknown>((part, name) => (part as Readonly<Record<string, unknown>>)[name], value);

  const cartonsOf = (line: unknown): readonly unknown[] =>
    (line as { readonly cartons?: readonly unknown[] }).cartons ?? [];
});

describe('a line', () => {
  const first = (rows: readonly Row[]): Row['cells'] => rows[0]?.cells ?? {};

  it('knows its unit, amount and legal quantity of what is typed, all of its cartons counted', () => {
    const typed = [
      row({ goodsId: 'XW-2', quantity: '2400', unitPrice: '0.6', count: '24', netWeightKg: '13' }),
      row({ count: '2', netWeightKg: '7' }, true),
    ];
    const { goodsId, unit, amount, legalQuantity } = first(settledIn(typed, 1, STOCK));
    expect({ goodsId, unit, amount, legalQuantity }).toEqual({
      goodsId: 'XW-2 螺丝刀 碳钢|280mm',
      unit: '把',
      amount: '1440.00',
      legalQuantity: '326',
    });
  });

  it('follows what is changed, until somebody says otherwise', () => {
    const before = settledIn([row({ goodsId: 'XW-1', quantity: '10', unitPrice: '2' })], 0, STOCK);
    const changed = typedIn(before, 0, 'quantity', '20', STOCK);
    expect(first(changed)['amount']).toBe('40.00');
    const own = typedIn(changed, 0, 'amount', '39.90', STOCK);
    expect(first(typedIn(own, 0, 'quantity', '30', STOCK))['amount']).toBe('39.90');
  });

  it('names goods by number, code, label, or the one name that fits, and never by a name of two', () => {
    const [one, two] = GOODS;
    if (!one || !two) throw new Error('there are goods');
    for (const text of [one.goodsNumber, 'xw-1', labelOf(one), '抹泥刀', '泥刀']) {
      expect(STOCK.find(text)).toBe(one);
    }
    expect(STOCK.find('刀')).toBeUndefined();
    expect(STOCK.find(' ')).toBeUndefined();
  });

  it('sends ids and codes for names, and what names nothing as it was typed', () => {
    const [goodsColumn, , unitColumn] = COLUMNS;
    if (!goodsColumn || !unitColumn) throw new Error('there are columns');
    const told = (cells: Row['cells']) =>
      [goodsColumn, unitColumn].map((column) => valueInLine(row(cells), column, STOCK));
    expect(told({ goodsId: 'XW-3', unit: '台' })).toEqual(['goods-500111-XW-3', '001']);
    expect(told({ goodsId: '不知道', unit: '堆' })).toEqual(['不知道', '堆']);
  });
});

describe('figures', () => {
  it('are sums of whole parts, however many', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e12 })), (cents) => {
        const amounts = cents.map((one) => decimal(BigInt(one), 2));
        expect(sumOf(amounts, 'USD')).toBe(
          decimal(
            cents.reduce((sum, one) => sum + BigInt(one), 0n),
            2,
          ),
        );
      }),
    );
    expect(sumOf(['0.1', '0.2', '不详'], 'USD')).toBe('0.30');
    expect(sumOf(['100', '1'], 'JPY')).toBe('101');
  });

  it.each([
    ['3', '0.335', 'USD', '1.01'],
    ['1200', '1.10', 'USD', '1320.00'],
    ['1', '0.5', 'JPY', '1'],
    ['1', '0.0005', 'KWD', '0.001'],
  ] as const)('%s × %s %s is %s', (quantity, price, currency, amount) => {
    expect(product(quantity, price, currency)).toBe(amount);
  });

  it.each([
    ['１，２３４．５', '1234.5'],
    [' $1,234.50 ', '1234.50'],
    ['abc', 'abc'],
  ])('%s is read as %s', (typed, plain) => {
    expect(figureOf(typed)).toBe(plain);
  });

  it('are set apart by thousands before the point alone', () => {
    expect(['1234567.89012', '123', '1000'].map(grouped)).toEqual(['1,234,567.89012', '123', '1,000']);
  });
});

describe('accepted warnings', () => {
  it('in ranges accept what they name and nothing else', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(60)), fc.nat(60), (lines, other) => {
        const priceOf = (line: number) => warning('PRICE_UNUSUAL', `/lines/${line}/unitPrice`, '价格异常');
        const isAccepted = acceptance(inRanges(lines.map((line) => warningId(priceOf(line)))));
        expect(lines.every((line) => isAccepted(priceOf(line)))).toBe(true);
        expect(isAccepted(priceOf(other))).toBe(lines.includes(other));
        expect(isAccepted(warning('OTHER', `/lines/${lines[0] ?? 0}/unitPrice`, '别的'))).toBe(false);
      }),
    );
  });

  it('that are about no row stand alone', () => {
    expect(inRanges(['NEW_PORT_OF_BUYER@/portOfDischarge', 'W@/lines'])).toEqual([
      'NEW_PORT_OF_BUYER@/portOfDischarge',
      'W@/lines',
    ]);
  });
});

it('lines of a trade that is corrected are sent as they were entered where nobody changes them', () => {
  const carton = { count: 2, lengthMm: 400, widthMm: 300, heightMm: 200, grossWeightKg: 10.5, netWeightKg: 10 };
  const entered = [
    {
      goodsId: 'goods-500111-XW-1',
      quantity: 40,
      unit: '016',
      legalQuantity: 20,
      unitPrice: '0.6000',
      amount: '24.00',
    },
    { goodsId: 'goods-500111-GONE', quantity: 1, unit: '001', legalQuantity: 1, unitPrice: '5.0000', amount: '5.00' },
  ];
  const cartons = [
    { ...carton, thisSideUp: true, stackable: false, maxLoadKg: 30 },
    { ...carton, count: 1, thisSideUp: false, stackable: true },
  ];
  const lines = entered.map((line, index) => ({ ...line, lineNo: index + 1, cartons: index === 0 ? cartons : [] }));
  const rows = rowsOf(lines as unknown as Parameters<typeof rowsOf>[0], GOODS, STOCK.units);
  expect(hasStacking(lines as unknown as Parameters<typeof rowsOf>[0])).toBe(true);
  expect(rows.map(({ isMore }) => isMore)).toEqual([false, true, false]);
  const sent = linesOf(rows, COLUMNS, (one, column) => valueInLine(one, column, STOCK));
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (_, one) => (one === '' ? undefined : typeof one === 'number' ? String(one) : one)),
    );
  expect(plain(sent)).toEqual(plain(entered.map((line, index) => ({ ...line, ...(index === 0 && { cartons }) }))));
});
