import { print, type Row } from './row.ts';

/** `npm run bench` runs all; `npm run bench -- planner` one. Each section measures its comparison in the same run. */
const sections: Record<string, () => Promise<{ bench: (args: string[]) => Promise<Row[]> }>> = {
  start: () => import('./start.ts'),
  gateway: () => import('./gateway.ts'),
  workflows: () => import('./workflows.ts'),
  capacity: () => import('./capacity.ts'),
  filing: () => import('./filing.ts'),
  credit: () => import('./credit/bench.ts'),
  planner: () => import('./planner/run.ts'),
  interchange: () => import('./interchange/run.ts'),
  hostile: () => import('./hostile.ts'),
  stream: () => import('./stream.ts'),
};

// Before any section loads the logger.
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';

const [wanted, ...args] = process.argv.slice(2);
if (wanted === '--help') {
  console.log(`npm run bench -- [<section>]   all of them, or one: ${Object.keys(sections).join(', ')}`);
  process.exit(0);
}
if (wanted !== undefined && !(wanted in sections)) {
  console.error(`no section ${wanted}; there are ${Object.keys(sections).join(', ')}`);
  process.exit(1);
}
for (const [name, load] of Object.entries(sections)) {
  if (wanted !== undefined && wanted !== name) continue;
  const { bench } = await load();
  print(name, await bench(args));
}
process.exit(0);
