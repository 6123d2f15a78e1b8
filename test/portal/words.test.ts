import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NOTICE_NAMES } from '../../functions/notices/domain/names.ts';
import { AUDIT_ACTION_NAMES } from '../../functions/system/domain/names.ts';
import { OFFICE_KINDS } from '../../portal/notices/party-kinds.ts';

it('every deed that is written into the audit trail by its name has a Chinese one', () => {
  const sources = readdirSync('functions', { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  const deeds = sources.flatMap((path) =>
    [
      ...readFileSync(join('functions', path), 'utf8').matchAll(
        /\baction(?: =|:) (?:[^,;'\n]* \? )?'([A-Z_]+)'(?: : '([A-Z_]+)')?/g,
      ),
    ].flatMap(([, one, other]) => [one, other].filter((deed) => deed !== undefined)),
  );
  expect(deeds.length).toBeGreaterThan(60);
  expect([...new Set(deeds)].filter((deed) => !(deed in AUDIT_ACTION_NAMES))).toEqual([]);
});

it('notices of offices alone are notices', () => {
  expect([...OFFICE_KINDS].filter((kind) => !(kind in NOTICE_NAMES))).toEqual([]);
});
