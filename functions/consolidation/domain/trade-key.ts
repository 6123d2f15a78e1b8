import type { PlacedCarton } from './load-result.ts';

/** By what the trades of a container are told apart, on paper and on screens alike. */
export interface TradeKey {
  readonly letter: (tradeId: string) => string;
  /** Of a trade line, e.g. `B2`. */
  readonly label: (tradeId: string, lineNo: number) => string;
  /** HSL of a trade; the saturation is the same for all. */
  readonly colour: (tradeId: string) => readonly [hue: number, lightness: number];
}

/** Trades are lettered in the order in which they are first loaded. */
export function keyOf(placements: readonly Pick<PlacedCarton, 'tradeId' | 'step'>[]): TradeKey {
  const inOrder = placements.toSorted((a, b) => a.step - b.step).map(({ tradeId }) => tradeId);
  const index = new Map([...new Set(inOrder)].map((tradeId, at) => [tradeId, at]));
  const letter = (tradeId: string): string => letters(index.get(tradeId) ?? 0);
  return {
    letter,
    label: (tradeId, lineNo) => `${letter(tradeId)}${lineNo}`,
    // Steps of the golden angle keep neighbours apart however many there are; lightness tells them apart in grey.
    colour: (tradeId) => [
      Math.round(((index.get(tradeId) ?? 0) * 137.508 + 210) % 360),
      [78, 66, 86][(index.get(tradeId) ?? 0) % 3] ?? 78,
    ],
  };
}

/** A … Z, AA, AB … */
const letters = (index: number): string =>
  (index < 26 ? '' : letters(Math.floor(index / 26) - 1)) + String.fromCodePoint(65 + (index % 26));
