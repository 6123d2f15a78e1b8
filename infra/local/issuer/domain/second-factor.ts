import { Secret, TOTP } from 'otpauth';
import { normalised } from '../../../../functions/shared/kernel/marks.ts';

const PERIOD_SECONDS = 30;

/** RFC 6238, 5.2: a step before and after, for a phone whose clock is a little off. */
const STEPS_OFF = 1;

const SECRET_BYTES = 20;

/** Whom a person's phone says that a code is for. */
const ISSUER = '市场采购贸易登记平台';

/** A new secret of a second factor, in base 32. */
export const newSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

const totp = (secret: string, label: string): TOTP =>
  new TOTP({
    issuer: ISSUER,
    label,
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
  });

/** What a phone reads off a QR code to show codes from then on. */
export const enrolmentUri = (secret: string, loginName: string): string => totp(secret, loginName).toString();

/** The code of an instant. */
export const codeAt = (secret: string, at: Date): string => totp(secret, '').generate({ timestamp: at.getTime() });

/**
 * The step of time, of half a minute each, for which a code is good.
 *
 * @param lastStep the step of the code that was taken last: no code is taken twice, and none from before it (RFC 6238, 5.2)
 * @returns undefined where it is good for none
 */
export function stepOf(code: string, secret: string, at: Date, lastStep: number): number | undefined {
  const token = normalised(code, 'NFKC').replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const off = totp(secret, '').validate({ token, timestamp: at.getTime(), window: STEPS_OFF });
  if (off === null) return undefined;
  const step = Math.floor(at.getTime() / 1000 / PERIOD_SECONDS) + off;
  return step > lastStep ? step : undefined;
}
