import { WEBHOOK_KEY_VARIABLE } from '../../functions/shared/outbound/secret.ts';

/** A secret that functions read by reference; both hosts make its first value and nobody writes it down. */
export interface SecretSpec {
  /** The environment variable under which functions find the reference. */
  readonly variable: string;
  readonly about: string;
}

export const secrets = {
  webhookKey: { variable: WEBHOOK_KEY_VARIABLE, about: 'The key of which the secrets of webhooks are made' },
} as const satisfies Record<string, SecretSpec>;

export type SecretName = keyof typeof secrets;
