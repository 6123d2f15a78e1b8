import type { Blocks } from './block-columns.ts';

/**
 * Lists for each carton type the blocks that hold it, those with most of it first. When the stock of a type falls, the
 * blocks that need more than is left are then a prefix of its list.
 */
export function listBlocksByType(b: Blocks): void {
  const { count, contentStart, contentType, contentCount, blocksByTypeStart } = b;
  const entries = contentStart[count]!;
  const blockOf = new Int32Array(entries);
  for (let k = 0; k < count; k++) blockOf.fill(k, contentStart[k], contentStart[k + 1]);
  for (let c = 0; c < entries; c++) blocksByTypeStart[contentType[c]! + 1]!++;
  for (let t = 1; t < blocksByTypeStart.length; t++) {
    blocksByTypeStart[t] = blocksByTypeStart[t]! + blocksByTypeStart[t - 1]!;
  }
  const byCount = Int32Array.from(blockOf.keys()).sort((c, d) => contentCount[d]! - contentCount[c]! || c - d);
  const next = blocksByTypeStart.slice();
  b.blocksByType = new Int32Array(entries);
  b.blocksByTypeCount = new Int32Array(entries);
  for (const c of byCount) {
    const at = next[contentType[c]!]!++;
    b.blocksByType[at] = blockOf[c]!;
    b.blocksByTypeCount[at] = contentCount[c]!;
  }
}
