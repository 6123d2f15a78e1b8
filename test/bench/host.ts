import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Role } from '../../functions/shared/auth/caller.ts';
import { startHost } from '../../infra/local/host.ts';

/**
 * The host in a process of its own, which tells how long its event loop stood still.
 *
 * Argument: how many messages of the outbox it carries at once; without one as many as the host does.
 */

const RESOLUTION = 2;
const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
const atOnce = process.argv[2] === undefined ? {} : { messagesAtOnce: Number(process.argv[2]) };
const host = await startHost({ port: 0, stepFunctionsPort: 0, dataDir, ...atOnce });
const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
delay.enable();

process.on('message', (what) => {
  if (what === 'reset') {
    delay.reset();
    process.send?.({ reset: true });
  } else if (what === 'read') process.send?.({ longest: Math.max(0, delay.max / 1e6 - RESOLUTION) });
  else
    void host
      .close()
      .then(() => rmSync(dataDir, { recursive: true, force: true }))
      .then(() => process.exit(0));
});
// A bench that broke off leaves nothing running.
process.on('disconnect', () => process.exit(1));
const tokenOf = (role: Role): Promise<string> =>
  host.tokens.issue({ sub: `bench-${role}`, role, districtId: '500111' });
process.send?.({ url: host.url, clerk: await tokenOf('clerk'), reviewer: await tokenOf('reviewer') });
