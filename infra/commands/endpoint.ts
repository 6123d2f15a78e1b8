import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Engine, givenEngine, isServed, startEngine } from '../local/dynamodb/engine.ts';

/**
 * The engine that a command works on: `DYNAMODB_ENDPOINT` of a host that is running, else the one that is started on the
 * folder `DATA_DIR`.
 *
 * @throws Error where there is no registry, or a host serves it
 */
export async function localEngine(env: NodeJS.ProcessEnv): Promise<Engine> {
  const given = env['DYNAMODB_ENDPOINT'];
  if (given !== undefined) return givenEngine(given);
  const file = join(resolve(env['DATA_DIR'] ?? '.data'), 'registry.sqlite');
  if (!existsSync(file)) throw new Error(`there is no registry at ${file}: set DATA_DIR or DYNAMODB_ENDPOINT`);
  if (isServed(file)) {
    throw new Error('the host is running: set DYNAMODB_ENDPOINT to the address of DynamoDB that it printed');
  }
  return startEngine(file);
}
