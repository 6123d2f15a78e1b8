import { randomBytes } from 'node:crypto';
import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { embeddedSecrets, type SecretSpec, secrets } from '../manifest/secrets.ts';
import { makeFolder } from './folder.ts';
import { jsonService } from './json-service.ts';
import type { Listening } from './listen.ts';
import { readWhole, writeWhole } from './whole-file.ts';

/** Others of the machine can read a secret. */
export class OpenSecret extends Error {
  override readonly name = 'OpenSecret';
}

/** [designed] Bytes of a secret that the host makes. */
const SECRET_BYTES = 48;

export interface Secrets extends Listening {
  /** By which the host's own issuer knows the platform that administers it. */
  readonly credentialsKey: string;
}

/**
 * The secrets of the manifest with the part of Secrets Manager's protocol that functions need. Each is a file of its name,
 * mode 0600; one that is not there yet is made, unless somebody is to give it.
 *
 * @throws OpenSecret where others than its owner can read a file
 */
export async function startSecrets(folder: string): Promise<Secrets> {
  makeFolder(folder);
  const all: Record<string, SecretSpec> = { ...secrets, ...embeddedSecrets };
  const values = new Map(Object.entries(all).map(([name, spec]) => [name, secret(join(folder, name), spec)]));
  const service = await jsonService({
    'secretsmanager.GetSecretValue': ({ SecretId = '' }) => {
      const SecretString = values.get(SecretId);
      return SecretString === undefined ? undefined : { ARN: SecretId, Name: SecretId, SecretString };
    },
  });
  return { ...service, credentialsKey: values.get('credentialsKey' satisfies keyof typeof embeddedSecrets) ?? '' };
}

/** @returns undefined where it is to be given and was not @throws OpenSecret, BrokenFile */
function secret(file: string, { lost, isGiven }: SecretSpec): string | undefined {
  const remedy = `put back a copy, or delete it; ${lost}`;
  const kept = readWhole(file, remedy, (text) => {
    if (text.trim().length < (isGiven ? 1 : SECRET_BYTES)) throw new Error('too short');
    return text.trim();
  });
  if (kept === undefined && isGiven) return undefined;
  if (kept === undefined) {
    const made = randomBytes(SECRET_BYTES).toString('base64url');
    writeWhole(file, made, 0o600);
    chmodSync(file, 0o600);
    return made;
  }
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) !== 0) {
    throw new OpenSecret(
      `${file} can be read by others (mode ${mode.toString(8)}): run chmod 600 on it, and exchange it if anybody may have read it`,
    );
  }
  return kept;
}
