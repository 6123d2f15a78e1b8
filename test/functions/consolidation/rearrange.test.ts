import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { cartonKey } from '../../../functions/consolidation/domain/carton-ref.ts';
import { planDeclarations } from '../../../functions/consolidation/domain/declaration/declaration-plan.ts';
import { inContainers } from '../../../functions/consolidation/domain/declaration/declaration-result.ts';
import { declarationRulesOf } from '../../../functions/consolidation/domain/declaration/declaration-rules.ts';
import type { LoadResult, PlacedCarton } from '../../../functions/consolidation/domain/load-result.ts';
import type { Move } from '../../../functions/consolidation/domain/moves.ts';
import { planCargo } from '../../../functions/consolidation/domain/plan-cargo.ts';
import { checkPlan } from '../../../functions/consolidation/domain/plan-check.ts';
import { rearrange } from '../../../functions/consolidation/domain/rearrange.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { quickly } from './fixtures/planning.ts';
import { fewCartons } from './fixtures/sample.ts';

const lists = shippedOn('2026-03-17');
const trades = fewCartons();
const options = { seconds: 1, requireSupport: true, separateInspected: false, seed: 1 };
const types = ['22G1'];
/** Two containers, of which one would do: the goods apart in it may also go together. */
const present = await planCargo(trades, types, { ...options, separateInspected: true }, quickly, lists);
const ROOM = { length: 5900, width: 2350 };

const declare = (load: LoadResult) =>
  inContainers(planDeclarations(trades, declarationRulesOf(lists)), load.containers);
const move = (carton: PlacedCarton, containerNo: number, place: Partial<Move> = {}): Move => {
  const { step: _step, ...rest } = carton;
  return { ...rest, containerNo, ...place };
};
const ask = (load: LoadResult, moves: readonly Move[], loaded: readonly (readonly [number, number])[] = []) =>
  rearrange({ present: load, trades, containerTypes: types, options, moves, loadedSteps: new Map(loaded), lists });
const codesOf = (asked: ReturnType<typeof ask>): string[] =>
  'findings' in asked ? asked.findings.map(({ code, pointer }) => `${code} ${pointer}`) : [];
function loadOf(asked: ReturnType<typeof ask>): LoadResult {
  if ('findings' in asked) throw new Error(asked.findings.map(({ message }) => message).join());
  return asked.load;
}
const container = (load: LoadResult, no: number) => {
  const found = load.containers.find((one) => one.no === no);
  if (!found) throw new Error(`no container ${no}`);
  return found;
};
const carton = (load: LoadResult, no: number, at: number): PlacedCarton => {
  const { placements } = container(load, no);
  const found = placements.at(at % placements.length);
  if (!found) throw new Error(`no carton ${at} in container ${no}`);
  return found;
};

type Box = Pick<PlacedCarton, 'x' | 'y' | 'z' | 'lengthMm' | 'widthMm' | 'heightMm'>;

/** A place on the floor that is free from there to the roof, for a carton as it stands; nearest to the door. */
function freePlace(standing: readonly Box[], { lengthMm, widthMm }: Box): Pick<Box, 'x' | 'y' | 'z'> {
  const meets = (x: number, y: number) => (box: Box) =>
    x < box.x + box.lengthMm && box.x < x + lengthMm && y < box.y + box.widthMm && box.y < y + widthMm;
  for (let x = ROOM.length - lengthMm; x >= 0; x -= 50) {
    for (let y = 0; y + widthMm <= ROOM.width; y += 50) if (!standing.some(meets(x, y))) return { x, y, z: 0 };
  }
  throw new Error('no place is free');
}

/** What a person does at once: to the floor somewhere, to the place of an equal carton and that one here, or anywhere. */
const deed = fc.record({
  from: fc.nat(),
  carton: fc.nat(),
  other: fc.nat(),
  to: fc.nat(),
  kind: fc.constantFrom('floor', 'exchange', 'anywhere'),
  x: fc.nat({ max: ROOM.length }),
  y: fc.nat({ max: ROOM.width }),
  z: fc.nat({ max: 2300 }),
});
const request = fc.record({
  deeds: fc.array(deed, { minLength: 1, maxLength: 2 }),
  loaded: fc.array(fc.nat({ max: 12 }), { minLength: 2, maxLength: 2 }),
});
const placesByCarton = ({ placements }: LoadResult['containers'][number]) =>
  placements.map((placed) => [cartonKey(placed), placed] as const);
const isEqual = (one: PlacedCarton, other: PlacedCarton): boolean =>
  one.tradeId === other.tradeId && one.lineNo === other.lineNo && one.cartonNo !== other.cartonNo;

function movesOf(load: LoadResult, deeds: readonly (typeof deed extends fc.Arbitrary<infer T> ? T : never)[]): Move[] {
  const moves = deeds.flatMap(({ from, carton: at, other, to, kind, x, y, z }) => {
    const source = 1 + (from % load.containers.length);
    const target = 1 + (to % load.containers.length);
    const one = carton(load, source, at);
    if (kind !== 'exchange') return [move(one, target, { x, y, z: kind === 'floor' ? 0 : z })];
    const equals = load.containers.flatMap(({ no, placements }) =>
      placements.filter((placed) => isEqual(one, placed)).map((placed) => ({ no, placed })),
    );
    const partner = equals[other % Math.max(1, equals.length)];
    if (!partner) return [];
    const { step: _step, tradeId: _trade, lineNo: _line, cartonNo: _carton, ...place } = partner.placed;
    const { x: oldX, y: oldY, z: oldZ, lengthMm, widthMm, heightMm } = one;
    return [
      move(one, partner.no, place),
      move(partner.placed, source, { x: oldX, y: oldY, z: oldZ, lengthMm, widthMm, heightMm }),
    ];
  });
  return [...new Map(moves.map((one) => [cartonKey(one), one])).values()];
}

describe('moves of single cartons, one request after the other', () => {
  const seen = { accepted: 0, refused: 0 };
  afterAll(() => {
    // A property over requests that are all refused, or all taken, would say nothing.
    expect(seen.accepted).toBeGreaterThan(20);
    expect(seen.refused).toBeGreaterThan(20);
  });

  it('leave a load that the verifier passes, every carton once, the declared lines as they were, what is loaded in its place', () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 4 }), (requests) => {
        let load = present;
        for (const { deeds, loaded } of requests) {
          const steps = load.containers.map(
            ({ no, placements }, at) => [no, Math.min(loaded[at] ?? 0, placements.length)] as const,
          );
          const moves = movesOf(load, deeds);
          if (moves.length === 0) continue;
          const before = structuredClone(load);
          const asked = ask(load, moves, steps);
          expect(load).toEqual(before);
          if ('findings' in asked) {
            seen.refused += 1;
            expect(asked.findings.length).toBeGreaterThan(0);
            for (const { pointer, message } of asked.findings) {
              expect(pointer).toMatch(/^\/moves(\/\d+)?$/);
              expect(message).toMatch(/[\u4e00-\u9fff]/);
            }
            continue;
          }
          seen.accepted += 1;
          const after = asked.load;
          const declared = declare(after);
          checkPlan({ trades, containerTypes: types, options, load: after, declared }, lists);
          expect(declared.declarations.map(({ lines }) => lines)).toEqual(
            declare(present).declarations.map(({ lines }) => lines),
          );
          const places = new Map(after.containers.flatMap(placesByCarton));
          for (const { no, placements } of load.containers) {
            for (const fixed of placements.slice(0, new Map(steps).get(no))) {
              expect(places.get(cartonKey(fixed))).toEqual(fixed);
            }
          }
          load = after;
        }
      }),
      { numRuns: 60, seed: 20_261_130 },
    );
  });
});

describe('a carton that is moved', () => {
  const last = carton(present, 1, -1);
  const wanted = move(last, 2, freePlace(container(present, 2).placements, last));

  it('stands where it is wanted, in the container that it is wanted in', () => {
    const found = container(loadOf(ask(present, [wanted])), 2).placements.find(
      (one) => cartonKey(one) === cartonKey(last),
    );
    expect(found && move(found, 2)).toEqual(wanted);
  });

  it('is named, with its fellow, where both would stand in one place', () => {
    const [first, second] = [carton(present, 1, 0), carton(present, 1, 1)];
    const asked = ask(present, [move(second, 1, { x: first.x, y: first.y, z: first.z })]);
    const overlap = 'findings' in asked ? asked.findings.find(({ code }) => code === 'OVERLAP') : undefined;
    expect(overlap?.pointer).toBe('/moves/0');
    for (const { tradeId, lineNo, cartonNo } of [first, second]) {
      const number = trades.find((trade) => trade.tradeId === tradeId)?.tradeNumber;
      expect(overlap?.message).toContain(`${number} 第 ${lineNo} 行 ${cartonNo} 号箱`);
    }
  });

  it('stays where it is loaded already', () => {
    const all = container(present, 1).placements.length;
    expect(codesOf(ask(present, [wanted], [[1, all]]))).toEqual(['CARTON_LOADED /moves/0']);
    expect(codesOf(ask(present, [wanted], [[1, all - 1]]))).toEqual([]);
  });

  it('is not put behind what is loaded already', () => {
    const { placements } = container(present, 1);
    const behind = carton(present, 1, 0);
    const left = loadOf(ask(present, [move(behind, 2, freePlace(container(present, 2).placements, behind))]));
    const back = move(behind, 1);
    expect(codesOf(ask(left, [back], [[1, placements.length - 1]]))).toContain('IMPOSSIBLE_STEP /moves/0');
    expect(codesOf(ask(left, [back]))).toEqual([]);
  });

  it('is not taken where plan, trade or step have no such thing', () => {
    const strange = move(last, 1, { tradeId: 'trade-500111-00000000000000000000000009' });
    const asked = ask(
      present,
      [strange, move(last, 9), move(last, 1, { lineNo: 99 }), move(last, 1, { cartonNo: 999 })],
      [
        [1, 999],
        [7, 1],
      ],
    );
    expect(codesOf(asked)).toEqual([
      'NO_SUCH_STEP /loadedSteps/1',
      'UNKNOWN_CONTAINER /loadedSteps/7',
      'NO_SUCH_LINE /moves/0',
      'UNKNOWN_CONTAINER /moves/1/containerNo',
      'CARTON_LOADED /moves/1',
      'NO_SUCH_LINE /moves/2',
      'NO_SUCH_CARTON /moves/3',
    ]);
  });

  it('leaves its container out of the plan where it was the last one in it', () => {
    const small = container(present, 1).placements.length < container(present, 2).placements.length ? 1 : 2;
    const standing: Box[] = [...container(present, 3 - small).placements];
    const moves = container(present, small).placements.map((one) => {
      const moved = move(one, 3 - small, freePlace(standing, one));
      standing.push(moved);
      return moved;
    });
    const after = loadOf(ask(present, moves));
    expect(after.containers.map(({ no }) => no)).toEqual([1]);
    expect(after.cost).toBe(present.cost / 2);
    checkPlan({ trades, containerTypes: types, options, load: after, declared: declare(after) }, lists);
  });
});
