import { Problem } from '../../functions/shared/http/problem.ts';
import { danger, says } from '../../functions/shared/kernel/finding.ts';
import { onThread } from '../../functions/shared/threads/task.ts';

export interface Told {
  readonly milliseconds?: number;
  readonly fail?: 'problem' | 'error' | 'memory' | 'exit';
  readonly give?: unknown;
}

/** Work of the pool that is busy, fails or dies as it is told. */
export const told = onThread(import.meta.url, 'told', 25, async ({ milliseconds = 0, fail, give }: Told) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
  if (fail === 'problem') throw new Problem('MALFORMED_FILE', says('不行', '请重做'), [danger('CODE', '/a', '错')]);
  if (fail === 'error') throw new RangeError('told to fail');
  if (fail === 'exit') process.exit(3);
  if (fail === 'memory') for (const hoard: unknown[] = []; ; ) hoard.push(Array<number>(4_000_000).fill(0.5));
  return give;
});

/** Is busy for so many milliseconds, and may be for half a second. */
export const hasty = onThread(import.meta.url, 'hasty', 0.5, (milliseconds: number) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
});

export const other = onThread(import.meta.url, 'other', 2, (text: string) => text.toUpperCase());
