import { once } from '../once.ts';

/** The environment variable that names the key of which the secrets of webhooks' receivers are made. */
export const WEBHOOK_KEY_VARIABLE = 'WEBHOOK_KEY';

/** The same of the password of the mail relay's user. */
export const MAIL_PASSWORD_VARIABLE = 'MAIL_PASSWORD';

/** The same of the key that signs what the gateway of text messages is sent. */
export const TEXT_KEY_VARIABLE = 'TEXT_GATEWAY_KEY';

/** A secret cannot be read, or is none that can be used: it comes back by itself, or an operator mends it. */
export class SecretUnavailable extends Error {
  override readonly name = 'SecretUnavailable';
}

/**
 * Reads a secret by the variable that refers to it; its value never stands in a table, a log, or the environment.
 *
 * @throws SecretUnavailable
 */
export type ReadSecret = (variable: string) => Promise<string>;

/** [designed] A secret that was exchanged in its keeper is used from so much later on. */
const KEPT_MILLISECONDS = 5 * 60_000;

/** [designed] Its keeper answers in milliseconds; a function that sends has this and what it sends in its own time. */
const READ_MILLISECONDS = 4_000;

/**
 * Reads secrets of Secrets Manager by the references that the environment holds, each once in five minutes. The SDK is
 * loaded with the first.
 *
 * @param limitMs for everything, the attempts of the SDK included
 */
export function secretsManager(
  environment: NodeJS.ProcessEnv = process.env,
  now: () => number = Date.now,
  limitMs = READ_MILLISECONDS,
): ReadSecret {
  const sdk = once(async () => {
    const manager = await import('@aws-sdk/client-secrets-manager');
    return { ...manager, client: new manager.SecretsManagerClient({}) };
  });
  const read = new Map<string, { readonly value: Promise<string>; readonly until: number }>();
  const fetched = async (SecretId: string): Promise<string> => {
    const { client, GetSecretValueCommand } = await sdk();
    const abortSignal = AbortSignal.timeout(limitMs);
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }), { abortSignal });
    if (!SecretString) throw new Error(`the secret ${SecretId} is empty`);
    return SecretString;
  };
  return async (variable) => {
    const id = environment[variable];
    if (!id) throw new SecretUnavailable(`environment variable ${variable} is not set`);
    const known = read.get(id);
    if (known && known.until > now()) return known.value;
    const value = fetched(id).catch((cause: unknown) => {
      throw new SecretUnavailable(`the secret of ${variable} cannot be read`, { cause });
    });
    read.set(id, { value, until: now() + KEPT_MILLISECONDS });
    // One that failed is asked for again.
    value.catch(() => read.delete(id));
    return value;
  };
}
