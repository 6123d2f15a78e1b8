import jsonata from 'jsonata';

/** A function of JSONata as JSONata holds it. */
export interface Native {
  readonly implementation: (...args: never[]) => unknown;
}

const NAMES = `abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl
  decodeUrlComponent distinct each encodeUrl encodeUrlComponent error exists filter floor formatBase formatInteger formatNumber
  fromMillis join keys length lookup lowercase map match max merge min not number pad parseInteger power random reduce replace reverse
  round shuffle sift single sort split spread sqrt string substring substringAfter substringBefore sum toMillis trim type
  uppercase zip`;

/** The functions of JSONata by name. */
export const NATIVES: Readonly<Record<string, Native>> = Object.fromEntries(
  await Promise.all(
    NAMES.split(/\s+/).map(async (name) => [name, (await jsonata(`$${name}`).evaluate(undefined)) as Native] as const),
  ),
);

/**
 * The characters that a function would reserve at once for these arguments; of the others the steps and results are enough.
 */
export const RESERVED: Readonly<Record<string, (...args: never[]) => number>> = {
  pad: (_text: string, width: number, character = ' ') => Math.abs(width) * Math.max(1, character.length),
  join: (texts: readonly string[] = [], separator = '') =>
    texts.reduce((sum, text) => sum + text.length, separator.length * texts.length),
};
