import { text } from 'node:stream/consumers';
import type { z } from 'zod';
import { command } from '../command.ts';
import { optionsOf } from '../options.ts';
import { refused, Sbom } from './licences.ts';

const HELP = `npm sbom --sbom-format cyclonedx | npm run -s licences

Reads a software bill of materials (CycloneDX JSON) and names every package whose licence is not on the list in
infra/commands/licences/licences.ts.

Exits with 0, with 1 where there is such a package, with 2 where it cannot read the bill. README.md tells the rest.
`;

optionsOf(HELP, {});

await command(async () => {
  if (process.stdin.isTTY) {
    process.stdout.write(HELP);
    return;
  }
  const bill = billIn(await text(process.stdin));
  const lines = refused(bill);
  for (const line of lines) process.stderr.write(`${line}\n`);
  if (lines.length > 0) process.exitCode = 1;
  else process.stdout.write(`${bill.components.length} packages, each under a licence that is allowed\n`);
});

/** @throws Error where it is no bill */
function billIn(json: string): z.infer<typeof Sbom> {
  try {
    return Sbom.parse(JSON.parse(json));
  } catch (error) {
    throw new Error('what stands on standard input is no software bill of materials in CycloneDX JSON', {
      cause: error,
    });
  }
}
