import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { cargoToJson } from '../../functions/consolidation/contract/cargo-json.ts';
import { cartonGroups, groupFinder, loadRequest } from '../../functions/consolidation/domain/cargo.ts';
import { cartonKey } from '../../functions/consolidation/domain/carton-ref.ts';
import { after, type Loaded, type Move } from '../../functions/consolidation/domain/moves.ts';
import type { Planned } from '../../functions/consolidation/print/planned.ts';
import type { LoadPlan } from '../../functions/packing/model.ts';
import { verifyLoad } from '../../functions/packing/verify/verify-load.ts';
import { drawn, landing, pushed } from '../../portal/consolidation/moving.ts';
import type { Box } from '../../portal/consolidation/scene/room.ts';
import { Cargo } from '../../portal/consolidation/verdict.ts';
import { plannedOf } from '../functions/consolidation/fixtures/print.ts';
import { fewCartons } from '../functions/consolidation/fixtures/sample.ts';

let planned: Planned;
let cargo: Cargo;
beforeAll(() => {
  planned = plannedOf(fewCartons());
  const { consolidation, trades, lists } = planned;
  // As it arrives in a browser.
  cargo = new Cargo(JSON.parse(JSON.stringify(cargoToJson(consolidation, trades, lists))));
});

const ROOM = { lengthMm: 12_030, widthMm: 2350, heightMm: 2700 };

/** Some cartons at whatever places, some of the containers loaded in part. */
const deeds = fc.record({
  moves: fc.array(
    fc.record({
      container: fc.nat(),
      carton: fc.nat(),
      to: fc.nat(),
      x: fc.nat({ max: 12_500 }),
      y: fc.nat({ max: 2400 }),
      z: fc.nat({ max: 2700 }),
      turned: fc.boolean(),
      landed: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  loaded: fc.nat({ max: 20 }),
});

type Deeds = typeof deeds extends fc.Arbitrary<infer T> ? T : never;

function moved({ moves, loaded }: Deeds): readonly Loaded[] {
  const { containers } = planned.load;
  const steps = new Map(containers.map(({ no }) => [no, loaded]));
  const wanted = new Map<string, Move>();
  for (const { container, carton, to, turned, landed, ...place } of moves) {
    const from = containers[container % containers.length];
    const placement = from?.placements[carton % from.placements.length];
    if (!placement || placement.step <= loaded) continue;
    const { tradeId, lineNo, cartonNo, lengthMm, widthMm, heightMm } = placement;
    const edges = turned ? { lengthMm: widthMm, widthMm: lengthMm, heightMm } : { lengthMm, widthMm, heightMm };
    const target = containers[to % containers.length] ?? from;
    const z = landed ? landing({ ...place, ...edges }, target?.placements ?? []) : place.z;
    const containerNo = target?.no ?? 1;
    wanted.set(cartonKey(placement), { tradeId, lineNo, cartonNo, containerNo, ...place, ...edges, z });
  }
  return after(containers, wanted, steps);
}

/** What the server's verifier says of the whole plan, container by container. */
function serverVerdict(containers: readonly Loaded[]): Map<number, Set<string>> {
  const { consolidation, trades, lists, load } = planned;
  const groupOf = groupFinder(cartonGroups(trades));
  const request = loadRequest(trades, consolidation.containerTypes, consolidation.options, lists);
  const plan: LoadPlan = {
    ...load,
    containers: containers.flatMap((container) => {
      const verdict = cargo.judge(container, ({ id }) => id);
      if (!verdict) return [];
      const placements = container.placements.map((one) => ({ ...one, itemId: groupOf(one).itemId }));
      return [{ type: container.type, placements, ...verdict.figures }];
    }),
    unplaced: load.unplaced.map(({ tradeId, lineNo, groupNo, ...rest }) => ({
      ...rest,
      itemId: `${tradeId}/${lineNo}/${groupNo}`,
    })),
  };
  const said = new Map(containers.map(({ no }) => [no, new Set<string>()]));
  for (const { container, message } of verifyLoad(request, plan)) said.get((container ?? -1) + 1)?.add(message);
  return said;
}

describe('cartons that are moved by hand', () => {
  it('stand as planned where nothing is moved', () => {
    for (const container of planned.load.containers) {
      expect(cargo.judge(container, ({ name }) => name)).toMatchObject({
        against: [],
        figures: { massG: container.massG, balance: container.balance },
      });
    }
    expect(after(planned.load.containers, new Map(), new Map())).toBe(planned.load.containers);
  });

  it('are judged as the server judges the whole plan', () => {
    fc.assert(
      fc.property(deeds, (one) => {
        const containers = moved(one);
        const server = serverVerdict(containers);
        for (const container of containers) {
          const here = cargo.judge(container, ({ id }) => id)?.against;
          expect(new Set(here)).toEqual(server.get(container.no));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are all still there, each once, and what is loaded stays at its step', () => {
    fc.assert(
      fc.property(deeds, (one) => {
        const containers = moved(one);
        const before = planned.load.containers.flatMap(({ placements }) => placements.map(cartonKey));
        const now = containers.flatMap(({ placements }) => placements.map(cartonKey));
        expect(now.toSorted()).toEqual(before.toSorted());
        for (const [index, { placements }] of containers.entries()) {
          expect(placements.map(({ step }) => step)).toEqual(placements.map((_, at) => at + 1));
          const fixed = planned.load.containers[index]?.placements.slice(0, one.loaded) ?? [];
          expect(placements.slice(0, fixed.length)).toEqual(fixed);
        }
      }),
      { numRuns: 100 },
    );
  });
});

const box = (x: number, y: number, z: number, lengthMm = 400, widthMm = 300, heightMm = 200): Box => ({
  x,
  y,
  z,
  lengthMm,
  widthMm,
  heightMm,
});

describe('a carton in the hand', () => {
  it('comes down on the highest carton under it, and on the floor where there is none', () => {
    expect(landing(box(0, 0, 0), [box(0, 0, 0), box(100, 100, 200), box(400, 0, 900)])).toBe(400);
    expect(landing(box(800, 0, 0), [box(0, 0, 0)])).toBe(0);
  });

  it('halts at what it meets on the way, and at the walls', () => {
    expect(pushed(box(0, 0, 0), 'x', 100, [box(433, 0, 0)], ROOM).x).toBe(33);
    expect(pushed(box(33, 0, 0), 'x', 100, [box(433, 300, 0)], ROOM).x).toBe(133);
    expect(pushed(box(5, 0, 0), 'x', -10, [], ROOM).x).toBe(0);
    expect(pushed(box(0, 2047, 0), 'y', 10, [], ROOM).y).toBe(2050);
  });

  it('is drawn to what it nearly touches, and kept inside', () => {
    expect(drawn(box(410, 0, 0), [box(0, 0, 0)], ROOM, ['x', 'y'])).toEqual(box(400, 0, 0));
    expect(drawn(box(20_000, -50, 10), [], ROOM, ['x', 'y'])).toEqual(box(11_630, 0, 10));
    expect(drawn(box(460, 0, 0), [box(0, 0, 0)], ROOM, ['x'])).toEqual(box(460, 0, 0));
  });
});
