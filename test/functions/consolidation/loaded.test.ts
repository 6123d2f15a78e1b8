import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceFrom } from '../../../functions/consolidation/domain/loaded/difference.ts';
import { type Judged, judgeLoaded } from '../../../functions/consolidation/domain/loaded/judge.ts';
import type { LoadedList, LoadedRow } from '../../../functions/consolidation/domain/loaded/list.ts';
import { listFindings } from '../../../functions/consolidation/domain/loaded/list-findings.ts';
import { overOf, shortOf, subjectsOf } from '../../../functions/consolidation/domain/loaded/subjects.ts';
import type { TradeLine, TradeSnapshot } from '../../../functions/consolidation/domain/trade.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { sampleTrade, sampleTrades } from './fixtures/sample.ts';

/** What a packing list says as loaded, counted and judged; the vectors are those of the shipment's domain file. */

const LISTS = shippedOn('2026-03-17');
const [A, B] = ['TEMU7654328', 'CBHU9876547'] as const;

interface Box {
  readonly containerNumber?: string;
  readonly type?: string;
  readonly rows?: readonly LoadedRow[];
  readonly payloadG?: number;
  readonly isShared?: true;
  readonly sealNumber?: string;
}

const listOf = (...boxes: Box[]): LoadedList => ({
  containers: boxes.map((box, at) => ({
    no: at + 1,
    containerNumber: [A, B][at] ?? `BOX${at}`,
    type: '45G1',
    ...box,
    rows: [...(box.rows ?? [])],
  })),
});
const judge = (list: LoadedList, trades: readonly TradeSnapshot[] = sampleTrades()): Judged =>
  judgeLoaded({ list, trades, districtId: '500111', lists: LISTS });
const codes = ({ findings }: Pick<Judged, 'findings'>): string[] => findings.map(({ code }) => code);
const results = ({ verdicts }: Judged): Record<string, string> =>
  Object.fromEntries(verdicts.map(({ judged, containerNo = '', result }) => [`${judged}${containerNo}`, result]));
const unmeasured = (trade: TradeSnapshot): TradeSnapshot => ({
  ...trade,
  lines: trade.lines.map((line) => ({ ...line, grossG: 0, netG: 0, cartons: [] })),
});
/** A row for every line with the cartons that are registered. */
const rowsOf = (trade: TradeSnapshot, cartonsOf = cartons): LoadedRow[] =>
  trade.lines.map((line) => ({ tradeId: trade.tradeId, lineNo: line.lineNo, cartons: cartonsOf(line) }));
const cartons = (line: TradeLine): number => line.cartons.reduce((sum, { count }) => sum + count, 0);
const [T1, T2, T3] = [sampleTrade(1), sampleTrade(2), sampleTrade(3)];
const OWN = {
  id: 'consolidation',
  consolidationNumber: 'ZD5001112026000001',
  tradeIds: [T1, T2].map((one) => one.tradeId),
};

describe('what no source carries is not judged, and no zero', () => {
  it('judges the value, the day and the place of goods that nobody has counted or weighed', () => {
    const list = { ...listOf({}), packedOn: '2026-03-18', packingDistrict: '500111' };
    const judged = judge(list, [T1, T2].map(unmeasured));
    expect(judged.findings).toEqual([]);
    expect(results(judged)).toEqual({
      COUNT: 'UNJUDGED',
      MASS1: 'UNJUDGED',
      SIZE1: 'UNJUDGED',
      SEPARATION1: 'PASSED',
      NET_GROSS: 'UNJUDGED',
      VALUE: 'PASSED',
      CONTAINER_NUMBER: 'PASSED',
      CONTAINER_USE: 'PASSED',
      DAY: 'PASSED',
      PLACE: 'PASSED',
    });
    expect(judged.figures).toMatchObject([{ cartons: undefined, grossG: undefined, volumeMm3: undefined }]);
    expect('plan' in judged.declared && judged.declared.unweighed).toHaveLength(9);
  });

  it('does not take what is registered for what was loaded', () => {
    expect(results(judge(listOf({}), [T1]))).toMatchObject({ COUNT: 'UNJUDGED', MASS1: 'UNJUDGED', DAY: 'UNJUDGED' });
  });

  it('judges by what comes later: the cartons of the sheet', () => {
    const a = judge(listOf({ rows: [...rowsOf(T1), ...rowsOf(T2)] }), [T1, T2]);
    expect(a.figures).toMatchObject([{ cartons: 1590, grossG: 26_380_000 }]);
    const b = judge(listOf({ type: '22G1', rows: rowsOf(T3) }), [T3]);
    expect(b.figures).toMatchObject([{ cartons: 355, grossG: 7_310_000 }]);
    for (const judged of [a, b]) {
      expect(judged.findings).toEqual([]);
      expect(results(judged)).toMatchObject({ COUNT: 'PASSED', MASS1: 'PASSED', SIZE1: 'PASSED', NET_GROSS: 'PASSED' });
    }
  });
});

describe('the vectors', () => {
  it('tells 271 of 275 as short, and declares the share', () => {
    const rows = rowsOf(T2).map((row) => (row.lineNo === 2 ? { ...row, cartons: 271 } : row));
    const judged = judge(listOf({ rows }), [T2]);
    expect(judged.findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(/^SHORT 交易 JD5001112026000002 第 2 行“不锈钢汤锅”登记 275 箱，实装 271 箱，短装 4 箱；/),
    ]);
    const line = declaredOf(judged).find(({ name }) => name === '不锈钢汤锅');
    expect(line).toMatchObject({ amountUsdMinor: 10_840_00, grossG: 2_872_600 });
  });

  it('holds 93 of 90 apart: over, before the trade is corrected', () => {
    const rows = rowsOf(T3).map((row) => (row.lineNo === 1 ? { ...row, cartons: 93 } : row));
    const judged = judge(listOf({ type: '22G1', rows }), [T3]);
    expect(codes(judged)).toEqual(['OVER']);
    expect(judged.findings[0]).toMatchObject({ severity: 'DANGER', pointer: '/containers/0/rows/0' });
    expect(judged.findings[0]?.message).toContain('超出 3 箱');
  });

  it('asks for a quantity that is not whole: 89 of 90 cartons of 30,000 pieces', () => {
    const rows = rowsOf(T3).map((row) => (row.lineNo === 1 ? { ...row, cartons: 89 } : row));
    const { declared } = judge(listOf({ type: '22G1', rows }), [T3]);
    expect('refused' in declared && declared.refused.map(({ code }) => code)).toEqual(['QUANTITY_NOT_WHOLE']);
  });

  it('refuses 26,580 kg by the type’s payload, and takes them by the plate', () => {
    const rows = [...rowsOf(T1), ...rowsOf(T2), { tradeId: T3.tradeId, lineNo: 3, cartons: 20 }];
    const lines = T3.lines.filter(({ lineNo }) => lineNo === 3);
    const trades = [T1, T2, { ...T3, lines }];
    expect(codes(judge(listOf({ rows }), trades))).toEqual(['SHORT', 'R09_OVER_PAYLOAD']);
    const byPlate = judge(listOf({ rows, payloadG: 26_580_000 }), trades);
    expect(codes(byPlate)).toEqual(['SHORT']);
    expect(byPlate.figures[0]?.grossG).toBe(26_580_000);
  });
});

describe('the declarations are of what was loaded', () => {
  it('declares no line that is in no container', () => {
    const rows = rowsOf(T3).filter(({ lineNo }) => lineNo !== 3);
    const judged = judge(listOf({ type: '22G1', rows }), [T3]);
    expect(codes(judged)).toEqual(['NOT_LOADED']);
    expect(declaredOf(judged).map(({ name }) => name)).toEqual(['铰链', '挂锁', '台虎钳']);
    expect(results(judged)['COUNT']).toBe('FAILED');
  });

  it('does not guess which line of a trade is short', () => {
    const judged = judge(listOf({ rows: [{ tradeId: T1.tradeId, cartons: 869 }] }), [T1]);
    expect(codes(judged)).toEqual(['SHORT']);
    expect('refused' in judged.declared && judged.declared.refused.map(({ code }) => code)).toEqual([
      'SHORT_LINE_UNKNOWN',
    ]);
  });

  it('plans none over the cap of one declaration, and keeps the facts', () => {
    const lines = T1.lines.map((line) => ({ ...line, amountUsdMinor: line.lineNo === 1 ? 150_000_01 : 100 }));
    const judged = judge(listOf({}), [{ ...T1, lines }]);
    expect(judged.findings).toEqual([]);
    expect(results(judged)['VALUE']).toBe('FAILED');
    expect('refused' in judged.declared && judged.declared.refused).toMatchObject([{ code: 'R01_LINE_OVER_LIMIT' }]);
    const atCap = lines.map((line) => ({ ...line, amountUsdMinor: Math.min(line.amountUsdMinor, 150_000_00) }));
    expect(results(judge(listOf({}), [{ ...T1, lines: atCap }]))['VALUE']).toBe('PASSED');
  });

  it('names the containers of each declaration', () => {
    const { declared } = judge(listOf({ rows: rowsOf(T1) }, { rows: rowsOf(T2) }), [T1, T2]);
    expect('plan' in declared && declared.plan.declarations.map(({ containerNos }) => containerNos)).toEqual([[1, 2]]);
  });
});

describe('one consolidation over several containers, one container of several', () => {
  it('says so, and judges what is in each where the list tells', () => {
    const judged = judge(listOf({ rows: rowsOf(T1) }, { rows: rowsOf(T2) }), [T1, T2]);
    expect(codes(judged)).toEqual(['SPLIT_OVER_CONTAINERS']);
    expect(results(judged)).toMatchObject({ MASS1: 'PASSED', MASS2: 'PASSED', SEPARATION2: 'PASSED' });
  });

  it('adds a line up over its containers', () => {
    const [row] = rowsOf(T3);
    const rest = rowsOf(T3).slice(1);
    const judged = judge(listOf({ rows: [{ ...row!, cartons: 40 }] }, { rows: [{ ...row!, cartons: 50 }, ...rest] }), [
      T3,
    ]);
    expect(codes(judged)).toEqual(['SPLIT_OVER_CONTAINERS']);
    expect(results(judged)['COUNT']).toBe('PASSED');
  });

  it('does not judge the mass of a container that holds others’ goods too', () => {
    const judged = judge(listOf({ rows: rowsOf(T3), isShared: true }), [T3]);
    expect(codes(judged)).toEqual(['CONTAINER_SHARED']);
    expect(results(judged)).toMatchObject({
      COUNT: 'PASSED',
      MASS1: 'UNJUDGED',
      SIZE1: 'UNJUDGED',
      SEPARATION1: 'UNJUDGED',
    });
  });
});

describe('goods that must part', () => {
  const drain = { ...T1.lines[0]!, hsCode: '3808911900', nameZh: '杀虫剂', amountUsdMinor: 100 };
  const food = T2.lines[4]!;
  const trades = [
    { ...T1, lines: [drain] },
    { ...T2, lines: [food] },
  ];

  it('may not be in one container', () => {
    const judged = judge(listOf({}), trades);
    expect(codes(judged)).toEqual(['GOODS_MUST_PART']);
    expect(results(judged)['SEPARATION1']).toBe('FAILED');
  });

  it('may be in two; where the list does not tell which is where, that is not judged', () => {
    expect(codes(judge(listOf({ rows: rowsOf(trades[0]!) }, { rows: rowsOf(trades[1]!) }), trades))).toEqual([
      'SPLIT_OVER_CONTAINERS',
    ]);
    const judged = judge(listOf({}, {}), trades);
    expect(codes(judged)).toEqual(['SPLIT_OVER_CONTAINERS']);
    expect(results(judged)).toMatchObject({ SEPARATION1: 'UNJUDGED', SEPARATION2: 'UNJUDGED' });
  });
});

it('holds a stated mass to the net weight, the day to the registration, the place to the district', () => {
  const rows = rowsOf(T3).map((row) => (row.lineNo === 1 ? { ...row, grossG: 2_699_999 } : row));
  const list = { ...listOf({ type: '22G1', rows }), packedOn: '2026-03-16', packingDistrict: '500103' };
  const judged = judge(list, [T3]);
  expect(codes(judged)).toEqual(['GROSS_UNDER_NET', 'ENTERED_AFTER_PACKING', 'PACKED_OUTSIDE_MARKET']);
  expect(results(judged)).toMatchObject({ NET_GROSS: 'FAILED', DAY: 'FAILED', PLACE: 'FAILED' });
});

it.each<[string, Box[], string[]]>([
  ['a type that is not on offer', [{ type: '99X9' }], ['NOT_ALLOWED /containers/0/type']],
  [
    'a trade of another consolidation',
    [{ rows: rowsOf(T3).slice(0, 1) }],
    ['TRADE_NOT_IN_CONSOLIDATION /containers/0/rows/0'],
  ],
  ['an unknown line', [{ rows: [{ tradeId: T1.tradeId, lineNo: 99 }] }], ['NO_SUCH_LINE /containers/0/rows/0/lineNo']],
  ['a container without rows beside one with', [{ rows: rowsOf(T1) }, {}], ['ROWS_MISSING /containers/1/rows']],
  [
    'a trade whole and by lines',
    [{ rows: [{ tradeId: T1.tradeId }] }, { rows: rowsOf(T1).slice(0, 1) }],
    ['ROWS_MIXED /containers/0/rows/0'],
  ],
])('does not take %s', (_what, boxes, expected) => {
  const found = listFindings(OWN, [T1, T2], listOf(...boxes), LISTS);
  expect(found.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(expected);
  expect(found.every(({ remedy, code }) => remedy !== undefined || code === 'NOT_ALLOWED')).toBe(true);
});

it('shows the difference from a plan', () => {
  const placement = { x: 0, y: 0, z: 0, lengthMm: 1, widthMm: 1, heightMm: 1, step: 1 };
  const placements = rowsOf(T3).flatMap(({ tradeId, lineNo = 0, cartons: count = 0 }) =>
    Array.from({ length: count }, (_, at) => ({ tradeId, lineNo, cartonNo: at + 1, ...placement })),
  );
  const plan = { containers: [{ type: '45G1', placements }] } as unknown as Parameters<typeof differenceFrom>[0];
  const rows = rowsOf(T3).map((row) => (row.lineNo === 2 ? { ...row, cartons: 60 } : row));
  expect(differenceFrom(plan, listOf({ type: '22G1', rows }), [T3])).toEqual({
    types: [
      { type: '22G1', planned: 0, loaded: 1 },
      { type: '45G1', planned: 1, loaded: 0 },
    ],
    lines: [{ tradeId: T3.tradeId, lineNo: 2, planned: 65, loaded: 60 }],
  });
  expect(differenceFrom(plan, listOf({ rows: rowsOf(T3) }), [T3])).toEqual({ types: [], lines: [] });
});

describe('counting, whatever the list', () => {
  /** Lists of some boxes over the lines of the sample; a row may state no cartons. */
  const lists = fc
    .array(
      fc.array(fc.tuple(fc.nat(12), fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined })), { maxLength: 8 }),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((boxes) => {
      const all = sampleTrades().flatMap(({ tradeId, lines }) => lines.map(({ lineNo }) => ({ tradeId, lineNo })));
      return boxes.map((rows) =>
        [...new Map(rows.map(([line, count]) => [line, count]))].map(([line, count]) => ({
          ...all[line]!,
          ...(count !== undefined && { cartons: count }),
        })),
      );
    })
    .filter((boxes) => boxes.every((rows) => rows.length > 0));

  it('has every stated carton in one subject, none twice and none invented', () => {
    fc.assert(
      fc.property(lists, (boxes) => {
        const list = listOf(...boxes.map((rows) => ({ rows })));
        const subjects = subjectsOf(list, sampleTrades());
        const stated = boxes.flat().reduce((sum, row) => sum + ('cartons' in row ? row.cartons : 0), 0);
        expect(subjects.reduce((sum, { least }) => sum + least, 0)).toBe(stated);
        for (const subject of subjects) {
          const { entries, loaded, registered = 0, least } = subject;
          const isComplete = entries.every(({ cartons: count }) => count !== undefined);
          expect(loaded).toBe(isComplete ? least : undefined);
          if (loaded !== undefined) expect(loaded + shortOf(subject) - overOf(subject)).toBe(registered);
          expect(shortOf(subject) * overOf(subject)).toBe(0);
        }
      }),
    );
  });

  it('comes to the same in whatever order containers and rows stand', () => {
    const tally = (boxes: readonly (readonly LoadedRow[])[]) => {
      const subjects = subjectsOf(listOf(...boxes.map((rows) => ({ rows }))), sampleTrades());
      return subjects
        .map(({ trade, lineNo, loaded, least }) => `${trade.tradeId}/${lineNo} ${loaded} ${least}`)
        .toSorted();
    };
    fc.assert(
      fc.property(lists, (boxes) => {
        expect(tally(boxes.toReversed().map((rows) => rows.toReversed()))).toEqual(tally(boxes));
      }),
    );
  });

  it('never knows more where a row states less', () => {
    fc.assert(
      fc.property(lists, (boxes) => {
        const less = boxes.map((rows, at) =>
          at === 0 ? rows.map(({ tradeId, lineNo }) => ({ tradeId, lineNo })) : rows,
        );
        const judged = judge(listOf(...less.map((rows) => ({ rows }))));
        expect(judged.figures[0]).toMatchObject({ cartons: undefined, grossG: undefined, volumeMm3: undefined });
        expect(results(judged)).toMatchObject({ MASS1: 'UNJUDGED', SIZE1: 'UNJUDGED', NET_GROSS: 'UNJUDGED' });
      }),
      { numRuns: 40 },
    );
  });

  it('declares no more than was loaded, and every loaded line once', () => {
    fc.assert(
      fc.property(lists, (boxes) => {
        const list = listOf(...boxes.map((rows) => ({ rows })));
        const { declared } = judge(list);
        if ('refused' in declared) return;
        const lines = declared.plan.declarations.flatMap((one) => one.lines);
        const sources = lines.flatMap(({ mergedFrom }) => mergedFrom.map((one) => `${one.tradeId}/${one.lineNo}`));
        expect(sources.toSorted()).toEqual(
          [...new Set(boxes.flat().map((one) => `${one.tradeId}/${one.lineNo}`))].toSorted(),
        );
        const total = lines.reduce((sum, { amountUsdMinor }) => sum + amountUsdMinor, 0);
        expect(total).toBeLessThanOrEqual(123_000_00);
      }),
      { numRuns: 40 },
    );
  });
});

const declaredOf = ({ declared }: Judged) =>
  'plan' in declared ? declared.plan.declarations.flatMap(({ lines }) => lines) : [];
