import { clocksOf } from './clock.ts';
import { type Batch, sessionOf } from './fact.ts';
import { identityOf } from './order.ts';

/**
 * What of a batch is not known yet: facts that were never heard, and delays that put a session's clock right. A batch that
 * is sent again adds nothing, unless it came quicker than before.
 */
export function lackingOf(known: readonly Batch[], batches: readonly Batch[]): Batch[] {
  const all = [...known];
  const added: Batch[] = [];
  for (const batch of batches) {
    const identities = new Set(all.flatMap(({ facts }) => facts.map(identityOf)));
    const clocks = clocksOf(all);
    const sessions = new Set(batch.facts.map(sessionOf));
    const facts = batch.facts.filter((fact) => {
      const identity = identityOf(fact);
      const isNew = !identities.has(identity);
      identities.add(identity);
      return isNew;
    });
    const delays = batch.delays.filter(
      (delay) =>
        sessions.has(sessionOf(delay)) && delay.delayMs < (clocks.get(sessionOf(delay)) ?? Number.POSITIVE_INFINITY),
    );
    if (facts.length === 0 && delays.length === 0) continue;
    const rest = { ...batch, facts, delays };
    all.push(rest);
    added.push(rest);
  }
  return added;
}
