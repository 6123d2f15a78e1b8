import { readFileSync } from 'node:fs';
import type { CargoItem, ContainerType } from '../../functions/packing/model.ts';

/** Containers on offer and cargo: what a benchmark instance is made of. */
export interface Instance {
  name: string;
  containers: ContainerType[];
  items: CargoItem[];
}

const ANY = { length: true, width: true, height: true };

/** The generator of Bischoff & Ratcliff: Lehmer's minimal standard, values in (0, 1). */
function lehmer(seed: number): () => number {
  let x = seed;
  return () => {
    x = (16_807 * x) % 2_147_483_647;
    return x / 2_147_483_647;
  };
}

const BR_TYPES = [1, 3, 5, 8, 10, 12, 15, 20, 30, 40, 50, 60, 70, 80, 90, 100];

/** Bischoff & Ratcliff (1995), Davies & Bischoff (1999): problem p = 1 … 100 of class BR0 … BR15. */
export function bischoffRatcliff(cls: number, p: number): Instance {
  const random = lehmer(2_502_505 + 100 * (p - 1));
  for (let i = 0; i < 10; i++) random();
  const box = [587, 233, 220] as const;
  const least = [30, 25, 20];
  const most = [120, 100, 80];
  const types = Array.from({ length: BR_TYPES[cls]! }, () => {
    const edges = [0, 1, 2].map((j) => least[j]! + Math.floor(random() * (most[j]! - least[j]! + 1)));
    edges.sort((a, b) => b - a);
    return { edges, volume: edges[0]! * edges[1]! * edges[2]!, count: 1 };
  });
  for (;;) {
    const type = types[Math.floor(random() * types.length)]!;
    const total = types.reduce((sum, { volume, count }) => sum + volume * count, 0);
    if (total + type.volume > box[0] * box[1] * box[2]) break;
    type.count++;
  }
  return {
    name: `BR${cls}/${p}`,
    containers: [single(...box)],
    items: types.map(({ edges, count }, i) => {
      const [length, width, height] = edges.map((edge) => edge / edges[2]! < 2);
      return carton(String(i), edges, count, { length: length!, width: width!, height: height! });
    }),
  };
}

/** Ivancic, Mathur & Mohanty (1989): cargo for as few equal containers as possible. */
export function ivancic(): (Instance & { number: number })[] {
  const text = readFileSync(new URL('ivancic-odd.txt', import.meta.url), 'utf8');
  const numbers = text.trim().split(/\s+/u).map(Number).values();
  const next = (): number => numbers.next().value!;
  return Array.from({ length: next() }, () => {
    const number = next();
    const { count: _, ...container } = single(next(), next(), next());
    const items = Array.from({ length: next() }, () => {
      const id = String(next());
      const [l, fl, w, fw, h, fh] = [next(), next(), next(), next(), next(), next()];
      return carton(id, [l, w, h], next(), { length: fl === 1, width: fw === 1, height: fh === 1 });
    });
    return { number, name: `Ivancic ${number}`, containers: [container], items };
  });
}

/** A 40-foot high-cube with about 1,100 cartons of 31–36 types, 35 % of them this side up; cargo overfills it by 4 %. */
export function realistic(seed: number): Instance {
  const random = lehmer(seed * 7_919);
  for (let i = 0; i < 10; i++) random();
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const container = single(1_203, 235, 269);
  const types = Array.from({ length: between(31, 36) }, () => {
    const edges = [between(34, 75), between(28, 55), between(18, 50)].sort((a, b) => b - a);
    return { edges, upright: random() < 0.35, weight: 0.4 + random(), count: 0 };
  });
  const volume = types.reduce((sum, t) => sum + t.weight * t.edges[0]! * t.edges[1]! * t.edges[2]!, 0);
  const scale = (1.04 * 1_203 * 235 * 269) / volume;
  for (const type of types) type.count = Math.max(1, Math.round(type.weight * scale));
  return {
    name: `40HQ/${seed}`,
    containers: [container],
    items: types.map(({ edges, upright, count }, i) =>
      carton(String(i), edges, count, upright ? { length: false, width: false, height: true } : ANY),
    ),
  };
}

function single(length: number, width: number, height: number): ContainerType {
  const size = { lengthMm: length * 10, widthMm: width * 10, heightMm: height * 10 };
  return { type: 'CONTAINER', ...size, payloadG: Number.MAX_SAFE_INTEGER, cost: 1, count: 1 };
}

function carton(id: string, edges: number[], count: number, orientations: CargoItem['orientations']): CargoItem {
  const [length, width, height] = edges;
  return {
    id,
    lengthMm: length! * 10,
    widthMm: width! * 10,
    heightMm: height! * 10,
    massG: 1_000,
    count,
    orientations,
  };
}

/**
 * Cargo that is known to fit into k containers: of each container's guillotine cuts, whole cartons are kept up to the
 * given fill. The volume bound proves k when fill > (k - 1) / k.
 */
export function planted(seed: number, k: number, fill: number): Instance {
  const random = lehmer(seed * 104_729 + k);
  for (let i = 0; i < 10; i++) random();
  const { count: _, ...container } = single(589, 235, 239);
  const size = [589, 235, 239] as const;
  const kinds = new Map<string, { edges: number[]; upright: boolean; count: number }>();
  for (let c = 0; c < k; c++) {
    const cartons = slice([...size], random);
    for (let volume = 0; ; ) {
      const edges = cartons.splice(Math.floor(random() * cartons.length), 1)[0]!;
      volume += edges[0]! * edges[1]! * edges[2]!;
      if (volume > fill * size[0] * size[1] * size[2]) break;
      const key = edges.toSorted((a, b) => a - b).join();
      const kind = kinds.get(key) ?? { edges, upright: random() < 0.35, count: 0 };
      kind.count++;
      kinds.set(key, kind);
    }
  }
  const items = [...kinds.values()].map(({ edges, upright, count }, i) =>
    carton(String(i), edges, count, upright ? { length: false, width: false, height: true } : ANY),
  );
  return { name: `planted ${k} × ${fill}/${seed}`, containers: [container], items };
}

/** Cuts a box into sections and these into grids of equal cartons with no waste between the sections. */
function slice(box: number[], random: () => number): number[][] {
  const longest = box.indexOf(Math.max(...box));
  if (box[longest]! > 2 * 75 || box[0]! * box[1]! * box[2]! > 1_500_000) {
    const at = Math.round(box[longest]! * (0.3 + 0.4 * random()));
    return [at, box[longest]! - at].flatMap((edge) => slice(box.with(longest, edge), random));
  }
  const cuts = box.map((edge) => Math.max(1, Math.round(edge / (28 + 30 * random()))));
  const edges = box.map((edge, axis) => Math.floor(edge / cuts[axis]!));
  return Array.from({ length: cuts[0]! * cuts[1]! * cuts[2]! }, () => edges);
}
