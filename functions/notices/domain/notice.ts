import { z } from 'zod';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import { named } from '../../shared/kernel/named.ts';
import { NOTICE_NAMES } from './names.ts';

/** Whom a notice is for: an entity by its identifier, or everybody of a role in a district. */
export type Recipient = `entity-${string}` | (typeof ROLES)[number];

const ROLES = ['CLERK', 'REVIEWER', 'OPERATOR', 'MANAGER', 'INSPECTOR', 'MARKET', 'BANK'] as const;

const isRole = (text: string): boolean => ROLES.some((role) => role === text);

/** An entity as a recipient. @throws when the text is no entity's identifier */
export function ofEntity(entityId: string): Recipient {
  if (!isEntity(entityId)) throw new Error(`${entityId} is not the identifier of an entity`);
  return entityId;
}

const isEntity = (text: string): text is `entity-${string}` => parseIdentifier('entity', text) !== undefined;

export type NoticeKind = keyof typeof NOTICE_NAMES;

/** What one recipient is told of one event. `title` and `message` are Chinese, without personal data. */
export const Notice = z.object({
  recipient: z.custom<Recipient>((value) => typeof value === 'string' && (isRole(value) || isEntity(value))),
  districtId: z.string(),
  kind: named(NOTICE_NAMES),
  /** ISO 8601: when it happened. */
  at: z.string(),
  /** The record that it is about, and the version of the record that it tells of: one notice of each. */
  recordId: z.string(),
  version: z.int(),
  title: z.string(),
  message: z.string(),
});

export type Notice = Readonly<z.infer<typeof Notice>>;
