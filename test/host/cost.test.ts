import { beforeAll, describe, expect, it } from 'vitest';
import { type Cost, costs } from '../bench/capacity.ts';

/**
 * The most that one record of each part of the sample chain may cost, request, workflow and every read model included, in
 * DynamoDB's own units. Two runs differ by a unit at most: names and numbers of other lengths. Whoever has a reason to spend
 * more raises a ceiling here, and the figure in the README with it; whoever spends less lowers it.
 */
const CEILINGS: readonly (readonly [part: RegExp, ceiling: Ceiling])[] = [
  // Some nineteen words under which each is found are of it, a unit a word.
  [/备案 filed and approved/, { writeUnits: 104, tableCalls: 48, transitions: 9 }],
  [/商品备案 goods filed/, { writeUnits: 22, tableCalls: 20, transitions: 0 }],
  [/agency agreements in force/, { writeUnits: 17, tableCalls: 6, transitions: 0 }],
  // Two of each are what shipment keeps of it: how many cartons are registered, and the mark that they bear.
  [/交易登记 trade T1/, { writeUnits: 70, tableCalls: 43, transitions: 0 }],
  [/交易登记 trade T2/, { writeUnits: 70, tableCalls: 42, transitions: 0 }],
  [/交易登记 trade T3/, { writeUnits: 60, tableCalls: 36, transitions: 0 }],
  // What is told of each to parties asks for their notice settings.
  [/组货拼箱 consolidation CO1 planned/, { writeUnits: 134, tableCalls: 97, transitions: 7 }],
  [/装箱确认 containers confirmed and sealed/, { writeUnits: 102, tableCalls: 63, transitions: 0 }],
  [/信用评价 credit facts recorded and scored/, { writeUnits: 21, tableCalls: 17, transitions: 2 }],
];

interface Ceiling {
  readonly writeUnits: number;
  readonly tableCalls: number;
  /** State transitions, as Step Functions bills them. */
  readonly transitions: number;
}

let measured: Cost[];

beforeAll(async () => {
  measured = await costs();
});

it('has a ceiling for every part that the bench measures, and for no other', () => {
  const parts = measured.map(({ name }) => CEILINGS.filter(([part]) => part.test(name)).length);
  expect(parts).toEqual(CEILINGS.map(() => 1));
});

describe.each(CEILINGS)('%s', (part, ceiling) => {
  it.each(Object.keys(ceiling) as (keyof Ceiling)[])('costs no more %s than its ceiling', (figure) => {
    const cost = measured.find(({ name }) => part.test(name));
    expect(cost).toBeDefined();
    const spent = cost && { ...cost, tableCalls: [...cost.calls.values()].reduce((sum, calls) => sum + calls, 0) };
    const calls = [...(cost?.calls ?? [])].map(([operation, count]) => `${operation} ${count.toFixed(1)}`).join(', ');
    const message = `${cost?.name}: ${spent?.[figure]} ${figure} each, and ${ceiling[figure]} are its ceiling: spend less, or raise it and the README's figure with the reason (calls: ${calls})`;
    expect(spent?.[figure], message).toBeLessThanOrEqual(ceiling[figure]);
  });
});
