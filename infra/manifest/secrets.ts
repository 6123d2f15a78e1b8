import { CREDENTIALS_KEY_VARIABLE } from '../../functions/accounts/services/credentials.ts';
import {
  MAIL_PASSWORD_VARIABLE,
  TEXT_KEY_VARIABLE,
  WEBHOOK_KEY_VARIABLE,
} from '../../functions/shared/outbound/secret.ts';

/**
 * A secret that functions read by reference; both hosts make its first value and nobody writes it down; one that is
 * given, the embedded host does not make.
 */
export interface SecretSpec {
  /** The environment variable under which functions find the reference. */
  readonly variable: string;
  readonly about: string;
  /** What is to be done where it is lost. */
  readonly lost: string;
  /**
   * Somebody outside has made it, as a relay its users' passwords: an operator puts it there. The embedded host makes none;
   * on AWS it takes the place of the one that Secrets Manager has made.
   */
  readonly isGiven?: true;
}

export const secrets = {
  webhookKey: {
    variable: WEBHOOK_KEY_VARIABLE,
    about: 'The key of which the secrets of webhooks are made',
    lost: 'every receiver of webhooks must then be given a new secret',
  },
  mailPassword: {
    variable: MAIL_PASSWORD_VARIABLE,
    about: 'The password of the mail relay’s user',
    lost: 'the relay’s keeper has another one',
    isGiven: true,
  },
  textGatewayKey: {
    variable: TEXT_KEY_VARIABLE,
    about: 'The key that signs what the gateway of text messages is sent',
    lost: 'the gateway must then be given the new one',
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
