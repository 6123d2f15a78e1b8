import { z } from 'zod';

/**
 * The platform's answer to a message: `result` 1 where it was taken, with what the platform made of each item; 0 with
 * sentences where it was not. A query is answered by the same form with the rows found.
 */
export const Receipt = z.object({
  result: z.union([z.literal(0), z.literal(1)]),
  errorMessage: z.array(z.string()).nullable().optional(),
  otherMessage: z.array(z.record(z.string(), z.unknown())).optional(),
});

export type Receipt = z.infer<typeof Receipt>;

export type Item = Readonly<Record<string, unknown>>;

export const taken = (otherMessage: readonly Item[]): Receipt => ({ result: 1, otherMessage: [...otherMessage] });

export const refused = (errorMessage: readonly string[], otherMessage: readonly Item[] = []): Receipt => ({
  result: 0,
  errorMessage: [...new Set(errorMessage)],
  ...(otherMessage.length === 0 ? {} : { otherMessage: [...otherMessage] }),
});

/** What became of the items of a message: each was taken, or refused with sentences. */
export type ItemOutcome = { readonly taken: Item } | { readonly refused: readonly string[] };

/** One answer for all items; sentences name the item where there are several. */
export function receiptOf(outcomes: readonly ItemOutcome[], label: string): Receipt {
  const items = outcomes.flatMap((outcome) => ('taken' in outcome ? [outcome.taken] : []));
  const errors = outcomes.flatMap((outcome, index) =>
    'refused' in outcome
      ? outcome.refused.map((sentence) => (outcomes.length === 1 ? sentence : `第${index + 1}个${label}：${sentence}`))
      : [],
  );
  return errors.length === 0 ? taken(items) : refused(errors, items);
}
