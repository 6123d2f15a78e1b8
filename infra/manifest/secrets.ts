import { CREDENTIALS_KEY_VARIABLE } from '../../functions/accounts/services/credentials.ts';
import { WEBHOOK_KEY_VARIABLE } from '../../functions/shared/outbound/secret.ts';

/** A secret that functions read by reference; both hosts make its first value and nobody writes it down. */
export interface SecretSpec {
  /** The environment variable under which functions find the reference. */
  readonly variable: string;
  readonly about: string;
  /** What is to be done where it is lost. */
  readonly lost: string;
}

export const secrets = {
  webhookKey: {
    variable: WEBHOOK_KEY_VARIABLE,
    about: 'The key of which the secrets of webhooks are made',
    lost: 'every receiver of webhooks must then be given a new secret',
  },
} as const satisfies Record<string, SecretSpec>;

export type SecretName = keyof typeof secrets;

/** The same of what the embedded host alone has: it is its own issuer. */
export const embeddedSecrets = {
  credentialsKey: {
    variable: CREDENTIALS_KEY_VARIABLE,
    about: 'By which the issuer knows the platform that administers it',
    lost: 'nobody else holds it',
  },
} as const satisfies Record<string, SecretSpec>;
