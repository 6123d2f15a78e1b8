import { z } from 'zod';
import type { Start } from '../../shared/outbox/message.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import { systemActor } from '../../shared/table/audit.ts';
import { APPEAL_KINDS, type AppealKind, appealOf, decideUntil } from '../domain/appeal.ts';
import type { CreditEvent } from '../domain/event.ts';
import type { Objection } from '../domain/objection.ts';
import type { Repair } from '../domain/repair.ts';
import { creditStore } from '../store/index.ts';

/** What the steps of the workflow `credit-appeal` share. */

/** Input of an execution, and of every step: one appeal, by the instant it was made. */
export const AppealInput = z.object({ eventId: z.string(), appeal: z.enum(APPEAL_KINDS), appealedAt: z.string() });

export type AppealInput = z.infer<typeof AppealInput>;

export const APPEALS = systemActor('workflow', 'credit-appeal');

/** What the names of the executions of an event's appeals begin with. */
export const executionsOf = ({ id }: Pick<CreditEvent, 'id'>): string => `${id}-appeal`;

/** Has an appeal decided. Of an appeal that is decided already it delivers the letter. */
export function startOf(event: CreditEvent, version: number, kind: AppealKind, appeal: Objection | Repair): Start {
  const input: AppealInput = { eventId: event.id, appeal: kind, appealedAt: appeal.at };
  return {
    type: 'start',
    workflow: 'credit-appeal',
    executionName: `${executionsOf(event)}-${version}`,
    input: { ...input, decideUntil: decideUntil(appeal) },
  };
}

/** The event and the appeal that an execution is for. */
export async function appealed(
  runtime: Runtime,
  { eventId, appeal: kind, appealedAt }: AppealInput,
): Promise<{ stored: Stored<CreditEvent>; appeal: Objection | Repair }> {
  const stored = await creditStore(runtime.table).event(eventId);
  const appeal = stored && appealOf(stored.data, kind, appealedAt);
  if (!stored || !appeal) throw new Error(`there is no ${kind} of ${eventId} at ${appealedAt}`);
  return { stored, appeal };
}

/** By what people know a fact: whose it is, and the number of the document that establishes it. */
export async function toldOf(
  runtime: Runtime,
  { entityId, source }: CreditEvent,
): Promise<{ name: string | undefined; documentNumber: string }> {
  const subject = await creditStore(runtime.table).subject(entityId);
  return { name: subject?.name, documentNumber: source.documentNumber };
}
