import { belonging } from '../correlation.ts';
import { type Message, OUTBOX_PREFIX } from '../outbox/message.ts';
import type { Kept } from '../outbox/whole.ts';
import { clearedAt } from '../reference/retention.ts';
import { type BodyAt, bodyKey, type Key } from './keys.ts';
import { create, type Write } from './write.ts';

/** The body that a version of an aggregate has, and those of its fields that the events repeat as they are. */
interface ToldBy extends BodyAt {
  readonly fields: readonly string[];
}

/** The outbox items of one version of an aggregate; their keys are fixed by the version, so a retry cannot double them. */
export const outboxWrites = (
  pk: Key['pk'],
  version: number,
  at: string,
  messages: readonly Message[],
  otherwise: () => Error,
  body?: ToldBy,
): Write[] =>
  messages.map((message, index) =>
    create(
      outboxItem(
        { pk, sk: `${OUTBOX_PREFIX}${String(version).padStart(8, '0')}#${String(index).padStart(2, '0')}` },
        at,
        keptOf(pk, message, body),
      ),
      otherwise,
    ),
  );

/** A message without what stands in the body. */
function keptOf(pk: Key['pk'], message: Message, body: ToldBy | undefined): Omit<Kept, 'pk'> {
  if (!body || message.type !== 'event') return { message };
  const fields = body.fields.filter((field) => message.detail[field] !== undefined);
  if (fields.length === 0) return { message };
  const detail = Object.fromEntries(Object.entries(message.detail).filter(([field]) => !fields.includes(field)));
  const elsewhere = body.pk === pk ? {} : { pk: body.pk };
  return { message: { ...message, detail }, told: { ...elsewhere, sk: bodyKey(body.number), fields } };
}

/** A message as it waits to be carried. */
export const outboxItem = (key: Key, at: string, { message, told }: Omit<Kept, 'pk'>) => ({
  ...key,
  at,
  message,
  ...(told && { told }),
  ...belonging(),
  expiresAt: clearedAt('OUTBOX', at),
});
