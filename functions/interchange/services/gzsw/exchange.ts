import type { Caller } from '../../../shared/auth/caller.ts';
import { dayInChina } from '../../../shared/kernel/china-time.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { dayOfMessage } from '../../domain/gzsw/numbers.ts';
import type { GzswStore } from '../../store/gzsw.ts';
import type { KnownStore } from '../../store/known.ts';
import type { OtherApis } from '../other-apis.ts';
import type { Message } from './message.ts';

/** One message and all that is needed to answer it. */
export interface Exchange {
  readonly message: Message;
  readonly caller: Caller;
  readonly districtId: string;
  /** Entities that the sender is filed as, and the caller's own where it is a party. */
  readonly senderIds: readonly string[];
  /** ISO 8601 instant, and the day in China. */
  readonly at: string;
  readonly today: string;
  /** The day on which the client made the message. */
  readonly madeOn: string;
  readonly apis: OtherApis;
  readonly known: KnownStore;
  readonly store: GzswStore;
  /** What is in force on the day. */
  readonly lists: Lists;
}

export const exchangeOf = (
  message: Message,
  caller: Caller,
  at: string,
  ports: Pick<Exchange, 'apis' | 'known' | 'store' | 'senderIds' | 'lists'>,
): Exchange => {
  const today = dayInChina(at);
  const { districtId } = caller;
  return { message, caller, districtId, at, today, madeOn: dayOfMessage(message.id, today), ...ports };
};
