/** Choices that are the same in every run of a seed (mulberry32, by T. Ettinger; public domain). */
export interface Random {
  /** 0 up to, not including, 1. */
  next(): number;
  /** 0 up to, not including, `below`. */
  below(below: number): number;
  /** Whether one of so many. */
  oneIn(many: number): boolean;
  pick<T>(values: readonly T[]): T;
}

export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (most: number): number => Math.floor(next() * most);
  return {
    next,
    below,
    oneIn: (many) => below(many) === 0,
    pick(values) {
      if (values.length === 0) throw new Error('nothing to pick from');
      return values[below(values.length)] as never;
    },
  };
}
