import { writeFileSync } from 'node:fs';
import { optionsOf } from '../options.ts';
import { eventsPage } from './events.ts';
import { rulesPage } from './rules.ts';
import { readmeWithTables } from './state-tables.ts';

optionsOf(
  `npm run docs

Writes what documents say of the code from the code: the state tables of README.md, docs/events.md and docs/rules.md.

Exits with 0. CONTRIBUTING.md tells the rest.
`,
  {},
);

/** `npm run docs`: writes what documents say of the code from the code; a test holds them to it. */
writeFileSync(new URL('../../../README.md', import.meta.url), readmeWithTables());
writeFileSync(new URL('../../../docs/events.md', import.meta.url), eventsPage());
writeFileSync(new URL('../../../docs/rules.md', import.meta.url), await rulesPage());
