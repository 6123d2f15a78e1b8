import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** What guessing costs, and looking. */
export interface Cost {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
}

/** OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
export const COST: Cost = { memory: 19_456, passes: 2 };

const NONCE_BYTES = 16;
const TAG_BYTES = 32;

const derive: (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer> = promisify(argon2);

const FORM = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/**
 * What is kept of secrets that a person knows: their argon2id in the PHC string format, parameters and salt in it, so that a
 * later release may make it dearer.
 */
export interface PasswordHashes {
  hashed(secret: string): Promise<string>;
  /** Whether a secret is the one of a hash. A hash of nobody takes as long. @throws TypeError where the hash is none */
  matches(secret: string, hash: string | undefined): Promise<boolean>;
  /** The hashes of secrets that share a salt, so that one derivation looks through all of them. */
  hashedTogether(secrets: readonly string[]): Promise<string[]>;
  /** Which of such hashes is the secret's. */
  foundAmong(secret: string, hashes: readonly string[]): Promise<string | undefined>;
}

export function passwordHashes(cost: Cost = COST): PasswordHashes {
  const dear = { ...cost, parallelism: 1 };
  const hashed = (secret: string): Promise<string> => hashOf(secret, { ...dear, nonce: randomBytes(NONCE_BYTES) });
  const nobody = hashed(randomBytes(NONCE_BYTES).toString('hex'));
  return {
    hashed,
    async matches(secret, hash) {
      const { tag, ...parameters } = parts(hash ?? (await nobody));
      const derived = await derive('argon2id', { message: secret, ...parameters, tagLength: tag.length });
      return timingSafeEqual(tag, derived) && hash !== undefined;
    },
    hashedTogether(secrets) {
      const parameters = { ...dear, nonce: randomBytes(NONCE_BYTES) };
      return Promise.all(secrets.map((secret) => hashOf(secret, parameters)));
    },
    async foundAmong(secret, hashes) {
      const { tag: _other, ...parameters } = parts(hashes[0] ?? (await nobody));
      const hash = await hashOf(secret, parameters);
      return hashes.find((one) => one === hash);
    },
  };
}

type Parameters = Omit<Argon2Parameters, 'message' | 'tagLength' | 'nonce'> & { readonly nonce: Buffer };

async function hashOf(secret: string, parameters: Parameters): Promise<string> {
  const { memory, passes, parallelism, nonce } = parameters;
  const tag = await derive('argon2id', { message: secret, ...parameters, tagLength: TAG_BYTES });
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(nonce)}$${base64(tag)}`;
}

function parts(hash: string): Parameters & { readonly tag: Buffer } {
  const [, memory, passes, parallelism, nonce = '', tag = ''] = FORM.exec(hash) ?? [];
  if (tag === '') throw new TypeError('not a hash of argon2id');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: Buffer.from(nonce, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

/** Without padding, as the PHC string format has it. */
const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
