import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../../functions/shared/kernel/calendar.ts';
import { ALWAYS, type Dated, inForceOn } from '../../../../functions/shared/reference/in-force.ts';

interface Row extends Dated {
  readonly key: string;
  readonly no: number;
}

const row = (no: number, from: string, until: string | null = null, key = 'A'): Row => ({ key, no, from, until });

const keyOf = ({ key }: Row): string => key;

const on = (rows: readonly Row[], day: string): number[] =>
  [...inForceOn(rows, day, keyOf).values()].map(({ no }) => no);

describe('what is in force on a day', () => {
  it.each([
    ['the day before the first', '2026-03-30', []],
    ['the first day, a month’s last', '2026-03-31', [1]],
    ['the last day', '2026-04-30', [1]],
    ['a gap', '2026-05-01', []],
    ['the first day of what has no end', '2026-06-01', [2]],
    ['a leap day later', '2028-02-29', [2]],
  ])('on %s', (_what, day, expected) => {
    expect(on([row(1, '2026-03-31', '2026-04-30'), row(2, '2026-06-01')], day)).toEqual(expected);
  });

  it('is the row that began last where two cover the day, and the earlier again when that has ended', () => {
    const rows = [row(1, ALWAYS), row(2, '2026-02-28', '2026-03-01')];
    expect(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02'].map((day) => on(rows, day))).toEqual([
      [1],
      [2],
      [2],
      [1],
    ]);
  });

  it('is what a row was corrected to, its end too, wherever the correction stands', () => {
    const rows = [row(1, '2026-01-01'), row(2, '2026-03-01', '2026-03-31'), row(3, '2026-01-01', '2026-06-30')];
    expect(['2026-01-01', '2026-03-17', '2026-04-01', '2026-07-01'].map((day) => on(rows, day))).toEqual([
      [3],
      [2],
      [3],
      [],
    ]);
  });

  const day = fc.integer({ min: 0, max: 800 }).map((days) => addDays('2025-12-30', days));
  const rows = fc.array(
    fc
      .tuple(fc.constantFrom('A', 'B', 'C'), day, fc.option(fc.integer({ min: 0, max: 400 }), { nil: null }))
      .map(([key, from, length]) => ({ key, from, until: length === null ? null : addDays(from, length) })),
    { maxLength: 12 },
  );
  const numbered = rows.map((all) => all.map((one, no): Row => ({ ...one, no })));
  const covers = ({ from, until }: Dated, asked: string): boolean =>
    from <= asked && (until === null || asked <= until);

  it('has one row a key, which covers the day and which no other of its key that covers it began after', () => {
    fc.assert(
      fc.property(numbered, day, (all, asked) => {
        const found = inForceOn(all, asked, keyOf);
        const last = all.filter(
          (one) => !all.some(({ key, from, no }) => key === one.key && from === one.from && no > one.no),
        );
        const covering = last.filter((one) => covers(one, asked));
        expect(new Set(found.keys())).toEqual(new Set(covering.map(keyOf)));
        for (const [key, one] of found) {
          expect(one.key).toBe(key);
          const rivals = covering.filter((other) => other.key === key);
          expect(rivals).toContain(one);
          for (const { from } of rivals) expect(from <= one.from).toBe(true);
        }
      }),
    );
  });

  it('changes only on a first day and on the day after a last one', () => {
    fc.assert(
      fc.property(numbered, day, (all, asked) => {
        const turns = all.flatMap(({ from, until }) => [from, ...(until === null ? [] : [addDays(until, 1)])]);
        if (turns.includes(asked)) return;
        expect(on(all, asked)).toEqual(on(all, addDays(asked, -1)));
      }),
    );
  });
});
