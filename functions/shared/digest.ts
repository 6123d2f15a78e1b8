import { createHash } from 'node:crypto';
import { canonical } from './kernel/canonical.ts';
import { comparableNumber } from './kernel/comparison.ts';

/**
 * What stands for a number of a person or organisation in keys and events: SHA-256 of its letters and digits, so that it is
 * the same however it was typed, and no passport or ID number lies in a key, on the bus or in an archive.
 */
export const numberDigest = (number: string): string => sha256(comparableNumber(number));

/**
 * What stands for the last digits of a phone in keys and events, so that they lie in none as they are; for whoever may ask
 * for them. There are ten thousand, so it hides them from the eye and not from somebody who tries them all.
 */
export const phoneTailDigest = (districtId: string, digits: string): string =>
  textDigest(`phone ${districtId} ${digits}`);

/** SHA-256 of the canonical JSON (keys sorted) of a value, in hexadecimal. */
export const sha256 = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');

/** SHA-256 of a text as it stands, UTF-8, in hexadecimal. */
export const textDigest = (text: string): string => createHash('sha256').update(text).digest('hex');
