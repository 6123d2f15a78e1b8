import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { hostClock } from '../local/clock.ts';
import { loadDefinitions } from '../local/definitions.ts';
import { doorOf } from '../local/door.ts';
import { startStepFunctions } from '../local/step-functions/server.ts';
import { never } from '../local/step-functions/within.ts';
import { workflows } from '../manifest.ts';
import { addressesAt } from './connection.ts';

export interface LocalStepFunctions {
  readonly client: SFNClient;
  /** Whether a host works with it meanwhile. */
  readonly isInUse: boolean;
  readonly close: () => Promise<void>;
}

/**
 * Step Functions of a data folder: that of the host which runs on it; else what the folder holds, whose executions nobody
 * drives: they stand as the host left them.
 */
export async function localStepFunctions(dataDir: string): Promise<LocalStepFunctions> {
  const ask = await doorOf(dataDir);
  if (ask) {
    const { stepFunctions } = await addressesAt(ask);
    return { client: stepFunctionsAt(stepFunctions), isInUse: true, close: async () => {} };
  }
  const server = await startStepFunctions({
    dataDir,
    definitions: loadDefinitions(workflows),
    invokeFunction: never,
    now: hostClock(join(dataDir, 'clock')).now,
  });
  server.pause();
  return { client: stepFunctionsAt(await server.listen(0)), isInUse: false, close: () => server.close() };
}

/** A client of the embedded Step Functions. */
export function stepFunctionsAt(endpoint: string): SFNClient {
  const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' };
  return new SFNClient({ endpoint, region: 'us-east-1', credentials });
}
