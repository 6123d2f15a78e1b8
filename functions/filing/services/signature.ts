import { compactVerify, createLocalJWKSet } from 'jose';
import { Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { Signer } from '../../shared/signing/signer.ts';
import { Claims } from '../domain/certificate.ts';

/** @throws Problem UNAVAILABLE where the keeper of the key does not answer */
export const signedClaims = (signer: Signer, claims: Claims): Promise<string> => signer.sign(claims).catch(unavailable);

/**
 * What a certificate's signature says; undefined where it is not one of ours.
 *
 * @throws Problem UNAVAILABLE where the keeper of the key does not answer
 */
export async function claimsIn(signer: Signer, signature: string): Promise<Claims | undefined> {
  const keys = await publicKeys(signer);
  try {
    const { payload } = await compactVerify(signature, createLocalJWKSet(keys), { algorithms: ['ES256'] });
    return Claims.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
  } catch {
    return undefined;
  }
}

/** @throws Problem UNAVAILABLE where the keeper of the key does not answer */
export const publicKeys = (signer: Signer): ReturnType<Signer['keys']> => signer.keys().catch(unavailable);

const unavailable = (cause: unknown): never => {
  throw new Problem('UNAVAILABLE', says('证书签名服务暂时不可用', '请稍后重试'), [], { cause });
};
