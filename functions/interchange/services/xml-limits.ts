/** What is in a text of XML, counted in one pass without building anything of it. */
export interface Extent {
  /** Elements, comments, instructions and CDATA sections. */
  readonly nodes: number;
  readonly depth: number;
  /** Characters of the longest tag. */
  readonly longestTag: number;
}

/**
 * Counts as a reader would that takes every `>` for the end of its tag; of well-formed text whose attributes hold no `>`
 * the counts are exact.
 */
export function extentOf(text: string): Extent {
  let [nodes, depth, deepest, longestTag] = [0, 0, 0, 0];
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    if (text[at + 1] === '/') {
      depth -= 1;
      continue;
    }
    nodes += 1;
    const ending = text.startsWith('<!--', at) ? '-->' : text.startsWith('<![CDATA[', at) ? ']]>' : '>';
    const end = text.indexOf(ending, at);
    if (end < 0) return { nodes, depth: deepest, longestTag: Math.max(longestTag, text.length - at) };
    if (ending === '>') {
      longestTag = Math.max(longestTag, end - at);
      const isOpen = text[at + 1] !== '?' && text[end - 1] !== '/';
      if (isOpen) deepest = Math.max(deepest, (depth += 1));
    }
    at = end;
  }
  return { nodes, depth: deepest, longestTag };
}
