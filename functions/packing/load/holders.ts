import type { Blocks } from './block-columns.ts';

/** Lists for each type the blocks that hold it, those with most of it first, so that the stock strikes them in turn. */
export function listHolders(b: Blocks): void {
  const { count, contentStart, contentType, contentCount, holderStart } = b;
  const entries = contentStart[count]!;
  const owner = new Int32Array(entries);
  for (let k = 0; k < count; k++) owner.fill(k, contentStart[k], contentStart[k + 1]);
  for (let c = 0; c < entries; c++) holderStart[contentType[c]! + 1]!++;
  for (let t = 1; t < holderStart.length; t++) holderStart[t] = holderStart[t]! + holderStart[t - 1]!;
  const byCount = Int32Array.from(owner.keys()).sort((c, d) => contentCount[d]! - contentCount[c]! || c - d);
  const next = holderStart.slice();
  b.holder = new Int32Array(entries);
  b.held = new Int32Array(entries);
  for (const c of byCount) {
    const at = next[contentType[c]!]!++;
    b.holder[at] = owner[c]!;
    b.held[at] = contentCount[c]!;
  }
}
