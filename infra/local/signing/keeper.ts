import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { jsonService } from '../json-service.ts';
import type { Listening } from '../listen.ts';
import { readWhole, writeWhole } from '../whole-file.ts';

/**
 * One signing key with the part of KMS's protocol that certificates need: the public key, and the signature of a message.
 *
 * @param keyFile where the private key is kept, so that what was signed can be verified after a restart
 */
export async function startKeeper(keyFile: string): Promise<Listening> {
  const key = privateKey(keyFile);
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return jsonService({
    'TrentService.GetPublicKey': ({ KeyId }) => ({ KeyId, PublicKey: spki.toString('base64') }),
    'TrentService.Sign': ({ KeyId, Message = '' }) => ({
      KeyId,
      Signature: sign('sha256', Buffer.from(Message, 'base64'), key).toString('base64'),
    }),
  });
}

/** @throws BrokenFile */
function privateKey(file: string): KeyObject {
  const remedy =
    'put back a copy, or delete it; the certificates that were signed with it can then no longer be verified';
  const kept = readWhole(file, remedy, (text) => createPrivateKey(text));
  if (kept) return kept;
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeWhole(file, key.export({ format: 'pem', type: 'pkcs8' }), 0o600);
  return key;
}
