import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startHost } from '../../infra/local/host.ts';

/** The host in a process of its own, which tells how long its event loop stood still. */

const RESOLUTION = 2;
const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
const host = await startHost({ port: 0, stepFunctionsPort: 0, dataDir });
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
process.send?.({
  url: host.url,
  token: await host.tokens.issue({ sub: 'bench', role: 'clerk', districtId: '500111' }),
});
