import { resolve } from 'node:path';
import type { Ask } from '../../local/door.ts';
import { command } from '../command.ts';
import { optionsOf } from '../options.ts';

const { positionals } = optionsOf(
  `npm run -s backup -- <folder>

Copies the data folder of a host on this machine (DATA_DIR, .data if it is not set) into a new folder, whole, with a digest
of every file. The host may be running and in use; it goes on meanwhile. Whatever was acknowledged before the copy began is
in it. It holds the registry's keys and personal data: keep it as you keep the data folder itself.

Exits with 0, or with 2 and what to do where there is no backup. docs/backup.md tells the rest.
`,
  {},
  true,
);

const { VERSION } = await import('../../../functions/system/version.ts');
const { makeBackup, NoBackup } = await import('../../local/backup/backup.ts');
const { databasesIn } = await import('../../local/backup/databases.ts');
const { BackupManifest } = await import('../../local/backup/manifest.ts');
const { hostClock } = await import('../../local/clock.ts');
const { doorOf } = await import('../../local/door.ts');
const { addressesAt, dataDirOf } = await import('../connection.ts');

await command(async () => {
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new Error('name the folder to be made; --help tells more');
  const [dataDir, into] = [dataDirOf(process.env), resolve(folder)];
  const ask = await doorOf(dataDir);
  await refuseOtherTables(ask);
  const made = ask
    ? BackupManifest.parse(await ask('backup', into))
    : await makeBackup({
        dataDir,
        into,
        databases: databasesIn(dataDir),
        release: VERSION,
        now: hostClock(`${dataDir}/clock`).now,
      });
  const bytes = made.files.reduce((sum, file) => sum + file.bytes, 0);
  process.stdout.write(
    `${into}: ${made.files.length} files, ${(bytes / 1e6).toFixed(1)} MB; all that was acknowledged before ${made.begunAt} is in it\n`,
  );
});

/** Tables elsewhere would be missing in the copy, without a word. */
async function refuseOtherTables(ask: Ask | undefined): Promise<void> {
  const given = process.env['DYNAMODB_ENDPOINT'];
  if (given === undefined) return;
  const own = ask && (await addressesAt(ask)).dynamodb;
  if (own === given) return;
  throw new NoBackup(
    `DYNAMODB_ENDPOINT=${given} is not of ${dataDirOf(process.env)}: unset it, or back that up by its own means`,
  );
}
