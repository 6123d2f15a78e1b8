import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { refused, Sbom } from '../../../../infra/commands/licences/licences.ts';

const bill = (licenses: unknown[], isTool = false) =>
  Sbom.parse({
    components: [
      {
        name: 'thing',
        version: '1.0.0',
        licenses,
        ...(isTool && { properties: [{ name: 'cdx:npm:package:development', value: 'true' }] }),
      },
    ],
  });

it.each([
  ['one that is allowed', [{ license: { id: 'MIT' } }], false],
  ['a choice of one that is', [{ expression: '(MIT OR GPL-3.0-or-later)' }], false],
  ['two that are', [{ expression: 'Apache-2.0 AND MIT' }], false],
  ['MPL of a tool', [{ license: { id: 'MPL-2.0' } }], true],
] as [string, unknown[], boolean][])('allows %s', (_what, licenses, isTool) => {
  expect(refused(bill(licenses, isTool))).toEqual([]);
});

it.each([
  ['one that is not', [{ license: { id: 'AGPL-3.0-only' } }], false],
  ['MPL of what is deployed', [{ license: { id: 'MPL-2.0' } }], false],
  ['GPL of a tool', [{ license: { id: 'GPL-3.0-only' } }], true],
  ['one of two that is not', [{ expression: 'MIT AND GPL-2.0-only' }], false],
  ['words that are no identifier', [{ license: { name: 'see LICENSE' } }], false],
  ['none', [], false],
  ['an expression of more than one level', [{ expression: 'MIT AND (ISC OR GPL-2.0-only)' }], false],
] as [string, unknown[], boolean][])('refuses %s, by name', (_what, licenses, isTool) => {
  expect(refused(bill(licenses, isTool))).toEqual([expect.stringMatching(/^thing@1\.0\.0: /)]);
});

it('allows every package of the lock file', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version: string; license?: string; dev?: boolean }>;
  };
  const found = Object.entries(packages)
    .filter(([path]) => path !== '')
    .flatMap(([path, { version, license, dev }]) =>
      refused(
        Sbom.parse({
          components: [
            {
              name: path,
              version,
              licenses: license === undefined ? [] : [{ expression: license }],
              properties: dev ? [{ name: 'cdx:npm:package:development', value: 'true' }] : [],
            },
          ],
        }),
      ),
    );
  expect(found).toEqual([]);
});
