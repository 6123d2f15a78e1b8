import type { Key } from '../table/keys.ts';
import { unpacked } from '../table/packed.ts';
import type { Table } from '../table/table.ts';
import type { Message } from './message.ts';

/** Where the fields stand that an event has in common with its record's body, which is written once and never changes. */
export interface Told {
  /** Absent where it is the partition of the message itself. */
  readonly pk?: Key['pk'];
  readonly sk: string;
  readonly fields: readonly string[];
}

/** What an outbox item holds of its message. */
export interface Kept {
  readonly pk: string;
  readonly message: Message;
  readonly told?: Told;
}

/** A message as it is carried: an event that leaves fields to a body, with them. */
export async function wholeMessage({ pk, message, told }: Kept, table: Pick<Table, 'get'>): Promise<Message> {
  if (!told || message.type !== 'event') return message;
  const body = await table.get({ pk: told.pk ?? pk, sk: told.sk });
  if (!body) throw new Error(`the body ${told.sk} that an event of ${pk} tells of is gone`);
  const content = unpacked(body['data']) as Readonly<Record<string, unknown>>;
  const fields = Object.fromEntries(told.fields.map((field) => [field, content[field]]));
  return { ...message, detail: { ...message.detail, ...fields } };
}
