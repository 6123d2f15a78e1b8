/** Words of notices. An event of an earlier release knows neither name nor reasons, and is told without. */

/** Whose something is, in quotes; `otherwise` where the event does not say. */
export const named = (name: string | undefined, otherwise: string): string =>
  name === undefined ? otherwise : `“${name}”`;

/** Reasons that a notice repeats. */
const SHOWN = 3;

/** Why something happened: the first reasons, and where the others stand. */
export function because(reasons: readonly string[] | undefined, where: string): string {
  if (reasons === undefined || reasons.length === 0) return `原因见${where}`;
  const said = reasons.slice(0, SHOWN).map(withoutEnd);
  const rest = reasons.length > SHOWN ? `；等 ${reasons.length} 项，见${where}` : '';
  return `原因：${said.join('；')}${rest}`;
}

const ENDS = new Set(['。', '；', ';']);

/** A reason without the full stops and blanks that it ends with. */
function withoutEnd(reason: string): string {
  let said = reason.trimEnd();
  while (ENDS.has(said.at(-1) ?? '')) said = said.slice(0, -1).trimEnd();
  return said;
}
