import { APPEAL_NAMES } from '../../events/names.ts';
import { addDays } from '../../shared/kernel/calendar.ts';
import { answered } from '../../shared/kernel/human-task.ts';
import { valuesOf } from '../../shared/kernel/named.ts';
import type { CreditEvent } from './event.ts';
import type { Objection } from './objection.ts';
import type { Repair } from './repair.ts';

/** An appeal is an objection 异议 to a fact or an application for its repair 信用修复; another person decides it in a term. */
export const APPEAL_KINDS = valuesOf(APPEAL_NAMES);

export type AppealKind = (typeof APPEAL_KINDS)[number];

/** The status in which an event waits for the decision of an appeal. */
export const WAITING = { OBJECTION: 'DISPUTED', REPAIR: 'REPAIR_REQUESTED' } as const;

/** Where an event says its appeal of each kind. */
export const FIELDS = { OBJECTION: 'objection', REPAIR: 'repair' } as const;

/** The appeal of a kind made at an instant; a later one may have taken its place. */
export function appealOf(event: CreditEvent, kind: AppealKind, at: string): Objection | Repair | undefined {
  const appeal = event[FIELDS[kind]];
  return appeal?.at === at ? appeal : undefined;
}

/** The appeal that waits for its decision. */
export function openAppeal(
  event: CreditEvent,
): { readonly kind: AppealKind; readonly appeal: Objection | Repair } | undefined {
  const kind = APPEAL_KINDS.find((one) => event.status === WAITING[one]);
  const appeal = kind && event[FIELDS[kind]];
  return appeal && { kind, appeal };
}

/** Names an appeal among those of its event, for the task that waits for its decision. */
export const roundOf = (kind: AppealKind, { at }: Pick<Objection, 'at'>): string => `${kind}#${at}`;

/** The event whose appeal nobody decided in its term; it may still be decided. */
export function overdue(event: CreditEvent, kind: AppealKind, at: string): CreditEvent {
  const appeal = event[FIELDS[kind]];
  return { ...answered(event), [FIELDS[kind]]: { ...appeal, overdueAt: at } };
}

/** The event with the letter by which its decision is given reasons for. */
export function lettered(event: CreditEvent, kind: AppealKind, letter: string): CreditEvent {
  const appeal = event[FIELDS[kind]];
  return { ...event, [FIELDS[kind]]: { ...appeal, decision: { ...appeal?.decision, letter } } };
}

/** The first instant after the last day of the term, ISO 8601. */
export const decideUntil = ({ decideBy }: Pick<Objection, 'decideBy'>): string =>
  new Date(`${addDays(decideBy, 1)}T00:00:00+08:00`).toISOString();
