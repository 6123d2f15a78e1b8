import { z } from 'zod';

/** Licences of what runs in a deployment: they ask for no more than to be named. */
const SHIPPED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]);

/**
 * Tools, which nobody gets a copy of, may also have one that asks for the source of what is changed in them, or is of fonts.
 */
const TOOLS: ReadonlySet<string> = new Set([...SHIPPED, 'MPL-2.0', 'OFL-1.1', 'Python-2.0']);

/** The part of a CycloneDX document that `npm sbom` writes of each package. */
export const Sbom = z.object({
  components: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      properties: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
      licenses: z
        .array(
          z.union([
            z.object({ license: z.union([z.object({ id: z.string() }), z.object({ name: z.string() })]) }),
            z.object({ expression: z.string() }),
          ]),
        )
        .default([]),
    }),
  ),
});

/** Packages whose licence is not allowed, or not told, each as a line to read. */
export const refused = ({ components }: z.infer<typeof Sbom>): string[] =>
  components.flatMap(({ name, version, properties, licenses }) => {
    const isTool = properties.some((one) => one.name === 'cdx:npm:package:development' && one.value === 'true');
    const told = licenses.map((one) => {
      if ('expression' in one) return one.expression;
      return 'id' in one.license ? one.license.id : one.license.name;
    });
    const isAllowed = told.length > 0 && told.every((one) => allows(one, isTool ? TOOLS : SHIPPED));
    return isAllowed ? [] : [`${name}@${version}: ${told.join(', ') || 'no licence told'}${isTool ? ' (tool)' : ''}`];
  });

/** An SPDX expression of one level: whoever offers a choice leaves it to us. */
function allows(expression: string, allowed: ReadonlySet<string>): boolean {
  const choices = expression.replace(/^\(([^()]*)\)$/, '$1').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((one) => allowed.has(one)));
}
