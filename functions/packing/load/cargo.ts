import type { CargoItem, LoadRequest } from '../model.ts';

/** The edges of a carton as it stands, millimetres. */
export interface Orientation {
  length: number;
  width: number;
  height: number;
}

/** Cartons that are the same to the planner, whoever owns them. */
export interface CartonType {
  orientations: Orientation[];
  volume: number;
  massG: number;
  count: number;
  stackable: boolean;
  maxLoadG: number;
  /** Index of the segregation class, or -1. */
  segregation: number;
  stop: number;
  items: CargoItem[];
}

export interface Cargo {
  types: CartonType[];
  /** For each segregation class the bits of the classes it must not meet. */
  conflictBits: number[];
}

const MAX_CLASSES = 31;

/** Merges items that differ only in id and owner, so that the search sees each kind of carton once. */
export function gatherCargo(request: LoadRequest): Cargo {
  const conflicts = request.conflicts ?? [];
  // A class named in no conflict constrains nothing and needs no bit.
  const classes = [...new Set(conflicts.flat())];
  if (classes.length > MAX_CLASSES) throw new RangeError(`at most ${MAX_CLASSES} conflicting segregation classes`);
  const conflictBits = classes.map((name) =>
    conflicts
      .filter((pair) => pair.includes(name))
      .map(([a, b]) => 1 << classes.indexOf(a === name ? b : a))
      .reduce((bits, bit) => bits | bit, 0),
  );

  const types = new Map<string, CartonType>();
  for (const item of request.items) {
    if (item.count === 0) continue;
    const orientations = orientationsOf(item);
    const stackable = item.stackable ?? true;
    const maxLoadG = item.maxLoadG ?? Number.POSITIVE_INFINITY;
    const segregation = item.segregation === undefined ? -1 : classes.indexOf(item.segregation);
    const stop = item.stop ?? 1;
    const key = JSON.stringify([orientations, item.massG, stackable, maxLoadG, segregation, stop]);
    const known = types.get(key);
    if (known) {
      known.count += item.count;
      known.items.push(item);
      continue;
    }
    types.set(key, {
      orientations,
      volume: item.lengthMm * item.widthMm * item.heightMm,
      massG: item.massG,
      count: item.count,
      stackable,
      maxLoadG,
      segregation,
      stop,
      items: [item],
    });
  }
  return { types: [...types.values()], conflictBits };
}

/** The distinct ways a carton may stand, in a fixed order. */
export function orientationsOf(item: CargoItem): Orientation[] {
  const { lengthMm: l, widthMm: w, heightMm: h, orientations } = item;
  const all: Orientation[] = [];
  const stand = (upright: number, a: number, b: number): void => {
    all.push({ length: a, width: b, height: upright }, { length: b, width: a, height: upright });
  };
  if (orientations.height) stand(h, l, w);
  if (orientations.width) stand(w, l, h);
  if (orientations.length) stand(l, w, h);
  const distinct = new Map(all.map((s) => [`${s.length}/${s.width}/${s.height}`, s]));
  return [...distinct.values()].sort((a, b) => a.height - b.height || a.length - b.length);
}
