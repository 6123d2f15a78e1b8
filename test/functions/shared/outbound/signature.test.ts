import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivedSecret, isSigned, signedHeaders } from '../../../../functions/shared/outbound/signature.ts';

const key = Buffer.alloc(32, 7);
const [first, second] = [1, 2].map((generation) => derivedSecret(key, 'webhook-1', generation)) as [string, string];

describe('a signature', () => {
  it('is the one of Standard Webhooks', () => {
    // The example of the standard's own libraries.
    const headers = signedHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}', [
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    ]);
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('holds for the body, the id and the time that were signed, by either secret, and for no other', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[\w-]{1,40}$/), fc.nat(2_000_000_000), (body, id, seconds) => {
        const headers = signedHeaders(id, seconds, body, [first, second]);
        expect(isSigned(headers, body, first, seconds)).toBe(true);
        expect(isSigned(headers, body, second, seconds + 300)).toBe(true);
        expect(isSigned(headers, `${body} `, first, seconds)).toBe(false);
        expect(isSigned({ ...headers, 'webhook-id': `${id}x` }, body, first, seconds)).toBe(false);
        expect(isSigned({ ...headers, 'webhook-timestamp': String(seconds + 1) }, body, first, seconds)).toBe(false);
        expect(isSigned(headers, body, first, seconds + 301)).toBe(false);
        expect(isSigned(headers, body, derivedSecret(key, 'webhook-2', 1), seconds)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('is of a secret of 32 bytes that differs by receiver and generation, and is made of a long key only', () => {
    const secrets = [
      first,
      second,
      derivedSecret(key, 'webhook-11', 1),
      derivedSecret(Buffer.alloc(32, 8), 'webhook-1', 1),
    ];
    expect(new Set(secrets).size).toBe(4);
    expect(Buffer.from(first.replace('whsec_', ''), 'base64')).toHaveLength(32);
    expect(() => derivedSecret(Buffer.alloc(31), 'webhook-1', 1)).toThrow('32 bytes');
  });
});
