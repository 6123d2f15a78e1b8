import { z } from 'zod';
import { expiryAt, keyOf, type SignInTable } from './table.ts';

/** The pass phrase, hashed, that was right: a visit goes no further once it holds no more. */
const passPhraseHash = z.string().default('');

/** How far somebody has come with signing in, between two pages. */
export const Progress = z.discriminatedUnion('stage', [
  /** A one-time code was right: a pass phrase is to be set. */
  z.object({ stage: z.literal('passPhrase'), sub: z.string(), codeHash: z.string() }),
  /** The pass phrase was right: the code of the second factor is to be told. */
  z.object({ stage: z.literal('secondFactor'), sub: z.string(), passPhraseHash }),
  /** The pass phrase was right, and there is no second factor yet. */
  z.object({ stage: z.literal('enrolment'), sub: z.string(), passPhraseHash, secret: z.string() }),
  /** The second factor is set up: recovery codes are to be written down. */
  z.object({ stage: z.literal('recoveryCodes'), sub: z.string(), passPhraseHash }),
]);

export type Progress = z.infer<typeof Progress>;

export interface ProgressStore {
  /** @param uid of the provider's interaction, which the browser is bound to */
  find(uid: string): Promise<Progress | undefined>;
  set(uid: string, progress: Progress): Promise<void>;
  clear(uid: string): Promise<void>;
}

/** @param seconds how long an interaction lasts */
export function progressStore(table: SignInTable, seconds: number): ProgressStore {
  const key = (uid: string) => keyOf('PROGRESS', uid);
  return {
    async find(uid) {
      const item = await table.get(key(uid));
      return item === undefined ? undefined : Progress.parse(item);
    },
    set: (uid, progress) => table.put(key(uid), { ...progress, expiresAt: expiryAt(table.now(), seconds) }),
    clear: (uid) => table.delete(key(uid)),
  };
}
