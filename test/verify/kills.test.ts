import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, it, onTestFinished } from 'vitest';
import { runSurvives } from '../host/killed/credit-run.ts';
import { FILINGS, filingsSurvive } from '../host/killed/filings.ts';
import { messagesSurvive } from '../host/killed/messages.ts';
import { executionsSurvive } from '../infra/local/step-functions/crash.ts';

/** Kills at many points; the tests of every day kill at a few of them. */

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'killed-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Every count from 1 to `most`. */
const upTo = (most: number): number[] => Array.from({ length: most }, (_, index) => index + 1);

describe('a host that is killed', () => {
  it('after every single filing that it has taken loses none', () =>
    filingsSurvive(
      folder(),
      upTo(FILINGS).map((count) => ['filed', count]),
    ));

  it('after every single decision that it has taken loses none', () =>
    filingsSurvive(
      folder(),
      upTo(FILINGS).map((count) => ['decided', count]),
    ));

  it('after every single record that a message has made answers each message as it would have', () =>
    messagesSurvive(
      folder(),
      upTo(4).map((count) => ['filings', count]),
      [...upTo(4).map((count) => ['goods', count] as const), ['trades', 1]],
    ));

  it('in every batch of a credit run scores every entity once', () =>
    runSurvives(folder(), 620, [1, 110, 210, 310, 410, 510]));
});

describe('a Step Functions server that is killed', () => {
  const lives = fc.sample(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 5 }), {
    seed: 11,
    numRuns: 20,
  });
  it.each(lives.map((one) => [one]))('after %j calls in its lives goes on with every execution', (one) =>
    executionsSurvive(one),
  );
});
