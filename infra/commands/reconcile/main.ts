import { setTimeout as delay } from 'node:timers/promises';
import { command } from '../command.ts';
import { optionsOf } from '../options.ts';

const { values } = optionsOf(
  `npm run -s reconcile [-- --mend] [-- --skip-numbers <count>]

Holds records, executions of workflows, messages and files to each other, as after a restore they may not fit. It prints what
it finds, one a line, each with what to do, and changes nothing.

  --mend                  mends what can be mended without harm, and names the rest; the host must be running
  --skip-numbers <count>  lets every series of numbers go on so many numbers later: those that were given after the backup
                          may stand on paper, and would be given again; best before the host is started

It works on a host that is running (DATA_DIR, .data if it is not set), on the data folder of one that is not, or on AWS:
REGISTRY_TABLE, AUDIT_TABLE, DOCUMENT_BUCKET, EVIDENCE_BUCKET and RELAY_FUNCTION, from whose environment the state machines
are read.

Exits with 0 where all fits, was mended or does no harm, with 1 where something is left, with 2 where it could not look.
docs/backup.md tells the rest.
`,
  { mend: { type: 'boolean' }, 'skip-numbers': { type: 'string' } },
);

const { table } = await import('../../../functions/shared/table/table.ts');
const { connect } = await import('../connection.ts');
const { HARMLESS, REMEDIES } = await import('./finding.ts');
const { outside } = await import('./outside.ts');
const { reconcile } = await import('./reconcile.ts');
const { skipNumbers } = await import('./skip-numbers.ts');

/** [designed] Times that what does not fit is looked at, a second apart: a step of a workflow takes less. */
const LOOKS = 5;

await command(async () => {
  const skipped = Number(values['skip-numbers'] ?? 0);
  if (!Number.isInteger(skipped) || skipped < 0) throw new Error('--skip-numbers is a whole number');
  const connection = await connect(process.env);
  try {
    const around = await outside(process.env);
    try {
      if (values.mend === true && !around.isInUse) {
        throw new Error(
          'no host runs on the data folder, which would carry what is mended: start it, then repeat this',
        );
      }
      const findings = await reconcile({
        ...connection,
        ...around,
        run: around.now().toISOString(),
        again: async (look) => {
          if (!around.isInUse || look === LOOKS) return false;
          await delay(1000);
          return true;
        },
      });
      let left = 0;
      for (const { what, id, detail, mend } of findings) {
        const isMended = values.mend === true && mend !== undefined;
        if (isMended) await mend();
        else if (!HARMLESS.has(what)) left += 1;
        process.stdout.write(
          `${isMended ? 'mended ' : ''}${what} ${id} (${detail})${isMended ? '' : `: ${REMEDIES[what]}`}\n`,
        );
      }
      if (skipped > 0) {
        const series = await skipNumbers(connection, table(connection.client, connection.names), skipped);
        process.stdout.write(`${series} series of numbers go on ${skipped} later\n`);
      }
      process.stdout.write(
        findings.length === 0
          ? 'records, executions, messages and files fit\n'
          : `${findings.length} found, ${left} left to be mended\n`,
      );
      if (left > 0) process.exitCode = 1;
    } finally {
      await around.close();
    }
  } finally {
    await connection.close();
  }
});
