import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { textDigest } from '../../../../functions/shared/digest.ts';
import { keyOf, type SignInTable } from './table.ts';

/** A program of a centre that signs in as itself. */
export const Machine = z.object({
  clientId: z.string(),
  name: z.string(),
  /** SHA-256 of a secret of 256 random bits, which needs no dear hash. */
  secret: z.string(),
  disabledAt: z.iso.datetime().optional(),
});

export type Machine = z.infer<typeof Machine>;

const SECRET_BYTES = 32;

export interface Machines {
  find(clientId: string): Promise<Machine | undefined>;
  /** Adds one, or gives one that is there another secret. @returns the secret, which is kept nowhere */
  add(clientId: string, name: string): Promise<string>;
  /** Does nothing where there is none. @param disabledAt undefined lets it in again */
  disable(clientId: string, disabledAt: string | undefined): Promise<void>;
}

export function machines(table: SignInTable): Machines {
  const key = (clientId: string) => keyOf('MACHINE', clientId);
  const find = async (clientId: string): Promise<Machine | undefined> => {
    const item = await table.get(key(clientId));
    return item === undefined ? undefined : Machine.parse(item);
  };
  return {
    find,
    async add(clientId, name) {
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const disabledAt = (await find(clientId))?.disabledAt;
      await table.put(key(clientId), { clientId, name, secret: textDigest(secret), disabledAt });
      return secret;
    },
    async disable(clientId, disabledAt) {
      const machine = await find(clientId);
      if (machine) await table.put(key(clientId), { ...machine, disabledAt });
    },
  };
}
