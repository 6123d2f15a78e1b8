import { beforeAll, describe, expect, it } from 'vitest';
import { cartonMarks } from '../../../functions/consolidation/domain/carton-marks.ts';
import { sum } from '../../../functions/consolidation/domain/sums.ts';
import { blocksOf, wallsOf } from '../../../functions/consolidation/domain/walls.ts';
import { combinationSheet } from '../../../functions/consolidation/print/combination-sheet.ts';
import type { Document } from '../../../functions/consolidation/print/forms.ts';
import { loadingPlan } from '../../../functions/consolidation/print/loading-plan.ts';
import { packingList } from '../../../functions/consolidation/print/packing-list.ts';
import type { Planned } from '../../../functions/consolidation/print/planned.ts';
import { vgm } from '../../../functions/consolidation/print/vgm.ts';
import { XLSX_TYPE } from '../../../functions/shared/sheet/types.ts';
import { sheetRows } from '../../kit/sheet.ts';
import { formOf, plannedOf, TRACE } from './fixtures/print.ts';
import { BUYER, fewCartons, sampleTrades, tradeId } from './fixtures/sample.ts';

let planned: Planned;
beforeAll(() => {
  planned = plannedOf(sampleTrades());
});

describe('combination sheet', () => {
  it('says of every trade what was loaded, where, and on which declaration', () => {
    const { json } = combinationSheet(planned, TRACE);
    expect(json.totals).toEqual({
      cartons: 1945,
      netWeightKg: 31_965,
      grossWeightKg: 33_690,
      volumeM3: 64.8,
      totalUsd: { amount: '123000.00', currency: 'USD' },
    });
    expect(json.trades.map(({ kinds, cartons, totalUsd }) => [kinds, cartons, totalUsd.amount])).toEqual([
      [4, 870, '63000.00'],
      [5, 720, '35500.00'],
      [4, 355, '24500.00'],
    ]);
    expect(new Set(json.trades.flatMap(({ containerNos }) => containerNos))).toEqual(new Set([1, 2]));
    expect(json.trades.map(({ declarationNos }) => declarationNos)).toEqual([[1], [1], [1]]);
    expect(json.declarations).toMatchObject([{ no: 1, lines: 11, containerNos: [1, 2] }]);
  });

  it('has a sheet of trades and one of declarations in its workbook', async () => {
    const rows = await sheetRows((await formOf(combinationSheet(planned, TRACE), XLSX_TYPE)) as Buffer, 10);
    expect(rows[0]?.slice(0, 4)).toEqual(['交易编号', '商户', '摊位', '境外采购商']);
    expect(rows).toHaveLength(4);
  });
});

describe('verified gross mass', () => {
  it('is the cartons and the empty container, within what the container may weigh', () => {
    const { json } = vgm(planned, TRACE);
    expect(sum(json.containers, ({ cargoKg }) => cargoKg)).toBe(33_690);
    for (const { cargoKg, tareKg, verifiedGrossMassKg, maxGrossKg, withinLimit } of json.containers) {
      expect(verifiedGrossMassKg).toBe(cargoKg + tareKg);
      expect(withinLimit).toBe(verifiedGrossMassKg <= maxGrossKg);
      expect(withinLimit).toBe(true);
    }
  });
});

describe('loading plan', () => {
  it('takes every carton once, in the order of loading, and no more walls than can be worked by', () => {
    for (const { no, placements, massG } of planned.load.containers) {
      const { json } = loadingPlan(planned, no, TRACE);
      expect(json.walls.length).toBeLessThanOrEqual(12);
      expect(sum(json.walls, ({ cartons }) => cartons)).toBe(placements.length);
      expect(sum(json.walls, ({ grossWeightKg }) => grossWeightKg)).toBeCloseTo(massG / 1000, 3);
      for (const { goods, cartons } of json.walls) expect(sum(goods, (row) => row.cartons)).toBe(cartons);
      expect(sum(json.legend, ({ cartons }) => cartons)).toBe(placements.length);
      const steps = json.walls.flatMap(({ fromStep, toStep }) => [fromStep, toStep]);
      expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    }
  });

  it('draws blocks that are made of exactly their cartons', () => {
    for (const { placements } of planned.load.containers) {
      for (const { cartons } of wallsOf(placements)) {
        const blocks = blocksOf(cartons);
        expect(blocks.flatMap((block) => block.cartons)).toHaveLength(cartons.length);
        for (const block of blocks) {
          const volume = sum(block.cartons, (one) => one.lengthMm * one.widthMm * one.heightMm);
          expect(block.lengthMm * block.widthMm * block.heightMm).toBe(volume);
        }
      }
    }
  });

  it('has no container that the plan has not', () => {
    expect(() => loadingPlan(planned, 3, TRACE)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});

it('numbers cartons in runs', () => {
  expect(cartonMarks(tradeId(1), 2, [7, 1, 3, 2])).toBe('C5E001-2 C/1-3,7');
});

describe('every page', () => {
  const pages: [string, (of: Planned) => Document<unknown>][] = [
    ['packing list', (of) => packingList(of, TRACE)],
    ['combination sheet', (of) => combinationSheet(of, TRACE)],
    ['loading plan', (of) => loadingPlan(of, 1, TRACE)],
    ['VGM', (of) => vgm(of, TRACE)],
  ];

  it.each(pages)('%s prints on A4 with a code to scan, loads nothing and takes no text for markup', (_name, page) => {
    const trades = fewCartons().map((trade) => ({ ...trade, merchantName: '<img src=x>', stall: '"<b>' }));
    const evil = plannedOf(trades, { name: '<script>alert(1)</script>' });
    evil.parties.get(BUYER)!.name = '<i>';
    const html = formOf(page(evil), 'text/html') as string;
    expect(html).toMatch(/@page \{ size: A4/);
    expect(html).toContain('class="qr"');
    expect(/<script|<img|<b>|<i>|<[^>]*(?:src|href)=|url\(|@import/.exec(html)?.[0]).toBeUndefined();
  });
});
