import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK } from 'jose';
import { z } from 'zod';
import { BrokenFile, readWhole, writeWhole } from '../whole-file.ts';

/** Where a data folder has the keys of its issuer. */
export const SIGN_IN_KEYS_FILE = 'sign-in-keys.json';

const CookieSecret = z.string().min(32);

const Keys = z.object({
  /** Private keys of ES256; the first signs, and all of them are published. */
  signing: z
    .array(
      z.object({
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        x: z.string(),
        y: z.string(),
        d: z.string(),
        kid: z.string(),
        use: z.literal('sig'),
        alg: z.literal('ES256'),
      }),
    )
    .nonempty(),
  /** Secrets by which cookies and forms are signed; the first signs, and all of them are taken. */
  cookies: z.tuple([CookieSecret], CookieSecret),
});

export type Keys = z.infer<typeof Keys>;

const REMEDY = 'put back a copy, or delete it; everybody must then sign in again';

/**
 * The issuer's keys, made where there are none. To exchange one, put the new one before the old, start again, and take the
 * old one away once what it signed has ended.
 *
 * @throws BrokenFile
 */
export async function issuerKeys(file: string): Promise<Keys> {
  const kept = readWhole(file, REMEDY, (text) => Keys.parse(JSON.parse(text)));
  const keys = kept ?? (await newKeys());
  if (kept === undefined) writeWhole(file, JSON.stringify(keys, null, 1), 0o600);
  for (const key of keys.signing) {
    await importJWK(key, 'ES256').catch((error: unknown) => {
      throw new BrokenFile(`${file} is broken (${String(error)}): ${REMEDY}`, { cause: error });
    });
  }
  return keys;
}

async function newKeys(): Promise<Keys> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), use: 'sig', alg: 'ES256' };
  return Keys.parse({ signing: [key], cookies: [randomBytes(32).toString('base64url')] });
}
