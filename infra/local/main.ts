import { migrationWords } from '../commands/migrate/words.ts';
import { complaint } from './complaint.ts';
import { HELP } from './help.ts';
import type { Host } from './host.ts';
import { settings } from './settings.ts';

/** How long the parts may take to close: one that waits for an engine that is gone would wait for ever. */
const CLOSING_MILLISECONDS = { inOrder: 10_000, failed: 500 };

/** `npm start`: the registry on this machine. */
let host: Host | undefined;
let stopping = false;

const stop = async (code: number, milliseconds = CLOSING_MILLISECONDS.inOrder): Promise<void> => {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(code || 1), milliseconds).unref();
  await host?.close().catch((error: unknown) => {
    if (code === 0) console.error(complaint(error));
  });
  process.exit(code);
};
/** Says why in one line and ends the process within a second, so that whoever watches it can start it again. */
const fail = (why: unknown): void => {
  if (stopping) return;
  console.error(complaint(why));
  void stop(1, CLOSING_MILLISECONDS.failed);
};
process.on('uncaughtException', fail).on('unhandledRejection', fail);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));

if (process.argv.includes('--help')) {
  process.stdout.write(HELP);
  process.exit(0);
}
// What it keeps has identity numbers and telephones in it: nobody else on the machine reads a file that it, or its engine,
// makes.
process.umask(0o077);
try {
  const told = settings(process.env, process.argv.slice(2));
  // All of the registry is loaded only once it is known what to start.
  const { startHost } = await import('./host.ts');
  host = await startHost(told);
  void host.failed.then(fail);
  if (host.migrated) console.log(migrationWords(host.migrated));
  const [{ storyOnce }, { greet }] = await Promise.all([import('./story/once.ts'), import('./story/greeting.ts')]);
  const people = await storyOnce(host, told);
  await greet(host, told.dataDir, people);
} catch (error) {
  fail(error);
}
