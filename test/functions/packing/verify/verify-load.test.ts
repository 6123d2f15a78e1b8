import { describe, expect, it } from 'vitest';
import type { ContainerLoad, LoadPlan, LoadRequest, Placement } from '../../../../functions/packing/model.ts';
import { type ViolationCode, verifyLoad } from '../../../../functions/packing/verify/verify-load.ts';

const request: LoadRequest = {
  containers: [
    {
      type: 'box',
      lengthMm: 2_000,
      widthMm: 1_000,
      heightMm: 1_000,
      payloadG: 100_000,
      cost: 2,
      count: 1,
      doorHeightMm: 900,
    },
  ],
  items: [
    cargo('low', { count: 2, maxLoadG: 10_000 }),
    cargo('top', { heightMm: 300, count: 1, massG: 10_000, stackable: false }),
    cargo('far', { count: 1, segregation: 'food' }),
    cargo('odd', { count: 1, segregation: 'chemicals' }),
  ],
  requireSupport: true,
  budget: { completions: 1 },
  seed: 1,
  conflicts: [['food', 'chemicals']],
};

const [box] = request.containers;

function cargo(id: string, rest: Partial<LoadRequest['items'][number]>): LoadRequest['items'][number] {
  return {
    id,
    lengthMm: 500,
    widthMm: 400,
    heightMm: 400,
    massG: 20_000,
    count: 1,
    orientations: { length: false, width: false, height: true },
    ...rest,
  };
}

function at(itemId: string, x: number, y: number, z: number, step: number, rest: Partial<Placement> = {}): Placement {
  return { itemId, x, y, z, lengthMm: 500, widthMm: 400, heightMm: 400, step, ...rest };
}

const sound = [
  at('low', 0, 0, 0, 1),
  at('low', 0, 400, 0, 2),
  at('top', 0, 200, 400, 3, { heightMm: 300 }),
  at('far', 500, 0, 0, 4),
];

/** A plan of these placements whose figures are true. */
function planOf(placements: Placement[], rest: Partial<LoadPlan> = {}): LoadPlan {
  const items = new Map(request.items.map((item) => [item.id, item]));
  const massOf = (p: Placement): number => items.get(p.itemId)?.massG ?? 0;
  const massG = placements.reduce((sum, p) => sum + massOf(p), 0);
  const mean = (f: (p: Placement) => number): number =>
    placements.reduce((sum, p) => sum + massOf(p) * f(p), 0) / massG;
  const volume = placements
    .filter((p) => items.has(p.itemId))
    .reduce((sum, p) => sum + p.lengthMm * p.widthMm * p.heightMm, 0);
  const x = mean((p) => p.x + p.lengthMm / 2);
  const load: ContainerLoad = {
    type: 'box',
    placements,
    volumeUtilisation: volume / (2_000 * 1_000 * 1_000),
    payloadUtilisation: massG / 100_000,
    massG,
    centreOfGravity: { x, y: mean((p) => p.y + p.widthMm / 2), z: mean((p) => p.z + p.heightMm / 2) },
    lengthwiseOffset: x / 2_000 - 0.5,
    // All of it lies in the inner half.
    balance: 'BEYOND_LIMIT',
  };
  return {
    containers: [load],
    unplaced: [{ itemId: 'odd', count: 1, code: 'NO_ROOM', reason: '装不下' }],
    cost: 2,
    lowerBound: 2,
    completions: 1,
    ...rest,
  };
}

function change(index: number, part: Partial<Placement>): Placement[] {
  return sound.map((placement, i) => (i === index ? { ...placement, ...part } : placement));
}

describe('verifyLoad', () => {
  it('finds nothing wrong with a sound plan', () => {
    expect(verifyLoad(request, planOf(sound))).toEqual([]);
  });

  const faults: [string, ViolationCode[], LoadPlan, LoadRequest?][] = [
    ['two cartons in one place', ['OVERLAP'], planOf(change(3, { x: 499 }))],
    ['a carton hanging in the air', ['UNSUPPORTED'], planOf(change(3, { z: 1 }))],
    ['a base not wholly supported', ['UNSUPPORTED'], planOf(change(2, { y: 401 }))],
    ['a carton through the far wall', ['OUTSIDE_CONTAINER'], planOf(change(3, { x: 1_501 }))],
    ['a carton through the side wall', ['OUTSIDE_CONTAINER'], planOf(change(3, { y: 601 }))],
    ['a carton behind the inner end', ['OUTSIDE_CONTAINER'], planOf(change(0, { x: -1 }))],
    [
      'cargo in the clearance',
      ['OUTSIDE_CONTAINER'],
      planOf(change(3, { x: 1_450 })),
      { ...request, clearanceMm: 100 },
    ],
    ['a carton lying on its side', ['WRONG_ORIENTATION'], planOf(change(3, { heightMm: 500, lengthMm: 400 }))],
    ['a carton of another size', ['WRONG_ORIENTATION'], planOf(change(3, { lengthMm: 490 }))],
    ['half millimetres', ['NOT_WHOLE_MILLIMETRES'], planOf(change(3, { x: 500.5 }))],
    [
      'a carton higher than the door',
      ['HIGHER_THAN_DOOR', 'WRONG_ORIENTATION'],
      planOf(change(3, { heightMm: 950 })),
      { ...request, items: request.items.map((i) => (i.id === 'far' ? { ...i, widthMm: 950 } : i)) },
    ],
    [
      'too much on a carton',
      ['OVERLOADED_CARTON'],
      planOf(change(2, { y: 0 }), {}),
      { ...request, items: request.items.map((i) => (i.id === 'low' ? { ...i, maxLoadG: 9_999 } : i)) },
    ],
    [
      'something on a carton that bears nothing',
      ['OVERLOADED_CARTON'],
      planOf(sound),
      { ...request, items: request.items.map((i) => (i.id === 'low' ? { ...i, stackable: false } : i)) },
    ],
    [
      'too much mass',
      ['OVER_PAYLOAD', 'WRONG_FIGURE'],
      planOf(sound),
      { ...request, containers: [{ ...box!, payloadG: 69_999 }] },
    ],
    [
      'more than may be filled',
      ['OVER_FILLED'],
      planOf(sound),
      { ...request, containers: [{ ...box!, maxFill: 0.1 }] },
    ],
    ['a carton too few', ['WRONG_COUNT'], planOf(sound, { unplaced: [] })],
    ['a carton too many', ['WRONG_COUNT'], planOf([...sound, at('far', 1_000, 0, 0, 5)])],
    ['cargo nobody gave', ['UNKNOWN_ITEM'], planOf([...sound, at('ghost', 1_500, 0, 0, 6)])],
    ['classes that must not meet', ['SEGREGATION'], planOf([...sound, at('odd', 1_000, 0, 0, 5)], { unplaced: [] })],
    [
      'a carton put under another',
      ['IMPOSSIBLE_STEP'],
      planOf([at('low', 0, 0, 0, 3), sound[1]!, at('top', 0, 200, 400, 1, { heightMm: 300 }), sound[3]!]),
    ],
    [
      'a carton put behind another',
      ['IMPOSSIBLE_STEP'],
      planOf([at('low', 0, 0, 0, 4), sound[1]!, sound[2]!, at('far', 500, 0, 0, 1)]),
    ],
    ['steps that are not 1, 2, 3 …', ['IMPOSSIBLE_STEP'], planOf(change(3, { step: 9 }))],
    [
      'a later stop before an earlier one',
      ['BLOCKED_STOP'],
      planOf(sound),
      { ...request, items: request.items.map((i) => (i.id === 'far' ? { ...i, stop: 2 } : i)) },
    ],
    [
      'a container nobody offered',
      ['UNKNOWN_CONTAINER', 'WRONG_FIGURE'],
      { ...planOf(sound), containers: [{ ...planOf(sound).containers[0]!, type: 'other' }] },
    ],
    [
      'more containers than there are',
      ['TOO_MANY_CONTAINERS'],
      { ...planOf(sound), containers: [planOf(sound).containers[0]!, planOf(sound).containers[0]!], cost: 4 },
    ],
    ['a wrong cost', ['WRONG_FIGURE'], planOf(sound, { cost: 1 })],
    [
      'a wrong utilisation',
      ['WRONG_FIGURE'],
      { ...planOf(sound), containers: [{ ...planOf(sound).containers[0]!, volumeUtilisation: 0.9 }] },
    ],
    [
      'a wrong offset',
      ['WRONG_FIGURE'],
      { ...planOf(sound), containers: [{ ...planOf(sound).containers[0]!, lengthwiseOffset: 0 }] },
    ],
    [
      'a load that is said to be balanced',
      ['WRONG_FIGURE'],
      { ...planOf(sound), containers: [{ ...planOf(sound).containers[0]!, balance: 'WITHIN_LIMIT' }] },
    ],
    [
      'less support than the share asked for',
      ['UNSUPPORTED'],
      planOf(change(2, { y: 401 })),
      { ...request, supportShare: 0.999 },
    ],
    [
      'a wrong centre of gravity',
      ['WRONG_FIGURE'],
      { ...planOf(sound), containers: [{ ...planOf(sound).containers[0]!, centreOfGravity: { x: 1, y: 1, z: 1 } }] },
    ],
  ];

  it.each(faults)('names %s', (_name, codes, plan, asked = request) => {
    const found = new Set(verifyLoad(asked, plan).map(({ code }) => code));
    for (const code of codes) expect(found).toContain(code);
  });

  it('asks for the share of support that is required', () => {
    expect(verifyLoad({ ...request, supportShare: 0.99 }, planOf(change(2, { y: 401 })))).toEqual([]);
  });

  it('asks for no support where none is required', () => {
    expect(verifyLoad({ ...request, requireSupport: false }, planOf(change(3, { z: 1 })))).toEqual([]);
  });

  it('passes loads down through every tier by the areas of rest', () => {
    const light = { count: 4, maxLoadG: 30_000 };
    const asked = { ...request, items: [cargo('tier', light)] };
    const tower = planOf([at('tier', 0, 0, 0, 1, {}), at('tier', 0, 400, 0, 2), at('tier', 0, 200, 400, 3)]);
    const codes = (maxLoadG: number, massG: number): ViolationCode[] =>
      verifyLoad({ ...asked, items: [cargo('tier', { count: 4, maxLoadG, massG })] }, tower)
        .map(({ code }) => code)
        .filter((code) => code === 'OVERLOADED_CARTON');
    expect(codes(10_000, 20_000)).toEqual([]);
    expect(codes(9_999, 20_000)).toHaveLength(2);
  });
});
