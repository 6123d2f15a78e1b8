import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { declarationRulesOf } from '../../../functions/consolidation/domain/declaration/declaration-rules.ts';
import { countLines, simplify } from '../../../functions/consolidation/domain/declaration/simplified-declaration.ts';
import { type SourceLine, sourceLines } from '../../../functions/consolidation/domain/kinds.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { trades } from './fixtures/arbitrary.ts';
import { sampleTrades, sourceNumber } from './fixtures/sample.ts';
import vector from './fixtures/simplified-declaration.json' with { type: 'json' };

const rules = declarationRulesOf(shippedOn('2026-03-17'));
const sample = (): SourceLine[] => sampleTrades().flatMap(sourceLines);
const anyLines = trades({ maxTrades: 4, maxLines: 30, maxUsdMinor: 1_000_000 }).map((some) =>
  some.flatMap(sourceLines),
);
const keyOf = ({ tradeId, lineNo }: { tradeId: string; lineNo: number }): string => `${tradeId}/${lineNo}`;
const total = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((sum, one) => sum + of(one), 0);

describe('simplified declaration of the sample', () => {
  it('equals the vector in codes, names, amounts, weights and sources, in order', () => {
    const lines = simplify(sample(), rules).map((line) => ({
      hs: line.hsCode,
      name: line.name,
      usd: line.amountMinor / 100,
      netKg: line.netG / 1000,
      grossKg: line.grossG / 1000,
      mergedFrom: line.mergedFrom.map(sourceNumber),
    }));
    expect(lines).toEqual(vector.output);
  });

  it('keeps a kind of the top five out of its chapter, and merges the rest of the chapter', () => {
    const codes = simplify(sample(), rules).map((line) => line.hsCode);
    expect(codes).toContain('7323930000');
    expect(codes).not.toContain('7323990000');
  });

  it('explains a merged line and a line that may not be merged', () => {
    const lines = simplify(sample(), rules);
    const explanation = (hs: string): string | undefined => lines.find((line) => line.hsCode === hs)?.explanation;
    expect(explanation('7317000000')).toBe(
      '第 73 章 2 种商品（铁钉、铁制烤架）按章归并，以其中金额最高的“铁钉”7317000000 申报（海关总署公告2019年第221号）。',
    );
    expect(explanation('2106909090')).toContain('属实施检验检疫的商品，不得归并');
    expect(explanation('8205590000')).toBeUndefined();
  });
});

describe('kinds and merging', () => {
  const [base] = sample() as [SourceLine, ...SourceLine[]];
  const kind = (hsCode: string, usd: number, more: Partial<SourceLine> = {}): SourceLine => ({
    ...base,
    hsCode,
    nameZh: `品名${hsCode}`,
    amountMinor: usd * 100,
    amountUsdMinor: usd * 100,
    lineNo: Number(hsCode.slice(2, 8)) + usd,
    ...more,
  });
  const five = [1, 2, 3, 4, 5].map((n) => kind(`840${n}000000`, 1000 * n));

  it('changes nothing for five kinds', () => {
    expect(simplify(five, rules).map((line) => line.mergedFrom.length)).toEqual([1, 1, 1, 1, 1]);
  });

  it('breaks a tie of values by HS code', () => {
    const tied = ['8409', '8403', '8407', '8401', '8408', '8402'].map((hs) => kind(`${hs}000000`, 500));
    expect(simplify(tied, rules).map((line) => line.hsCode.slice(0, 4))).toEqual([
      '8401',
      '8402',
      '8403',
      '8407',
      '8408',
      '8409',
    ]);
  });

  it('adds up identical goods of two merchants into one kind before it counts', () => {
    const twice = [kind('8201000000', 10, { lineNo: 1 }), kind('8201000000', 20, { lineNo: 2 })];
    const [line] = simplify(twice, rules);
    expect(line).toMatchObject({ amountMinor: 3000, mergedFrom: [{ lineNo: 2 }, { lineNo: 1 }] });
    expect(line?.explanation).toContain('2 项交易明细');
  });

  it('declares mixed legal units in kilograms of net weight, for review', () => {
    const small = [kind('9401000000', 3, { legalUnit: '007' }), kind('9402000000', 2, { legalUnit: '035' })];
    const line = simplify([...five, ...small], rules).at(-1);
    expect(line).toMatchObject({ hsCode: '9401000000', unit: '035', flags: ['REVIEW_MIXED_UNITS'] });
    expect(line?.quantity).toBe((line?.netG ?? 0) * 100);
    expect(line?.explanation).toContain('按净重以千克申报');
  });

  it('sums the legal quantity where the unit is the lead’s, whatever the unit is', () => {
    const small = [
      kind('9401000000', 3, { legalUnit: '007', legalQuantity: 700_000 }),
      kind('9402000000', 2, { legalUnit: '007', legalQuantity: 300_000 }),
    ];
    expect(simplify([...five, ...small], rules).at(-1)).toMatchObject({ unit: '007', quantity: 1_000_000, flags: [] });
  });

  it.each([
    ['inspection', { inspectionRequired: true }, rules],
    ['export duty', { exportDuty: true }, rules],
    ['an exception of customs', {}, { ...rules, exceptions: [{ hsPrefix: '9402', legalBasis: '示例文件' }] }],
  ])('never merges goods under %s', (_why, mark, withRules) => {
    const small = [kind('9401000000', 3), kind('9402000000', 2, mark), kind('9403000000', 1)];
    const lines = simplify([...five, ...small], withRules);
    expect(lines.find((line) => line.hsCode === '9402000000')?.mergedFrom).toHaveLength(1);
    expect(lines.find((line) => line.hsCode === '9401000000')?.mergedFrom).toHaveLength(2);
  });

  it('does not let goods that may not be merged take a place among the five', () => {
    const rich = kind('2106909090', 99_999, { inspectionRequired: true });
    const lines = simplify([...five, kind('8501000000', 1), kind('8502000000', 1), rich], rules);
    expect(lines.map((line) => line.hsCode.slice(0, 4))).toEqual([
      '8405',
      '8404',
      '8403',
      '8402',
      '8401',
      '8501',
      '2106',
    ]);
  });

  it('does not merge currencies: a declared line has one', () => {
    const small = [kind('9401000000', 3), kind('9402000000', 2, { currency: 'EUR' })];
    expect(simplify([...five, ...small], rules)).toHaveLength(7);
  });
});

describe('properties of the simplified declaration', () => {
  it('conserves value, net and gross, and declares every trade line exactly once', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const declared = simplify(lines, rules);
        for (const field of ['amountMinor', 'amountUsdMinor', 'netG', 'grossG'] as const) {
          expect(total(declared, (line) => line[field])).toBe(total(lines, (line) => line[field]));
        }
        expect(declared.flatMap((line) => line.mergedFrom.map(keyOf)).sort()).toEqual(lines.map(keyOf).sort());
        expect(countLines(lines, rules)).toBe(declared.length);
      }),
    );
  });

  it('leaves the five kinds of highest value as they are', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const mergeable = lines.filter((line) => !line.inspectionRequired && !line.exportDuty);
        const kinds = Map.groupBy(mergeable, (line) => `${line.hsCode} ${line.nameZh} ${line.currency}`);
        const values = [...kinds.values()].map((group) => total(group, (line) => line.amountUsdMinor));
        const declared = simplify(lines, rules).slice(0, Math.min(5, kinds.size));
        const expected = values.sort((a, b) => b - a).slice(0, 5);
        expect(declared.map((line) => line.amountUsdMinor)).toEqual(expected);
        for (const line of declared) {
          expect(line.mergedFrom).toHaveLength(kinds.get(`${line.hsCode} ${line.name} ${line.currency}`)?.length ?? 0);
        }
      }),
    );
  });

  it('merges at most one line per chapter and currency beyond the five, under the chapter’s highest value', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const rest = simplify(lines, rules)
          .slice(5)
          .filter((line) => !(line.explanation ?? '').includes('不得归并'));
        const chapters = rest.map((line) => `${line.hsCode.slice(0, 2)} ${line.currency}`);
        expect(new Set(chapters).size).toBe(chapters.length);
      }),
    );
  });

  it('does not depend on the order of the lines', () => {
    fc.assert(
      fc.property(anyLines, fc.infiniteStream(fc.nat()), (lines, order) => {
        const shuffled = lines
          .map((line) => ({ line, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ line }) => line);
        expect(simplify(shuffled, rules)).toEqual(simplify(lines, rules));
      }),
    );
  });
});
