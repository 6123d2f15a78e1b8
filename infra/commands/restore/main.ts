import { resolve } from 'node:path';
import { command } from '../command.ts';
import { optionsOf } from '../options.ts';

const { positionals } = optionsOf(
  `npm run -s restore -- <folder>

Makes the data folder of a host (DATA_DIR, .data if it is not set) of a backup, after every file was held to its digest.
The data folder must be empty or not there: nothing is written over. Then let
numbers go on where none stands on paper, start the host, and see with npm run -s reconcile what is left to do.

Exits with 0, or with 2 and what to do where nothing was restored. docs/backup.md tells the rest.
`,
  {},
  true,
);

const { restoreBackup } = await import('../../local/backup/restore.ts');
const { dataDirOf } = await import('../connection.ts');

await command(async () => {
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1)
    throw new Error('name the folder of the backup; --help tells more');
  const dataDir = dataDirOf(process.env);
  const { release, begunAt, endedAt } = await restoreBackup(resolve(folder), dataDir);
  process.stdout.write(
    [
      `${dataDir}: the registry as release ${release} left it`,
      `All that was acknowledged before ${begunAt} is in it; nothing that was asked for after ${endedAt} is. Whoever sent`,
      'something since then sends it again, best with the same Idempotency-Key, and numbers on paper from since then are void.',
      'Now let numbers go on where none stands on paper (npm run -s reconcile -- --skip-numbers 1000), start the host, then:',
      'npm run -s reconcile -- --mend\n',
    ].join('\n'),
  );
});
