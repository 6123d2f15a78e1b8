import type { Runtime } from '../../shared/runtime.ts';
import { systemActor } from '../../shared/table/audit.ts';
import type { CreditEventRequest } from '../domain/event.ts';
import { record } from './recording.ts';

/**
 * A fact that another capability found cannot be recorded; delivered in vain it ends with the dead letters, for an operator.
 */
export class FactRefused extends Error {
  override readonly name = 'FactRefused';
}

/**
 * Records facts that this platform found by itself. Told twice, each is one: its document is the record that shows it.
 *
 * @param finder the subscriber's function, which signs them in the audit trail
 * @throws FactRefused naming the rules that speak against it
 */
export async function recordFound(
  runtime: Runtime,
  facts: readonly CreditEventRequest[],
  finder: string,
): Promise<void> {
  for (const fact of facts) {
    const recorded = await record(runtime, fact, systemActor('subscriber', finder), runtime.now().toISOString());
    if (recorded.outcome === 'KNOWN') continue;
    if (recorded.outcome === 'REFUSED') {
      throw new FactRefused(
        `${fact.indicator} of ${fact.entityId}: ${recorded.findings.map(({ code }) => code).join()}`,
      );
    }
    // Of two deliveries at once the second is told of a conflict, comes again and finds the fact known.
    await runtime.table.commit(recorded.writes);
  }
}
