/** One group of tests of the second tier, as the table of a run shows it. */
export interface Tried {
  /** From the project's root. */
  readonly file: string;
  readonly group: string;
  readonly tests: readonly string[];
  readonly milliseconds: number;
}

/** Titles of a group are told one by one up to so many; a matrix of more by its number alone. */
const MAX_TITLES = 6;

/** The table of what a run of `npm run verify` tried, in Markdown. */
export function triedTable(tried: readonly Tried[]): string {
  const rows = tried.map(({ file, group, tests, milliseconds }) => {
    const titles = tests.length > MAX_TITLES ? [] : tests;
    const what = [group, titles.join('; ')].filter((text) => text !== '').join(': ');
    return `| \`${file}\` | ${what.replaceAll('|', '\\|').replaceAll('\n', ' ')} | ${tests.length} | ${(milliseconds / 1000).toFixed(1)} |`;
  });
  return ['| File | Tried | Tests | Seconds |', '|---|---|---|---|', ...rows, ''].join('\n');
}

/** When and on what a run was made. */
export interface Run {
  readonly commit: string;
  /** Whether files differed from the commit. */
  readonly isModified: boolean;
  /** ISO 8601. */
  readonly at: string;
  readonly seconds: number;
}

/** `docs/verified.md`: the last whole and green run. */
export const verifiedPage = (tried: readonly Tried[], { commit, isModified, at, seconds }: Run): string =>
  `# Verified

Written by \`npm run verify\` after a run of the whole second tier in which every test passed; do not edit.

- Commit: ${commit}${isModified ? ', with changes that were not committed' : ''}
- Ended: ${at}
- Took: ${Math.ceil(seconds / 60)} minutes
- Tests: ${tried.reduce((sum, { tests }) => sum + tests.length, 0)}

${triedTable(tried)}`;

/** Settings that make a run smaller than the whole. */
const LESSENING = ['VERIFY_REQUESTS', 'VERIFY_SEED', 'VERIFY_MIGRATION_COPIES'];

/** Why a run is not one to keep; undefined where it is whole and green. */
export function whyNotKept(run: {
  /** The files of the tier, and those that ran, both from the project's root. */
  readonly files: readonly string[];
  readonly ran: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Whether every test passed; one that was passed over has not been tried. */
  readonly isGreen: boolean;
}): string | undefined {
  const left = new Set(run.files).difference(new Set(run.ran));
  if (left.size > 0) return `not the whole tier ran: ${[...left].join(', ')} did not`;
  const lessened = LESSENING.filter((name) => run.environment[name] !== undefined);
  if (lessened.length > 0) return `not the whole tier ran: ${lessened.join(', ')} was set`;
  return run.isGreen ? undefined : 'not every test passed';
}
