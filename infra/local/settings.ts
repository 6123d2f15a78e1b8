import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { channelSettings } from '../../functions/shared/outbound/channels.ts';
import { BadSetting } from './bad-setting.ts';
import type { CertificateFiles } from './certificate.ts';
import type { HostOptions } from './host.ts';
import { EVERY_ADDRESS, THIS_MACHINE } from './listen.ts';

/**
 * What `npm start` was told: `HOST`, `PORT`, `TLS_CERT`, `TLS_KEY`, `DEV_PORT`, `STEP_FUNCTIONS_PORT`, `DATA_DIR`,
 * `DYNAMODB_ENDPOINT`, `PUBLIC_URL`, `OUTBOUND_HOSTS`, the channels that reach people, and `--no-story`. The functions read
 * the allowed hosts and the channels from the environment themselves; here they are only looked at.
 *
 * @throws BadSetting
 */
export function settings(environment: NodeJS.ProcessEnv, args: string[]): HostOptions & { readonly story: boolean } {
  requireOutbound(environment);
  const host = addressOf(environment);
  return {
    host,
    port: port(environment, 'PORT', 3000),
    certificateFiles: certificateFiles(environment),
    devPort: environment['DEV_PORT'] ? port(environment, 'DEV_PORT', 0) : undefined,
    stepFunctionsPort: port(environment, 'STEP_FUNCTIONS_PORT', 8083),
    dataDir: resolve(environment['DATA_DIR'] || '.data'),
    dynamodbEndpoint: address(environment, 'DYNAMODB_ENDPOINT', 'http://127.0.0.1:8000'),
    publicUrl: publicUrl(environment, host),
    story: !flags(args)['no-story'],
  };
}

/** @throws BadSetting */
function requireOutbound(environment: NodeJS.ProcessEnv): void {
  try {
    channelSettings(environment);
  } catch (error) {
    throw new BadSetting(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function flags(args: string[]) {
  try {
    return parseArgs({ args, options: { 'no-story': { type: 'boolean', default: false } } }).values;
  } catch (error) {
    throw new BadSetting(
      `${error instanceof Error ? error.message : String(error)}; the only option is --no-story, and --help tells of the variables`,
    );
  }
}

/** @returns an address of a machine, which names the network by which it is reached */
function addressOf(environment: NodeJS.ProcessEnv): string {
  const given = environment['HOST'] || THIS_MACHINE;
  if (given === 'localhost') return THIS_MACHINE;
  if (isIP(given) !== 0) return given;
  throw new BadSetting(`HOST=${given} is no IP address: give one of this machine, such as 192.168.1.10`);
}

function certificateFiles(environment: NodeJS.ProcessEnv): CertificateFiles | undefined {
  const { TLS_CERT: cert, TLS_KEY: key } = environment;
  if (!cert && !key) return undefined;
  if (cert && key) return { cert, key };
  throw new BadSetting('TLS_CERT and TLS_KEY belong together: set both or neither');
}

function address(environment: NodeJS.ProcessEnv, variable: string, example: string): string | undefined {
  const given = environment[variable];
  if (!given) return undefined;
  if (/^https?:$/.test(URL.parse(given)?.protocol ?? '')) return given;
  throw new BadSetting(`${variable}=${given} is no address: give one such as ${example}`);
}

/** [designed] A QR code that a phone reads off a stamped page bears so long an address beside a certificate's signature. */
const PUBLIC_URL_CHARACTERS = 200;

/** Paths follow it: no query, no fragment, no slash at the end. */
function publicUrl(environment: NodeJS.ProcessEnv, host: string): string | undefined {
  const example = 'https://registry.example.cn';
  const given = address(environment, 'PUBLIC_URL', example)?.replace(/(?<!\/)\/+$/, '');
  if (given === undefined && EVERY_ADDRESS.has(host)) {
    throw new BadSetting(`HOST=${host} names no address to send people to: set PUBLIC_URL to that, such as ${example}`);
  }
  if (given === undefined || (!/[?#\s]/.test(given) && given.length <= PUBLIC_URL_CHARACTERS)) return given;
  throw new BadSetting(
    `PUBLIC_URL=${given} has a query or a fragment, or is too long: give an address such as ${example}`,
  );
}

function port(environment: NodeJS.ProcessEnv, variable: string, standard: number): number {
  const text = environment[variable] || String(standard);
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value < 65_536) return value;
  throw new BadSetting(`${variable}=${text} is not a port: give a number from 0 to 65535`);
}
