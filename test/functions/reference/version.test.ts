import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { judge, readRows } from '../../../functions/reference/domain/version.ts';
import { addDays } from '../../../functions/shared/kernel/calendar.ts';
import { type Dated, inForceOn } from '../../../functions/shared/reference/in-force.ts';
import { list, parameters } from '../../../functions/shared/reference/list.ts';

const codes = list('codes', { code: z.string().regex(/^[A-D]$/), name: z.string() }, ({ code }) => code);
const terms = parameters('terms', { days: z.int().positive() });

const rowsOf = (rows: readonly unknown[], from = '2026-06-01') => {
  const read = readRows(codes, { from, rows });
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.rows;
};

const keyOf = codes.keyOf as (row: Dated) => string;

describe('the rows of a version', () => {
  it('are told every fault at once, each by its row', () => {
    const read = readRows(codes, {
      from: '2026-06-01',
      rows: [
        { code: 'A', name: '甲' },
        { code: 'E', name: 1, colour: 'red' },
        { code: 'A', name: '乙' },
        { code: 'B', name: '丙', from: '2026-05-31' },
        { code: 'C', name: '丁', until: '2026-05-30' },
        'D',
        { code: 'D', name: '戊', from: '2026-02-30' },
      ],
    });
    expect('faults' in read && read.faults.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'FORMAT /rows/1/code',
      'TYPE /rows/1/name',
      'UNKNOWN_FIELD /rows/1',
      'DUPLICATE_ROW /rows/2',
      'BEFORE_VERSION /rows/3/from',
      'ENDS_BEFORE /rows/4/until',
      'TYPE /rows/5',
      'FORMAT /rows/6/from',
    ]);
    expect('faults' in read && read.faults.every(({ message }) => /^第 \d+ 行/.test(message))).toBe(true);
  });

  it('begin with the version where they say nothing else', () => {
    expect(
      rowsOf([
        { code: 'A', name: '甲' },
        { code: 'B', name: '乙', from: '2026-07-01' },
      ]),
    ).toMatchObject([{ from: '2026-06-01', until: null }, { from: '2026-07-01' }]);
  });

  it('never leave a set of parameters without one', () => {
    const read = readRows(terms, { from: '2026-06-01', rows: [{ days: 3, until: '2026-12-31' }] });
    expect('faults' in read && read.faults[0]?.code).toBe('PARAMETERS_END');
    const late = readRows(terms, { from: '2026-06-01', rows: [{ days: 3, from: '2026-07-01' }] });
    expect('faults' in late && late.faults.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'PARAMETERS_MISSING /rows',
    ]);
    const rows = [{ days: 4, from: '2026-07-01' }, { days: 3 }];
    expect(readRows(terms, { from: '2026-06-01', rows })).toMatchObject({ rows });
  });
});

describe('a version', () => {
  const before = rowsOf(
    [
      { code: 'A', name: '甲' },
      { code: 'B', name: '乙' },
      { code: 'C', name: '丙', until: '2025-12-31' },
    ],
    '2020-01-01',
  );
  const after = (rows: readonly unknown[], complete = false, from = '2026-06-01') => {
    const judged = judge(codes, before, { from, complete }, rowsOf(rows, from));
    return { ...judged, on: (day: string) => inForceOn([...before, ...judged.rows], day, keyOf) };
  };

  it('tells what it adds, changes and leaves as it is', () => {
    const { changes, counts } = after([
      { code: 'A', name: '甲' },
      { code: 'B', name: '乙二' },
      { code: 'D', name: '丁' },
    ]);
    expect(changes).toEqual([
      { key: 'B', change: 'CHANGED', from: '2026-06-01', fields: [{ field: 'name', before: '乙', after: '乙二' }] },
      { key: 'D', change: 'ADDED', from: '2026-06-01' },
    ]);
    expect(counts).toEqual({ added: 1, changed: 1, ended: 0, unchanged: 1 });
  });

  it('ends what a complete one does not name, and what was over stays over', () => {
    const { changes, on } = after([{ code: 'A', name: '甲' }], true);
    expect(changes).toEqual([{ key: 'B', change: 'ENDED', from: '2026-06-01' }]);
    expect([...on('2026-05-31').keys()]).toEqual(['A', 'B']);
    expect([...on('2026-06-01').keys()]).toEqual(['A']);
    expect([...on('2025-12-31').keys()]).toEqual(['A', 'B', 'C']);
  });

  it('ends a code for good by a row that ends', () => {
    const { on } = after([{ code: 'A', name: '甲', until: '2026-12-31' }]);
    expect([on('2026-12-31').has('A'), on('2027-01-01').has('A')]).toEqual([true, false]);
  });

  it('ends a code at once by a row that ends on the day before', () => {
    const { changes, on } = after([{ code: 'A', name: '甲', until: '2026-05-31' }]);
    expect(changes).toEqual([{ key: 'A', change: 'ENDED', from: '2026-06-01' }]);
    expect([on('2026-05-31').has('A'), on('2026-06-01').has('A')]).toEqual([true, false]);
  });

  it('counts rows that only repeat what is there as no change', () => {
    expect(after([{ code: 'A', name: '甲' }]).counts).toEqual({ added: 0, changed: 0, ended: 0, unchanged: 1 });
  });
});

describe('after any versions, one upon the other', () => {
  const code = fc.constantFrom('A', 'B', 'C', 'D');
  const offset = fc.integer({ min: 0, max: 40 });
  const version = fc.record({
    from: offset,
    complete: fc.boolean(),
    rows: fc.uniqueArray(
      fc.record({
        code,
        name: fc.constantFrom('甲', '乙'),
        after: fc.integer({ min: 0, max: 10 }),
        lasts: fc.option(offset),
      }),
      { minLength: 1, maxLength: 6, selector: ({ code: key, after }) => `${key} ${after}` },
    ),
  });
  const day = (number: number): string => addDays('2026-01-01', number);

  it('each day before a version is as it was; from it on a code that it names is what it says, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(version, { minLength: 1, maxLength: 5 }), (versions) => {
        let history: Dated[] = [];
        for (const { from: first, complete, rows } of versions) {
          const from = day(first);
          const read = rowsOf(
            rows.map(({ code: key, name, after, lasts }) => ({
              code: key,
              name,
              from: day(first + after),
              until: lasts === null ? null : day(first + after + lasts - 1),
            })),
            from,
          );
          const { rows: loaded } = judge(codes, history, { from, complete }, read);
          const next = [...history, ...loaded];
          const named = new Set(read.map(keyOf));
          for (let number = 0; number < 100; number += 1) {
            const on = day(number);
            const [was, is, own] = [history, next, read].map((all) => inForceOn(all, on, keyOf)) as [
              Map<string, Dated>,
              Map<string, Dated>,
              Map<string, Dated>,
            ];
            for (const key of ['A', 'B', 'C', 'D']) {
              const isOwn = on >= from && (named.has(key) || complete);
              const expected = isOwn ? own.get(key) : was.get(key);
              expect([on, key, nameIn(is.get(key))]).toEqual([on, key, nameIn(expected)]);
            }
          }
          history = next;
        }
      }),
      { numRuns: 60 },
    );
  });

  const nameIn = (row: Dated | undefined) => (row as { name?: string } | undefined)?.name;
});
