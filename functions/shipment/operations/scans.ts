import type { Operations } from '../../shared/http/api.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { ScansApi } from '../contract/scans.ts';
import { type Batch, type Fact, sessionOf } from '../domain/fact.ts';
import { findingOf } from '../domain/findings.ts';
import { byOf } from '../services/handler.ts';
import { takeFacts } from '../services/scans.ts';
import { shipmentStore } from '../store/index.ts';

/** Takes what was done to goods, as phones tell it. */
export function scanOperations({ table }: Runtime): Operations<ScansApi> {
  return {
    recordScans: async ({ caller, body: { sentAt, facts }, at }) => {
      const by = await byOf(shipmentStore(table), caller);
      const heard = { receivedAt: at, by, delays: delaysOf(facts, sentAt, at) };
      const { taken, writes } = await takeFacts(table, caller.districtId, facts, heard, { actor: caller, at });
      const answers = taken.map(({ troubles, ...one }, index) => ({
        factId: facts[index]?.factId ?? '',
        ...one,
        findings: troubles.map((trouble) => findingOf(trouble, `/facts/${index}`)),
      }));
      return { body: { facts: answers }, writes };
    },
  };
}

/** How long a request took by each phone's clock; unknown where it does not say when it was sent. */
function delaysOf(facts: readonly Fact[], sentAt: string | undefined, at: string): Batch['delays'] {
  if (sentAt === undefined) return [];
  const delayMs = Date.parse(at) - Date.parse(sentAt);
  const sessions = new Map(
    facts.map(({ deviceId, session }) => [sessionOf({ deviceId, session }), { deviceId, session }]),
  );
  return [...sessions.values()].map((session) => ({ ...session, delayMs }));
}
