import { parseArgs } from 'node:util';
import { command } from '../command.ts';
import { connect } from '../connection.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations.ts';
import { migrationWords } from './words.ts';

/**
 * `npm run -s migrate`: brings what an earlier release kept into the present layout (docs/upgrade.md). It goes on where it
 * was stopped, and does nothing once it is done. `--per-second 200` leaves the rest of the table's capacity to the users.
 */
const { values } = parseArgs({ options: { 'per-second': { type: 'string' } } });

await command(async () => {
  const perSecond = values['per-second'] === undefined ? undefined : Number(values['per-second']);
  if (perSecond !== undefined && !(perSecond > 0)) throw new Error('--per-second is a number of items above 0');
  const connection = await connect(process.env);
  try {
    const done = await migrate({
      ...connection,
      migrations: MIGRATIONS,
      at: new Date().toISOString(),
      perSecond,
      progress: ({ items }) => void process.stderr.write(`\r${items} items`),
    });
    process.stderr.write('\n');
    process.stdout.write(`${migrationWords(done)}\n`);
  } finally {
    await connection.close();
  }
});
