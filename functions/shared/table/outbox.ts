import { type Correlation, correlation } from '../correlation.ts';
import { KEPT_SECONDS, type Message, OUTBOX_PREFIX } from '../outbox/message.ts';
import type { Key } from './keys.ts';
import { create, type Write } from './write.ts';

/** The outbox items of one version of an aggregate; their keys are fixed by the version, so a retry cannot double them. */
export const outboxWrites = (
  pk: Key['pk'],
  version: number,
  at: string,
  messages: readonly Message[],
  otherwise: () => Error,
): Write[] =>
  messages.map((message, index) =>
    create(
      outboxItem(
        { pk, sk: `${OUTBOX_PREFIX}${String(version).padStart(8, '0')}#${String(index).padStart(2, '0')}` },
        at,
        message,
      ),
      otherwise,
    ),
  );

/** A message as it waits to be carried. */
export const outboxItem = (key: Key, at: string, message: Message) => ({
  ...key,
  at,
  message,
  ...belonging(),
  expiresAt: Math.floor(Date.parse(at) / 1000) + KEPT_SECONDS,
});

/** What an outbox item says of where it came from, beside its message. */
export const belonging = (): { readonly correlation?: Correlation } => {
  const current = correlation();
  return current === undefined ? {} : { correlation: current };
};
