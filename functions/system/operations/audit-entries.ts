import { isCityWide } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import type { AnswerOf } from '../../shared/http/contract.ts';
import { notFound } from '../../shared/http/problem.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { AuditEntry } from '../../shared/table/audit.ts';
import { chainOf } from '../../shared/table/audit-trail.ts';
import type { auditEntriesApi } from '../contract/audit-entries.ts';
import { auditTrail } from '../store/audit-trail.ts';

type Told = AnswerOf<(typeof auditEntriesApi)['listAuditEntries']>['items'][number];

/** Shows the audit's chains to those who have to answer for them. */
export function auditEntryOperations(runtime: Runtime): Operations<typeof auditEntriesApi> {
  const trail = auditTrail(runtime.table);
  return {
    listAuditEntries: async ({ caller, query: { recordId, by, from, until, limit, cursor }, at }) => {
      const chain = chainOf(recordId);
      if (!chain || !(isCityWide(caller) || caller.districtId === chain.districtId)) throw notFound();
      const { entries, next } = await trail.entries(chain.pk, limit, cursor);
      if (entries.length === 0 && cursor === undefined) throw notFound();
      const asked = entries.filter(({ actor, at: done }) => {
        const day = dayInChina(done);
        return (by ?? actor.sub) === actor.sub && (from ?? day) <= day && day <= (until ?? day);
      });
      return {
        body: { items: asked.map((entry) => entryToJson(recordId, entry)), nextCursor: next },
        writes: await trail.readingWrites(caller, recordId, at),
      };
    },
  };
}

function entryToJson(recordId: string, entry: AuditEntry): Told {
  const { version, at, action, reasons, contentHash, hash, correlation } = entry;
  const { sub, role, districtId, entityId, assignmentId } = entry.actor;
  return {
    recordId,
    version,
    at,
    action,
    reasons,
    actor: { sub, role, districtId, entityId, assignmentId },
    correlationId: correlation?.correlationId,
    contentHash,
    hash,
  };
}
