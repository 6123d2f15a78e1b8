import { expect, it } from 'vitest';
import { triedTable, verifiedPage, whyNotKept } from './verify/table.ts';

const tried = [
  { file: 'test/verify/a.test.ts', group: 'a host', tests: ['that is killed', 'that a|b'], milliseconds: 1234 },
  { file: 'test/verify/b.test.ts', group: '', tests: ['alone'], milliseconds: 50 },
  { file: 'test/verify/c.test.ts', group: 'a matrix', tests: Array.from({ length: 20 }, String), milliseconds: 0 },
];

it('shows what a run tried, a matrix by its number', () => {
  expect(triedTable(tried).split('\n').slice(2)).toEqual([
    '| `test/verify/a.test.ts` | a host: that is killed; that a\\|b | 2 | 1.2 |',
    '| `test/verify/b.test.ts` | alone | 1 | 0.1 |',
    '| `test/verify/c.test.ts` | a matrix | 20 | 0.0 |',
    '',
  ]);
});

it('says on which commit and when, and whether that is what ran', () => {
  const run = { commit: '6d3cb8c', isModified: false, at: '2026-11-30T08:00:00.000Z', seconds: 61 };
  expect(verifiedPage(tried, run)).toContain(
    '- Commit: 6d3cb8c\n- Ended: 2026-11-30T08:00:00.000Z\n- Took: 2 minutes\n- Tests: 23',
  );
  expect(verifiedPage(tried, { ...run, isModified: true })).toContain('6d3cb8c, with changes that were not committed');
});

it('keeps a run only where it was whole and every test passed', () => {
  const whole = { files: ['a', 'b'], ran: ['b', 'a'], environment: {}, isGreen: true };
  expect(whyNotKept(whole)).toBeUndefined();
  expect(whyNotKept({ ...whole, ran: ['a'] })).toContain('b did not');
  expect(whyNotKept({ ...whole, environment: { VERIFY_REQUESTS: '10' } })).toContain('VERIFY_REQUESTS');
  expect(whyNotKept({ ...whole, isGreen: false })).toContain('not every test passed');
});
