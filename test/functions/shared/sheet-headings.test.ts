import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sheetOf } from '../../../functions/filing/domain/bulk/kinds.ts';
import { readRow as readMerchantRow } from '../../../functions/filing/domain/bulk/row.ts';
import { readSheet } from '../../../functions/filing/services/form-sheet.ts';
import { descriptionKey, type KnownGoods } from '../../../functions/interchange/domain/known.ts';
import { sheetCodes } from '../../../functions/interchange/domain/sheet/codes.ts';
import { type ColumnKey, HEADINGS } from '../../../functions/interchange/domain/sheet/columns.ts';
import { descriptionOf, judge } from '../../../functions/interchange/domain/sheet/judge.ts';
import { judgementOf } from '../../../functions/interchange/domain/sheet/judgement.ts';
import { readRow } from '../../../functions/interchange/domain/sheet/row.ts';
import { readGrid } from '../../../functions/interchange/services/imports/grid.ts';
import { HEADINGS as STALL_HEADINGS } from '../../../functions/market/domain/sheet.ts';
import { readStalls } from '../../../functions/market/services/stall-sheet.ts';
import { columnName } from '../../../functions/shared/kernel/column-name.ts';
import { formatDecimal } from '../../../functions/shared/kernel/decimal.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { csvOf } from '../../../functions/shared/sheet/csv.ts';
import { TITLES as MERCHANT_TITLES, merchants, tableOf } from '../filing/bulk-sheet.ts';
import { TITLES, TROWEL } from '../interchange/trowel.ts';

/**
 * Titles of a sheet with what people write behind them: its units, in whatever brackets, and columns that it does not have.
 */

const lists = shippedOn('2026-03-17');
const codes = sheetCodes(lists);

const LINE = ',抹泥刀,8205590000,,碳钢|木柄|280mm,,无,1000,把,10,纸箱,美元,1000,900'.split(',');

/**
 * A sheet of one row, with other titles and cells in the place of its own, and further columns; judged against the trowel.
 */
async function sheet(
  { change = {}, more = {} }: { change?: Record<string, [title: string, cell: string]>; more?: Record<string, string> },
  goods: Partial<KnownGoods> = {},
) {
  const titles = [...TITLES.map((title) => change[title]?.[0] ?? title), ...Object.keys(more)];
  const cells = [...LINE.map((cell, place) => change[TITLES[place]!]?.[1] ?? cell), ...Object.values(more)];
  const { columns, rows, notes } = await readGrid(Buffer.from(csvOf([titles, cells])));
  const read = readRow(rows[0]!, columns, codes);
  const key = descriptionKey(descriptionOf(read.line, { merchants: new Map() }));
  const known = new Map([[key, { goods: [{ ...TROWEL, ...goods }], isMore: false }]]);
  const judged = await judge([read], { codes, merchants: new Map(), goods: known });
  return {
    line: judged[0]?.judged?.line,
    legalQuantity: judged[0]?.judged?.legalQuantity,
    faults: judged[0]!.faults.map(({ column, code, message }) => ({ column, code, message })),
    notes: [...notes, ...judgementOf(judged, '2026-03-17T00:00:00Z').notes],
  };
}

describe('what a title of trade lines says of its unit', () => {
  it.each<[string, ColumnKey | undefined, string?]>([
    ['重量（公斤）', 'weight', '公斤'],
    ['毛重 KG', 'weight', 'KG'],
    ['G.W.(KGS)', 'weight', 'KGS'],
    ['总重量【KGS】', 'weight', 'KGS'],
    ['重量 单位:吨', 'weight', '吨'],
    ['重量（单位：KGS）（必填）', 'weight', 'KGS'],
    ['重量(KGS/箱)', 'weight', 'KGS/箱'],
    ['净重_克', 'netWeight', '克'],
    ['净重：千克', 'netWeight', '千克'],
    ['净重（㎏）', 'netWeight', 'KG'],
    ['净 重KG', 'netWeight', 'KG'],
    ['净重(磅)', 'netWeight', '磅'],
    ['货值(￥)', 'amount', '¥'],
    ['货值（万元）', 'amount', '万元'],
    ['金额/总价', 'amount', ''],
    ['单价(US$/把)', 'unitPrice', 'USD/把'],
    ['①交易数量（把）', 'quantity', '把'],
    ['法定数量/千克', 'legalQuantity', '千克'],
    ['法定数量(令)', 'legalQuantity', '令'],
    ['箱长', 'lengthMm', ''],
    ['外箱长 厘米', 'lengthMm', '厘米'],
    ['件数(箱)', 'packages', '箱'],
    ['商品名称（中文）', 'name', ''],
    ['商品HS编码（10位）', 'hsCode', ''],
    ['HS CODE', 'hsCode', ''],
    ['HSCODE', 'hsCode', ''],
    ['H.S. Code', 'hsCode', ''],
    ['海关编码', 'hsCode', ''],
    ['税号', 'hsCode', ''],
    ['HS编码(8位)', 'hsCode', '8位'],
    ['商品编码(税号)', 'hsCode', ''],
    ['规格型号(mm)', 'specification', 'MM'],
    ['型号规格', 'specification', ''],
    ['规格/型号', 'specification', ''],
    ['商户（名称）', 'merchant', '名称'],
    // These are columns of their own, or of words.
    ['重量单位', undefined],
    ['净重/毛重', undefined],
    ['净重(备注)', undefined],
    ['单价（含税）', undefined],
    ['每箱数量', undefined],
    ['第二交易数量', undefined],
    ['单位：KGS', undefined],
    ['商品名称(英文)', undefined],
    ['规格型号(备注)', undefined],
    ['单位(法定)', undefined],
    ['商户 电话', undefined],
  ])('%j is %s', (title, key, unit) => {
    expect(HEADINGS.read(title)).toEqual(key === undefined ? undefined : expect.objectContaining({ key, unit }));
  });

  it('is the same in any brackets, blanks, case and width', () => {
    const wide = (text: string): string =>
      text.replaceAll(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
    const columns: [string, ColumnKey, string[]][] = [
      ['重量', 'weight', ['kg', 'KGS', '千克', '公斤', 't', '吨', '克', '斤', '磅']],
      ['净重', 'netWeight', ['Kg', '克', '吨', 'lbs']],
      ['法定数量', 'legalQuantity', ['千克', '个', '千个', 'KG']],
      ['箱高', 'heightMm', ['mm', 'CM', '米', '英寸']],
      ['单价', 'unitPrice', ['美元', '人民币', 'cny', '元', '$']],
      ['交易数量', 'quantity', ['把', '千把', 'pcs']],
    ];
    const typed = fc.constantFrom(...columns).chain(([title, key, units]) =>
      fc.record({
        title: fc.constant(title),
        key: fc.constant(key),
        unit: fc.constantFrom(...units),
        way: fc.constantFrom(
          '(?)',
          '（?）',
          '[?]',
          '【?】',
          '〔?〕',
          '<?>',
          '/?',
          '：?',
          '_?',
          ' ?',
          '\n?',
          '-?',
          '(单位:?)',
          '?',
          '/ ? (必填)',
        ),
        before: fc.constantFrom('', '*', '＊ ', '★', '（必填）'),
        isWide: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(typed, ({ title, key, unit, way, before, isWide }) => {
        const written = `${before}${title}${way.replace('?', unit)}`;
        const said = unit.toUpperCase();
        expect(HEADINGS.read(isWide ? wide(written) : written)).toMatchObject({ key, unit: said });
      }),
      { numRuns: 300 },
    );
  });

  it('decides between two titles of one column: the template’s unit, then one that is converted', () => {
    const place = (...titles: string[]) => HEADINGS.places(titles).get('weight');
    expect([place('重量(磅)', '重量(吨)', '重量'), place('重量(吨)', '重量(磅)'), place('重量', '毛重')]).toEqual([
      2, 0, 0,
    ]);
  });

  it('of days is their form, in a sheet of merchants', () => {
    for (const title of ['营业执照止期(YYYY-MM-DD)', '营业执照止期（年/月/日）', '营业执照止期 yyyymmdd']) {
      expect(MERCHANTS.headings.read(title)?.key.title).toBe('营业执照止期');
    }
    expect(MERCHANTS.headings.read('地址(千克)')).toBeUndefined();
  });
});

describe('a column by which goods are told apart', () => {
  it.each(['HS CODE', 'HSCODE', '海关编码', '税号', 'HS编码(8位)', '商品编码(税号)'])(
    'is read under %s: another code refuses the row',
    async (title) => {
      const { faults } = await sheet({ change: { 商品HS编码: [title, '9999999999'] } });
      expect(faults).toMatchObject([{ code: 'GOODS_NOT_FILED' }]);
    },
  );

  it.each(['规格型号(mm)', '型号规格', '规格/型号'])(
    'is read under %s: another specification refuses the row',
    async (title) => {
      const { faults } = await sheet({ change: { 规格型号: [title, '碳钢|塑料柄|999mm'] } });
      expect(faults).toMatchObject([{ code: 'GOODS_NOT_FILED' }]);
    },
  );
});

describe('two columns of one title', () => {
  it.each<[string, string, string]>([
    ['货值', '777', '“货值”有不止一列：M 列为“1000”，O 列为“777”；请改为一致，或删去多余的列'],
    ['总价', '777', '“货值”有不止一列：M 列为“1000”，O 列为“777”；请改为一致，或删去多余的列'],
    ['毛重（KGS）', '901', '“重量(KGS)”有不止一列：N 列为“900”，O 列为“901”；请改为一致，或删去多余的列'],
    [
      '规格型号',
      '碳钢|塑料柄',
      '“规格型号”有不止一列：E 列为“碳钢|木柄|280mm”，O 列为“碳钢|塑料柄”；请改为一致，或删去多余的列',
    ],
  ])('that say different things are a fault of the row: %s %s', async (title, cell, message) => {
    const { faults } = await sheet({ more: { [title]: cell } });
    expect(faults).toMatchObject([{ code: 'COLUMNS_DIFFER', message }]);
  });

  it('are a fault where only the one that is not read is filled in', async () => {
    const { faults } = await sheet({ change: { 品牌: ['净重', ''] }, more: { 净重: '800' } });
    expect(faults).toMatchObject([{ code: 'COLUMNS_DIFFER', message: expect.stringContaining('G 列为空') }]);
  });

  it.each([
    ['货值', '1,000.00'],
    ['货值', ''],
    ['商品HS编码', '8205.59.0000'],
    ['规格型号', '碳钢｜木柄｜280MM'],
    // Columns of their own: pieces beside cartons, a stall beside a name, another currency.
    ['箱数', '10'],
    ['件数', '1000'],
    ['摊位', 'A-1'],
    ['货值(人民币)', '7000'],
    ['重量(吨)', '0.9'],
  ])('that agree, or are no two of one, are none: %s %s', async (title, cell) => {
    expect((await sheet({ more: { [title]: cell } })).faults).toEqual([]);
  });

  it('that differ are a fault of a row of merchants, too', () => {
    const place = MERCHANT_TITLES.indexOf('*名称');
    const read = (cell: string) =>
      readMerchantRow(MERCHANTS, [...MERCHANT_TITLES, '名称'], { no: 2, cells: [...MERCHANT_ROW, cell] }, lists).faults;
    expect(read('另一家')).toMatchObject([{ column: '名称', code: 'COLUMNS_DIFFER' }]);
    expect(read(` ${MERCHANT_ROW[place]}`)).toEqual([]);
  });
});

describe('a figure in the unit of its title', () => {
  it('is registered in kilograms, with a note: the legal quantity is not the gross weight', async () => {
    const { faults, line, legalQuantity, notes } = await sheet({
      more: { '法定数量(千克)': '800', '净重(克)': '800000' },
    });
    expect([faults, legalQuantity, line?.netWeightKg]).toEqual([[], '800', '800']);
    expect(notes).toContainEqual(expect.stringMatching(/“净重\(KGS\)”以“克”计，已换算为“千克”/));
  });

  it.each<[string, string, string | undefined]>([
    ['重量(吨)', '0.9', '900'],
    ['重量（克）', '900,000', '900'],
    ['重量/斤', '1801', '900.5'],
    ['毛重 公斤', '900', '900'],
    ['重量（克）', '900000.5', undefined],
  ])('%s %s is so many kilograms, to the gram', async (title, cell, kilograms) => {
    const { line, faults } = await sheet({ change: { '*重量(KGS)': [title, cell] } });
    expect(line?.weightKg).toBe(kilograms);
    expect(faults.map(({ code }) => code)).toEqual(kilograms === undefined ? ['NUMBER'] : []);
  });

  it.each([
    ['箱长(CM)', '60', [600, 400, 500]],
    ['箱长（米）', '0.6', [600, 400, 500]],
    ['箱长', '60cm', [600, 400, 500]],
    ['箱长 毫米', '600', [600, 400, 500]],
  ])('%s %s is a carton of 600 mm', async (title, length, carton) => {
    const { line, faults } = await sheet({ more: { [title]: length, 箱宽厘米: '40', '箱高(mm)': '500' } });
    expect([faults, line?.carton]).toEqual([[], carton]);
  });

  it('is asked about where a length has none', async () => {
    const { faults } = await sheet({ more: { 箱长: '60', 箱宽: '40', 箱高: '50' } });
    expect(faults.map(({ code, column }) => [code, column])).toEqual([
      ['UNIT', '箱长(MM)'],
      ['UNIT', '箱宽(MM)'],
      ['UNIT', '箱高(MM)'],
    ]);
    expect(faults[0]?.message).toContain('箱长(CM)');
  });

  it.each<[string, string, string, Partial<KnownGoods>?]>([
    ['法定数量(千克)', '800', '千克', { legalUnit: '007' }],
    ['法定数量(个)', '800', '个'],
    ['法定数量', '800个', '个'],
    ['法定数量(令)', '800', '令'],
    ['第二数量(克)', '800', '克', { secondUnit: '016' }],
    ['净重(磅)', '800', '磅'],
    ['净重(KGS/箱)', '80', 'KGS/箱'],
    ['净重(KGS)', '800克', '克'],
    ['箱长(英寸)', '24', '英寸'],
    ['单价(美元/千克)', '1', '美元/千克'],
    ['单价(含X)', '1', '含X'],
  ])('%s %s is a fault of the row that names the unit', async (title, cell, named, goods) => {
    const { faults } = await sheet({ more: { [title]: cell } }, goods);
    expect(faults.find(({ code }) => code === 'UNIT')?.message).toContain(`“${named}”`);
  });

  it.each<[string, string, string]>([
    ['交易数量（把）', '1000', '1000'],
    ['交易数量(千把)', '1', '1000'],
    ['数量(pcs)', '1000', '1000'],
    ['交易数量', '1000 PCS', '1000'],
    ['交易数量', '1000把', '1000'],
  ])('%s %s is 1000', async (title, cell, quantity) => {
    const { line, faults } = await sheet({ change: { '*交易数量': [title, cell] } });
    expect([faults, Number(line?.quantity)]).toEqual([[], Number(quantity)]);
  });

  it('is exact in every unit, or a fault', async () => {
    const units = { 吨: 1_000_000n, 千克: 1000n, KGS: 1000n, 斤: 500n, 克: 1n };
    const { columns } = await readGrid(Buffer.from(csvOf([TITLES, LINE])));
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[])),
        fc.integer({ min: 1, max: 9_999_999 }),
        fc.integer({ min: 0, max: 4 }),
        (unit, scaled, digits) => {
          const weight = { ...columns.get('weight')!, unit };
          const cells = LINE.with(13, formatDecimal(scaled, digits));
          const { line, faults } = readRow({ no: 2, cells }, new Map(columns).set('weight', weight), codes);
          const [mass, divisor] = [BigInt(scaled) * units[unit], 10n ** BigInt(digits)];
          if (mass % divisor === 0n) {
            expect([faults, BigInt(Math.round(Number(line.weightKg) * 1000))]).toEqual([[], mass / divisor]);
          } else expect(faults).toMatchObject([{ code: 'NUMBER' }]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a currency in a title', () => {
  const codesOf = async (title: string, price: string) =>
    (await sheet({ change: { '*货值': [title, '1000'] }, more: { [price]: '1' } })).faults.map(({ code }) => code);
  it.each(['单价(人民币)', '单价(CNY)', '单价（元）', '单价￥', '单价 RMB', '单价(欧元/把)'])(
    '%s contradicts dollars',
    async (title) => expect(await codesOf('货值', title)).toEqual(['CURRENCY_CONFLICT']),
  );

  it.each(['总价(元)', '货值（人民币）', '金额/RMB', '货值(¥)', '货值(欧元)'])(
    '%s contradicts dollars',
    async (title) => expect(await codesOf(title, '单价')).toEqual(['CURRENCY_CONFLICT']),
  );

  it.each([
    ['货值（美元）', '单价(USD)'],
    ['货值(US$)', '单价$'],
    ['总价/美金', '单价(美元/把)'],
  ])('%s and %s agree with dollars', async (title, price) => expect(await codesOf(title, price)).toEqual([]));

  it('is not held against a row of that currency, and may count thousands of it', async () => {
    const yuan: [string, string] = ['*币种', '人民币'];
    const { line, faults, notes } = await sheet({
      change: { '*币种': yuan, '*货值': ['货值（万元）', '0.1'] },
      more: { '单价(元)': '1' },
    });
    expect([faults, line?.amount]).toEqual([[], '1000']);
    expect(notes).toContainEqual(expect.stringContaining('“万元”'));
    expect((await sheet({ change: { '*货值': ['货值(比特币)', '1'] } })).faults).toMatchObject([{ code: 'UNIT' }]);
  });
});

describe('a unit beside a figure', () => {
  it('is not held against a unit, a currency or a packaging that could not be read', async () => {
    const { faults } = await sheet({
      change: {
        '*交易数量': ['*交易数量', '1000箩筐'],
        '*单位': ['*单位', '箩筐'],
        '*包装数量': ['*包装数量', '10麻袋'],
        '*包装单位': ['*包装单位', '麻袋'],
        '*币种': ['*币种', '比特币'],
        '*货值': ['*货值', '1000比特币'],
      },
    });
    expect(faults.map(({ code }) => code)).not.toContain('UNIT');
    expect(faults.filter(({ code }) => code === 'NOT_IN_LIST')).toHaveLength(3);
  });

  it.each([
    ['*单位', '把/016'],
    ['*包装单位', '纸箱/22'],
    ['*包装单位', 'CARTONS'],
    ['*币种', '美元(USD)'],
    ['*币种', 'US$'],
    ['*币种', 'USD美元'],
    ['*包装单位', '22.0'],
    ['商品HS编码', '8205590000.0'],
    ['商品HS编码', 'HS8205590000'],
    ['*货值', '01000'],
  ])('%s %s is read', async (title, cell) => {
    expect((await sheet({ change: { [title]: [title, cell] } })).faults).toEqual([]);
  });

  it('says what is wrong with it: thousands are no currency', async () => {
    const { faults } = await sheet({ change: { '*货值': ['*货值', '1000万'] } });
    expect(faults).toMatchObject([{ code: 'UNIT', message: expect.stringContaining('“万”，不是币种') }]);
  });

  it('that contradicts itself is not', async () => {
    expect((await sheet({ change: { '*币种': ['*币种', '美元/CNY'] } })).faults).toMatchObject([
      { code: 'NOT_IN_LIST' },
    ]);
  });
});

const MERCHANTS = sheetOf('merchant');
const [MERCHANT_ROW = []] = tableOf(merchants(1)).slice(1);

describe.each([
  {
    what: 'trade lines',
    titles: TITLES,
    row: LINE,
    headings: HEADINGS,
    read: (bytes: Buffer) => readGrid(bytes).then(({ header, notes }) => ({ titles: header.cells, notes })),
  },
  {
    what: 'merchants',
    titles: MERCHANT_TITLES,
    row: MERCHANT_ROW,
    headings: MERCHANTS.headings,
    read: (bytes: Buffer) => readSheet('merchant', bytes, lists),
  },
  {
    what: 'stalls',
    titles: '区（楼）,摊位号,层,统一社会信用代码,租期起,租期止'.split(','),
    row: 'D区,101号,1层,92500991A103900172,2024-05-06,2034-05-05'.split(','),
    headings: STALL_HEADINGS,
    read: (bytes: Buffer) =>
      readStalls(bytes, undefined).then(({ header, notes }) => ({ titles: header.cells, notes })),
  },
])('a column that the sheet does not have ($what)', ({ titles, row, headings, read }) => {
  it('is named with its letter where something stands in it, though it has no title', async () => {
    const places = [titles.length, titles.length + 1, titles.length + 2];
    const { notes } = await read(
      Buffer.from(
        csvOf([
          [...titles, '产地', '空列'],
          [...row, '重庆', '', '？'],
        ]),
      ),
    );
    expect(notes).toEqual([
      `模板中没有的列，没有读取：${columnName(places[0]!)} 列“产地”、${columnName(places[2]!)} 列（没有表头）`,
    ]);
  });

  it('is never passed over: a column with something in it is read or named', async () => {
    const title = fc.oneof(
      fc.constantFrom(
        '序号',
        '净重(备注)',
        '重量单位',
        '净重(克)',
        '单价(人民币)',
        '箱长',
        '法定数量(千克)',
        '',
        '地址2',
        '层(F)',
      ),
      fc.constantFrom(...titles),
      fc.string({ maxLength: 70 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(title, fc.constantFrom('', '1', '甲')), { maxLength: 6 }), async (more) => {
        const head = [...titles, ...more.map(([one]) => one)];
        const cells = [...row, ...more.map(([, cell]) => cell)];
        const { titles: written, notes } = await read(Buffer.from(csvOf([head, cells])));
        const taken = new Set(headings.places(written).values());
        const said = notes.join('\n');
        for (const [place, cell] of cells.entries()) {
          if (cell !== '' && !taken.has(place)) expect(said).toContain(`${columnName(place)} 列`);
        }
      }),
      { numRuns: 40 },
    );
  });
});
