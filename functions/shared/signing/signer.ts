import { createPublicKey } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { once } from '../once.ts';

/** Signs what others verify without asking the registry, by a key that never leaves its keeper. */
export interface Signer {
  /** The payload as a compact JWS, ES256; `kid` names the key. KMS signs 4 KiB at most. */
  sign(payload: Readonly<Record<string, unknown>>): Promise<string>;
  /** The public key, as a JSON Web Key Set (RFC 7517). */
  keys(): Promise<{ keys: JWK[] }>;
}

/** The environment variable that names the key, an ECC key of KMS on curve P-256. */
export const KEY_VARIABLE = 'CERTIFICATE_KEY';

/** Signs with a key of KMS. The SDK is loaded with the first signature. */
export function kmsSigner(environment: NodeJS.ProcessEnv = process.env): Signer {
  const sdk = once(async () => {
    const kms = await import('@aws-sdk/client-kms');
    return { ...kms, client: new kms.KMSClient({}) };
  });
  const KeyId = (): string => {
    const id = environment[KEY_VARIABLE];
    if (!id) throw new Error(`environment variable ${KEY_VARIABLE} is not set`);
    return id;
  };
  const publicKey = once(async () => {
    const { client, GetPublicKeyCommand } = await sdk();
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: KeyId() }));
    const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
    const jwk = key.export({ format: 'jwk' }) as JWK;
    return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
  });
  return {
    keys: async () => ({ keys: [await publicKey()] }),

    async sign(payload) {
      const { client, SignCommand } = await sdk();
      const { kid } = await publicKey();
      const signed = `${encoded({ alg: 'ES256', kid })}.${encoded(payload)}`;
      const { Signature } = await client.send(
        new SignCommand({
          KeyId: KeyId(),
          Message: Buffer.from(signed),
          MessageType: 'RAW',
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
      );
      return `${signed}.${joined(Buffer.from(Signature ?? [])).toString('base64url')}`;
    },
  };
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const COORDINATE_BYTES = 32;

/** KMS answers ECDSA signatures as DER, `SEQUENCE { r INTEGER, s INTEGER }`; JWS joins the two numbers (RFC 7518, 3.4). */
function joined(der: Buffer): Buffer {
  const r = integer(der, 2);
  const s = integer(der, r.end);
  return Buffer.concat([r.value, s.value]);
}

/** An INTEGER at a place, without its sign byte, filled up to the length of a coordinate. */
function integer(der: Buffer, at: number): { value: Buffer; end: number } {
  const end = at + 2 + der.readUInt8(at + 1);
  const digits = der.subarray(at + 2, end).subarray(-COORDINATE_BYTES);
  return { value: Buffer.concat([Buffer.alloc(COORDINATE_BYTES - digits.length), digits]), end };
}
