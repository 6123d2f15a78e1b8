import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { command } from '../command.ts';
import { smoke, WrongToken } from './smoke.ts';

/**
 * `npm run -s smoke -- <url>`: runs the main chain over HTTP against a registry wherever it is deployed, in the trial
 * district (docs/operations.md). It exits with 1 where the chain does not come through, with 2 where it cannot begin.
 */
const HELP = `npm run -s smoke -- <url>

Runs the main chain (file, review, approve, trade, consolidate, seal, score, trace) over HTTP against the registry at
<url>, in the trial district 500999, which no list and no figure of a centre or of the city has.

  SMOKE_CLERK_TOKEN      token of a clerk of the trial district
  SMOKE_REVIEWER_TOKEN   token of a reviewer of it, another person
`;

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean', default: false } },
  allowPositionals: true,
});

await command(async () => {
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const [given, ...more] = positionals;
  const { SMOKE_CLERK_TOKEN: clerk, SMOKE_REVIEWER_TOKEN: reviewer } = process.env;
  if (!given || more.length > 0 || !/^https?:$/.test(URL.parse(given)?.protocol ?? '') || !clerk || !reviewer) {
    throw new Error(`give one address, and both tokens in the environment\n\n${HELP}`);
  }
  const began = performance.now();
  const run = String(randomInt(10_000_000)).padStart(7, '0');
  const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  const say = (part: string): void => void process.stdout.write(`${seconds().padStart(7)}  ${part}\n`);
  try {
    await smoke({ url: given.replace(/\/+$/, ''), tokens: { clerk, reviewer }, run, now: new Date(), say });
    say(`run ${run} came through`);
  } catch (error) {
    if (error instanceof WrongToken) throw error;
    process.exitCode = 1;
    // What fetch throws says only that it failed; why stands in its cause.
    const why = error instanceof Error ? [error.message, error.cause].filter(Boolean).join(': ') : String(error);
    process.stderr.write(`run ${run} did not come through: ${why}\n`);
  }
});
