import { command } from '../command.ts';
import { optionsOf } from '../options.ts';
import { progress } from '../progress.ts';

const { values } = optionsOf(
  `npm run -s replay [-- --event TradeChanged] [-- --district 500111] [-- --run <time>]

Has every record announced again from its present state, for a capability that is new or missed something. The host that
serves the tables carries what it writes.

  --event <name>     only this event, and those of further --event
  --district <code>  only this district, and those of further --district
  --run <time>       goes on with a run that was stopped, by the name that it printed

It works on a host that is running or on a data folder (DATA_DIR, .data if it is not set), or on AWS: REGISTRY_TABLE and
AUDIT_TABLE.

Exits with 0, or with 2 where it broke off. docs/operations.md tells the rest.
`,
  {
    event: { type: 'string', multiple: true },
    district: { type: 'string', multiple: true },
    run: { type: 'string' },
  },
);

const { reference } = await import('../../../functions/shared/reference/reference.ts');
const { table } = await import('../../../functions/shared/table/table.ts');
const { connect } = await import('../connection.ts');
const { replaysWith } = await import('./producers.ts');
const { isBegun, replay } = await import('./replay.ts');

const wordsOf = (announced: Readonly<Record<string, number>>): string =>
  Object.entries(announced)
    .map(([event, count]) => `${event} ${count}`)
    .join(', ');

await command(async () => {
  const run = values.run ?? new Date().toISOString();
  if (Number.isNaN(Date.parse(run))) throw new Error('--run is the name that the run printed, an instant of ISO 8601');
  const connection = await connect(process.env);
  const { client, names } = connection;
  try {
    const registry = table(client, names);
    if (values.run !== undefined && !(await isBegun(registry, run))) {
      throw new Error(`no run ${run} was begun here: leave --run out for a new one`);
    }
    const lists = await reference(registry, () => new Date(run)).at(run);
    const replays = replaysWith(lists);
    const districts = chosen('--district', [...lists.tenants.keys()], values.district);
    const all = replays.map(({ event }) => event);
    const events = chosen('--event', all, values.event);
    process.stdout.write(`run ${run}\n`);
    const line = progress();
    const announced = await replay({
      table: registry,
      replays: replays.filter(({ event }) => events.includes(event)),
      districts,
      run,
      progress: (sofar) => line.show(wordsOf(sofar)),
    });
    line.end();
    process.stdout.write(`announced again: ${wordsOf(announced)}\n`);
  } finally {
    await connection.close();
  }
});

/** @throws Error for what is none of those that there are */
function chosen(option: string, known: readonly string[], wanted: readonly string[] = known): readonly string[] {
  const unknown = wanted.filter((one) => !known.includes(one));
  if (unknown.length > 0) throw new Error(`${option} ${unknown.join(', ')}: there are ${known.join(', ')}`);
  return wanted;
}
