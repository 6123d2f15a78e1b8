import { z } from 'zod';

/** The code by which a party shows that a mailbox is its own. */
export const MailCode = z.object({
  /** Where it is sent; it confirms no other address. */
  address: z.string(),
  /** Six digits. */
  code: z.string(),
  /** Which code of the party it is, from 1. */
  number: z.int(),
  /** ISO 8601. */
  askedAt: z.string(),
  /** How often somebody has given one. */
  tries: z.int(),
  /** Codes that were sent on the day in China of the last one. */
  sentToday: z.int(),
  day: z.string(),
});

export type MailCode = Readonly<z.infer<typeof MailCode>>;

/** [designed] Minutes for which a code confirms: a mail that a relay has put off comes in time. */
export const CODE_MINUTES = 60;

/** [designed] Of a million codes, so many may be tried. */
export const MAX_TRIES = 5;

/** [designed] So many a day, that nobody fills another's mailbox. */
export const MAX_CODES_A_DAY = 5;

/** Whether a code still confirms at an instant (ISO 8601). */
export const isUsable = ({ askedAt, tries }: Pick<MailCode, 'askedAt' | 'tries'>, at: string): boolean =>
  tries < MAX_TRIES && Date.parse(at) < Date.parse(askedAt) + CODE_MINUTES * 60_000;

/**
 * The code that is sent next; undefined where no more are today.
 *
 * @param random an integer from 0 to 999,999 that nobody can know
 * @param day of China
 */
export function nextCode(
  before: MailCode | undefined,
  address: string,
  { at, day, random }: { readonly at: string; readonly day: string; readonly random: number },
): MailCode | undefined {
  const sentToday = before?.day === day ? before.sentToday + 1 : 1;
  if (sentToday > MAX_CODES_A_DAY) return undefined;
  const number = (before?.number ?? 0) + 1;
  return { address, code: String(random).padStart(6, '0'), number, askedAt: at, tries: 0, sentToday, day };
}
