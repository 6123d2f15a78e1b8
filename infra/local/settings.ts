import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { HostOptions } from './host.ts';

/** A setting that a user can mend; its message is all they need to see. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting';
}

/**
 * What `npm start` was told: `PORT`, `STEP_FUNCTIONS_PORT`, `DATA_DIR`, `DYNAMODB_ENDPOINT`, and `--no-story`.
 *
 * @throws BadSetting
 */
export function settings(environment: NodeJS.ProcessEnv, args: string[]): HostOptions & { readonly story: boolean } {
  return {
    port: port(environment, 'PORT', 3000),
    stepFunctionsPort: port(environment, 'STEP_FUNCTIONS_PORT', 8083),
    dataDir: resolve(environment['DATA_DIR'] || '.data'),
    dynamodbEndpoint: endpoint(environment['DYNAMODB_ENDPOINT']),
    story: !flags(args)['no-story'],
  };
}

function flags(args: string[]) {
  try {
    return parseArgs({ args, options: { 'no-story': { type: 'boolean', default: false } } }).values;
  } catch (error) {
    throw new BadSetting(`${error instanceof Error ? error.message : String(error)}; the only option is --no-story`);
  }
}

function endpoint(given: string | undefined): string | undefined {
  if (!given) return undefined;
  if (/^https?:$/.test(URL.parse(given)?.protocol ?? '')) return given;
  throw new BadSetting(`DYNAMODB_ENDPOINT=${given} is no address: give one such as http://127.0.0.1:8000`);
}

function port(environment: NodeJS.ProcessEnv, variable: string, standard: number): number {
  const text = environment[variable] || String(standard);
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value < 65_536) return value;
  throw new BadSetting(`${variable}=${text} is not a port: give a number from 0 to 65535`);
}
