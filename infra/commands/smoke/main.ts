import { randomInt } from 'node:crypto';
import { command, whyOf } from '../command.ts';
import { optionsOf } from '../options.ts';
import { CannotBegin, smoke } from './smoke.ts';

const { positionals } = optionsOf(
  `npm run -s smoke -- <url>

Runs the main chain (file, review, approve, trade, consolidate, seal, score, trace) over HTTP against the registry at
<url>, in the trial district 500999, which no list and no figure of a centre or of the city has.

  SMOKE_CLERK_TOKEN      token of a clerk of the trial district
  SMOKE_REVIEWER_TOKEN   token of a reviewer of it, another person

On this machine npm run -s token -- clerk --district 500999 prints one, and the same of a reviewer the other.

Exits with 0 where the chain came through, with 1 where it did not, with 2 where it cannot begin.
docs/operations.md tells the rest.
`,
  {},
  true,
);

await command(async () => {
  const [given, ...more] = positionals;
  const { SMOKE_CLERK_TOKEN: clerk, SMOKE_REVIEWER_TOKEN: reviewer } = process.env;
  if (!given || more.length > 0 || !/^https?:$/.test(URL.parse(given)?.protocol ?? '')) {
    throw new Error('give one address, such as https://registry.example.cn; see --help');
  }
  if (!clerk || !reviewer) {
    throw new Error(`set ${clerk ? 'SMOKE_REVIEWER_TOKEN' : 'SMOKE_CLERK_TOKEN'} to a token; see --help`);
  }
  const began = performance.now();
  const run = String(randomInt(10_000_000)).padStart(7, '0');
  const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  const say = (part: string): void => void process.stdout.write(`${seconds().padStart(7)}  ${part}\n`);
  try {
    await smoke({ url: given.replace(/\/+$/, ''), tokens: { clerk, reviewer }, run, now: new Date(), say });
    say(`run ${run} came through`);
  } catch (error) {
    if (error instanceof CannotBegin) throw error;
    process.exitCode = 1;
    process.stderr.write(`run ${run} did not come through: ${whyOf(error)}\n`);
  }
});
