import { sessionOf } from './fact.ts';
import type { Timed } from './order.ts';
import type { Trouble } from './trouble.ts';

/** Troubles of single facts, by identity. */
export type FactTroubles = Map<string, Trouble[]>;

export function note(troubles: FactTroubles, { identity }: Pick<Timed, 'identity'>, trouble: Trouble): void {
  troubles.set(identity, [...(troubles.get(identity) ?? []), trouble]);
}

/** The facts that stand: all but those that were made void, whenever that was heard, and the voids themselves. */
export function standing(all: readonly Timed[], troubles: FactTroubles): Timed[] {
  const byId = Map.groupBy(all, ({ fact }) => fact.factId);
  const gone = new Set<string>();
  for (const one of all) {
    if ((byId.get(one.fact.factId)?.length ?? 0) > 1) note(troubles, one, { code: 'FACT_ID_REUSED' });
    if (one.clockOff) note(troubles, one, { code: 'CLOCK_OFF' });
    if (one.fact.kind !== 'VOID') continue;
    const targets = (byId.get(one.fact.of ?? '') ?? []).filter(({ fact }) => fact.kind !== 'VOID');
    if (targets.length === 0) note(troubles, one, { code: 'VOID_PENDING' });
    for (const target of targets) {
      if (mayVoid(one, target)) gone.add(target.identity);
      else note(troubles, one, { code: 'VOID_NOT_ALLOWED' });
    }
  }
  return all.filter(({ fact, identity }) => fact.kind !== 'VOID' && !gone.has(identity));
}

/** A fact is taken back by the session that sent it, or by the centre. */
const mayVoid = (one: Timed, target: Timed): boolean =>
  one.by.role === 'clerk' || (one.by.entityId === target.by.entityId && sessionOf(one.fact) === sessionOf(target.fact));
