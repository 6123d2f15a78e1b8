/** A value that JSON can carry. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type JsonObject = { [key: string]: Json };

/** The longest input, output or variable, in bytes of UTF-8 JSON (Step Functions service quota). */
export const MAX_PAYLOAD_BYTES = 256 * 1024;

export const isWithinLimit = (text: string): boolean => Buffer.byteLength(text) <= MAX_PAYLOAD_BYTES;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
