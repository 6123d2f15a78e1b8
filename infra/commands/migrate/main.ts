import { command } from '../command.ts';
import { optionsOf } from '../options.ts';
import { progress } from '../progress.ts';

const { values } = optionsOf(
  `npm run -s migrate [-- --per-second <items>]

Brings what an earlier release kept into the present layout. The registry is read and changed meanwhile. It goes on where it
was stopped, and does nothing once it is done.

  --per-second <items>  leaves the rest of the table's capacity to the users

It works on a host that is running or on a data folder (DATA_DIR, .data if it is not set), which npm start brings up to date
by itself, or on AWS: REGISTRY_TABLE and AUDIT_TABLE.

Exits with 0, or with 2 where it broke off: run it again. docs/upgrade.md tells the rest.
`,
  { 'per-second': { type: 'string' } },
);

const { connect } = await import('../connection.ts');
const { migrate } = await import('./migrate.ts');
const { MIGRATIONS } = await import('./migrations.ts');
const { migrationWords } = await import('./words.ts');

await command(async () => {
  const perSecond = values['per-second'] === undefined ? undefined : Number(values['per-second']);
  if (perSecond !== undefined && !(perSecond > 0)) throw new Error('--per-second is a number of items above 0');
  const connection = await connect(process.env);
  try {
    const line = progress();
    const done = await migrate({
      ...connection,
      migrations: MIGRATIONS,
      at: new Date().toISOString(),
      perSecond,
      progress: ({ items }) => line.show(`${items} items`),
    });
    line.end();
    process.stdout.write(`${migrationWords(done)}\n`);
  } finally {
    await connection.close();
  }
});
