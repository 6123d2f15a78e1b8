import type { PlacedCarton } from './load-result.ts';
import { first } from './sums.ts';

/** Cartons that are loaded one after the other into one stretch of the container's length. */
export interface Wall {
  readonly no: number;
  readonly cartons: readonly PlacedCarton[];
}

/** Equal cartons of one trade line that stand side by side in a row, a layer or a stack. */
export interface Block
  extends Pick<PlacedCarton, 'tradeId' | 'lineNo' | 'x' | 'y' | 'z' | 'lengthMm' | 'widthMm' | 'heightMm'> {
  readonly cartons: readonly PlacedCarton[];
}

/** More walls than this are too many pictures to work by. */
const MAX_WALLS = 12;

/**
 * The loading sequence cut into walls: a carton behind the front of the last wall's first carton still belongs to it.
 * Cartons come in the order of loading and stay in it.
 */
export function wallsOf(placements: readonly PlacedCarton[]): Wall[] {
  const runs: PlacedCarton[][] = [];
  let front = 0;
  for (const carton of placements.toSorted((a, b) => a.step - b.step)) {
    const last = runs.at(-1);
    if (last && carton.x < front) {
      last.push(carton);
    } else {
      runs.push([carton]);
      front = carton.x + carton.lengthMm;
    }
  }
  return evened(runs).map((cartons, index) => ({ no: index + 1, cartons }));
}

/** Neighbouring runs together where there are too many, of about equal numbers of cartons. */
function evened(runs: readonly PlacedCarton[][]): PlacedCarton[][] {
  if (runs.length <= MAX_WALLS) return [...runs];
  const goal = runs.flat().length / MAX_WALLS;
  const walls: PlacedCarton[][] = [];
  let taken = 0;
  for (const run of runs) {
    const last = walls.at(-1);
    if (last && taken < goal * walls.length) last.push(...run);
    else walls.push([...run]);
    taken += run.length;
  }
  return walls;
}

/** Cartons joined into as large blocks as a row of stacks makes, so that a drawing shows what a hand would lift. */
export const blocksOf = (cartons: readonly PlacedCarton[]): Block[] =>
  (['z', 'y', 'x'] as const).reduce<Block[]>(
    joined,
    cartons.map((carton) => ({ ...carton, cartons: [carton] })),
  );

const EDGE = { x: 'lengthMm', y: 'widthMm', z: 'heightMm' } as const;

/** Joins blocks that touch along one axis and agree in everything else. */
function joined(blocks: readonly Block[], axis: keyof typeof EDGE): Block[] {
  const others = (['x', 'y', 'z'] as const).filter((other) => other !== axis);
  const rows = Map.groupBy(blocks, (block) =>
    [
      block.tradeId,
      block.lineNo,
      edgesOf(first(block.cartons)),
      ...others.flatMap((other) => [block[other], block[EDGE[other]]]),
    ].join(' '),
  );
  return [...rows.values()].flatMap((row) => {
    const out: Block[] = [];
    for (const block of row.toSorted((a, b) => a[axis] - b[axis])) {
      const last = out.at(-1);
      if (last && last[axis] + last[EDGE[axis]] === block[axis]) {
        const cartons = [...last.cartons, ...block.cartons];
        out[out.length - 1] = { ...last, cartons, [EDGE[axis]]: last[EDGE[axis]] + block[EDGE[axis]] };
      } else {
        out.push(block);
      }
    }
    return out;
  });
}

const edgesOf = ({ lengthMm, widthMm, heightMm }: PlacedCarton): string => `${lengthMm}×${widthMm}×${heightMm}`;
