import { z } from 'zod';
import { secretsManager } from '../../shared/outbound/secret.ts';

/** The environment variable that holds where the issuer's administration answers; absent where the issuer is another's. */
export const CREDENTIALS_URL_VARIABLE = 'CREDENTIALS_URL';

/** The environment variable that refers to the secret by which the issuer knows the platform. */
export const CREDENTIALS_KEY_VARIABLE = 'CREDENTIALS_KEY';

const OneTimeCode = z.object({ loginName: z.string(), code: z.string(), expiresAt: z.string() });

export type OneTimeCode = z.infer<typeof OneTimeCode>;

/** Whom a code is for. */
export interface Beginner {
  readonly sub: string;
  readonly name: string;
  /** Whose centre looks after the person; their login name says it. */
  readonly districtId: string;
  /** Whether a pass phrase alone does not do: a second factor is then set up anew with the code. */
  readonly secondFactorRequired: boolean;
}

/** The administration of the issuer that holds pass phrases: the platform holds none. */
export interface Credentials {
  /** A new one-time code to begin with; the pass phrase before it holds no longer. */
  readonly issueCode: (person: Beginner) => Promise<OneTimeCode>;
  /** Nobody signs in by it any more. */
  readonly disable: (sub: string) => Promise<void>;
  readonly enable: (sub: string) => Promise<void>;
}

/** The issuer's administration did not do what it was asked for. */
export class CredentialsUnavailable extends Error {
  override readonly name = 'CredentialsUnavailable';
}

/** [designed] The issuer stands on the same machine. */
const TIMEOUT_MILLISECONDS = 5_000;

/** What finds the administration that an environment names; undefined where pass phrases are another issuer's matter. */
export function credentialsFrom(environment: NodeJS.ProcessEnv = process.env): () => Credentials | undefined {
  const readSecret = secretsManager(environment);
  return () => {
    const url = environment[CREDENTIALS_URL_VARIABLE];
    return url ? credentialsAt(url, () => readSecret(CREDENTIALS_KEY_VARIABLE)) : undefined;
  };
}

/** @param key by which the issuer knows the platform */
export function credentialsAt(url: string, key: () => Promise<string>): Credentials {
  const post = async (path: string, body: object): Promise<unknown> => {
    try {
      const answer = await fetch(`${url}/${path}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${await key()}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      });
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      return answer.status === 201 ? await answer.json() : undefined;
    } catch (cause) {
      throw new CredentialsUnavailable(`the issuer has not done ${path}`, { cause });
    }
  };
  return {
    issueCode: async ({ secondFactorRequired, ...person }) => {
      // Left out rather than false: whoever has a second factor keeps it.
      const asked = { ...person, ...(secondFactorRequired && { secondFactorRequired }) };
      const answer = OneTimeCode.safeParse(await post('one-time-codes', asked));
      if (!answer.success) throw new CredentialsUnavailable('the issuer has answered no code');
      return answer.data;
    },
    disable: async (sub) => void (await post('disabling', { sub })),
    enable: async (sub) => void (await post('enabling', { sub })),
  };
}
