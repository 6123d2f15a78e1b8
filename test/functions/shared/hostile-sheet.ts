import { expect } from 'vitest';
import { readSheet } from '../../../functions/filing/services/form-sheet.ts';
import { readGrid } from '../../../functions/interchange/services/imports/grid.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { HOSTILE_SHEETS } from '../../kit/hostile.ts';
import { longestTurn } from '../../kit/processor-time.ts';

/** Sheets of lines that are right, however long they take. */
const LAWFUL = new Set([
  'titles, and 19,000 rows with everything wrong',
  'numbers of a thousand zeros',
  'numbers of a thousand groups',
  'cells of a thousand blanks',
  'a lawful sheet as long as may be',
]);

/** Expects that a hostile sheet is read, or refused by what it is, while the thread goes on to serve others. */
export async function readOrRefusedInTime(name: string): Promise<void> {
  const bytes = HOSTILE_SHEETS[name]?.();
  if (!bytes) throw new Error(`no hostile sheet ${name}`);
  const { answer, seconds } = await longestTurn(() =>
    Promise.allSettled([readGrid(bytes), readSheet('merchant', bytes, shippedOn('2026-03-17'))]),
  );
  const [lines, merchants] = answer;
  const refused = { reason: { code: expect.stringMatching(/^(MALFORMED_FILE|TOO_LARGE)$/) } };
  expect(lines).toMatchObject(LAWFUL.has(name) ? { status: 'fulfilled' } : refused);
  expect(merchants).toMatchObject(refused);
  expect(seconds).toBeLessThan(0.25);
}
