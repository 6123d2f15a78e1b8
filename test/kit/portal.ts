import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type HostProcess, startProcess } from './process.ts';

export interface Portal {
  readonly dataDir: string;
  /** The host that serves it, once it has told the sample chain; a test may put another in its place. */
  host: HostProcess;
}

/**
 * A host with the sample chain and its portal, in a folder of its own, for a test file.
 *
 * @param environment what its operator has switched on
 */
export function usePortal(environment: Record<string, string> = {}): Portal {
  const dataDir = mkdtempSync(join(tmpdir(), 'portal-'));
  let host: HostProcess | undefined;
  beforeAll(async () => {
    host = await startProcess(dataDir, environment, []);
  });
  afterAll(async () => {
    await host?.kill('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    dataDir,
    get host() {
      if (!host) throw new Error('the host runs inside tests and hooks only');
      return host;
    },
    set host(other) {
      host = other;
    },
  };
}
