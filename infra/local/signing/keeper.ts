import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { isForeignPage } from '../foreign-page.ts';
import { readBody } from '../gateway/body.ts';
import { type Listening, listen } from '../listen.ts';
import { readWhole, writeWhole } from '../whole-file.ts';

/**
 * One signing key with the part of KMS's protocol that certificates need: the public key, and the signature of a message.
 *
 * @param keyFile where the private key is kept, so that what was signed can be verified after a restart
 */
export async function startKeeper(keyFile: string): Promise<Listening> {
  const key = privateKey(keyFile);
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const answer = async (request: IncomingMessage): Promise<object> => {
    const body = JSON.parse((await readBody(request)).toString()) as { KeyId: string; Message?: string };
    switch (request.headers['x-amz-target']) {
      case 'TrentService.GetPublicKey':
        return { KeyId: body.KeyId, PublicKey: spki.toString('base64') };
      case 'TrentService.Sign':
        return {
          KeyId: body.KeyId,
          Signature: sign('sha256', Buffer.from(body.Message ?? '', 'base64'), key).toString('base64'),
        };
      default:
        throw new Error('not an operation of this keeper');
    }
  };
  return listen(
    createServer((request, response) => {
      if (isForeignPage(request)) response.writeHead(403).end();
      else
        answer(request).then(
          (reply) =>
            response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(reply)),
          () => response.destroy(),
        );
    }),
    0,
  );
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
