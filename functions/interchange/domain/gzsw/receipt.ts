import { z } from 'zod';
import { factOf, type Said, says, worded } from '../../../shared/kernel/finding.ts';
import type { Refusal } from '../refusal.ts';

/**
 * The platform's answer to a message: `result` 1 where it was taken, with what the platform made of each item; 0 with
 * sentences where it was not. A query is answered by the same form with the rows found.
 */
export const Receipt = z.object({
  result: z.union([z.literal(0), z.literal(1)]),
  errorMessage: z.array(z.string()).nullable().optional(),
  otherMessage: z.array(z.record(z.string(), z.unknown())).optional(),
  /** With result 0: what the message names has not arrived yet, and the same message may be taken in seconds. */
  transient: z.literal(true).optional(),
});

export type Receipt = z.infer<typeof Receipt>;

export type Item = Readonly<Record<string, unknown>>;

/** Why something of a message was not taken. */
export interface NotTaken {
  /** Chinese sentences, whole: a receipt has no place of its own for what to do. */
  readonly refused: readonly string[];
  /** Whether the same message may be taken in seconds: what it names is not there yet. */
  readonly transient?: boolean;
}

/** What became of an item of a message: it was taken, or not. */
export type ItemOutcome = { readonly taken: Item } | NotTaken;

export const notTaken = (...refused: readonly (string | Said)[]): NotTaken => ({
  refused: refused.map((said) => worded(said).message),
});

/** What clients do with a receipt of what is not there yet. */
const SEND_AGAIN = '请几秒后原样重发，不会重复办理';

/** Something that the message names is known to come: whoever sends the message again will find it. */
export const notThereYet = (fact: string): NotTaken => ({ ...notTaken(says(fact, SEND_AGAIN)), transient: true });

/** What another capability refused, in its own sentences, each once. */
export function refusedBy({ detail, remedy, transient, errors }: Refusal): NotTaken {
  const said = errors.length === 0 ? [{ message: detail, remedy }] : errors;
  const { refused } = notTaken(...said.map((one) => (transient ? says(factOf(one), SEND_AGAIN) : one.message)));
  return { refused: [...new Set(refused)], ...(transient ? { transient } : {}) };
}

/** Several reasons as one, which passes only where each of them does. */
export function together(reasons: readonly NotTaken[]): NotTaken {
  const refused = reasons.flatMap((reason) => reason.refused);
  return reasons.every(({ transient }) => transient === true) ? { refused, transient: true } : { refused };
}

/** The same reason, each sentence with the place that it is about. */
export const about = (place: string, { refused, ...rest }: NotTaken): NotTaken => ({
  ...rest,
  refused: refused.map((sentence) => `${place}：${sentence}`),
});

export const taken = (otherMessage: readonly Item[]): Receipt => ({ result: 1, otherMessage: [...otherMessage] });

/** A message of which something was not taken. */
export const refusal = ({ refused, transient }: NotTaken, otherMessage: readonly Item[] = []): Receipt => ({
  result: 0,
  errorMessage: [...new Set(refused)],
  ...(otherMessage.length === 0 ? {} : { otherMessage: [...otherMessage] }),
  ...(transient ? { transient: true } : {}),
});

/** One answer for all items; sentences name the item where there are several. */
export function receiptOf(outcomes: readonly ItemOutcome[], label: string): Receipt {
  const items = outcomes.flatMap((outcome) => ('taken' in outcome ? [outcome.taken] : []));
  const reasons = outcomes.flatMap((outcome, index) => {
    if ('taken' in outcome) return [];
    return [outcomes.length === 1 ? outcome : about(`第${index + 1}个${label}`, outcome)];
  });
  return reasons.length === 0 ? taken(items) : refusal(together(reasons), items);
}
