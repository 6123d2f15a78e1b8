import { z } from 'zod';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';

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

export const NOTICE_KINDS = [
  'FILING_APPROVED',
  'FILING_RETURNED',
  'FILING_REJECTED',
  'FILING_WITHDRAWN',
  'FILING_LAPSED',
  'APPROVAL_UNDONE',
  'REVIEW_DUE',
  'REVIEW_OVERDUE',
  'TERM_ENDING',
  'TRADE_REGISTERED',
  'TRADE_NEEDS_EXPLANATION',
  'TRADE_REVIEW_DUE',
  'TRADE_WITHDRAWN',
  'TRADE_CORRECTED',
  'TRADE_RELEASED',
  'CONSOLIDATION_PLANNED',
  'CONSOLIDATION_CONFIRMED',
  'CONSOLIDATION_CANCELLED',
  'TRADES_OFFERED',
  'OFFER_ACCEPTED',
  'OFFER_REFUSED',
  'OFFER_WITHDRAWN',
  'GOODS_HELD',
  'GOODS_SEALED',
  'GOODS_MOVED',
  'GOODS_RELEASED',
  'CREDIT_FACT_RECORDED',
  'GRADE_CHANGED',
  'APPEAL_DECIDED',
  'APPEAL_DUE',
  'APPEAL_OVERDUE',
] as const;

export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What one recipient is told of one event. `title` and `message` are Chinese, without personal data. */
export const Notice = z.object({
  recipient: z.custom<Recipient>((value) => typeof value === 'string' && (isRole(value) || isEntity(value))),
  districtId: z.string(),
  kind: z.enum(NOTICE_KINDS),
  /** ISO 8601: when it happened. */
  at: z.string(),
  /** The record that it is about, and the version of the record that it tells of: one notice of each. */
  recordId: z.string(),
  version: z.int(),
  title: z.string(),
  message: z.string(),
});

export type Notice = Readonly<z.infer<typeof Notice>>;
