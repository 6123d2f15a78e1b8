import type { EventName } from '../../../functions/events/index.ts';
import { NEWS } from '../../../functions/notices/domain/news.ts';
import type { Notice } from '../../../functions/notices/domain/notice.ts';

/** Whom an event is told, and what. */
export function newsOf(name: EventName, detail: object): readonly Notice[] {
  const reader = NEWS.find(({ event }) => event.name === name);
  if (!reader) throw new Error(`nobody is told of ${name}`);
  return reader.read({ ...detail });
}
