import { complaint } from './complaint.ts';
import { type Host, startHost } from './host.ts';
import { settings } from './settings.ts';
import { greet } from './story/greeting.ts';
import { storyOnce } from './story/once.ts';

/** `npm start`: the registry on this machine. */
let host: Host | undefined;
let stopping = false;

const stop = async (code: number): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await host?.close().catch((error: unknown) => console.error(complaint(error)));
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));

try {
  const told = settings(process.env, process.argv.slice(2));
  host = await startHost(told);
  void host.engineExit.then(() => {
    if (!stopping) console.error('the DynamoDB engine ended, the host stops with it; what was committed is kept');
    return stop(1);
  });
  await storyOnce(host, told);
  await greet(host);
} catch (error) {
  if (!stopping) console.error(complaint(error));
  await stop(1);
}
