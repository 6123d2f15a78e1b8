import type { Caller } from '../../shared/auth/caller.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { blocks } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import { buyerCodeFrom } from '../domain/buyer-code.ts';
import { isDecreed, whyOf } from '../domain/change.ts';
import { type Entity, registered } from '../domain/entity.ts';
import { changed } from '../domain/entity-change.ts';
import { concluded, type Decision, type Filing, standingDecision, subjectOf } from '../domain/filing.ts';
import { kindRow } from '../domain/kind.ts';
import { isSampled } from '../domain/review.ts';
import { screeningFindings } from '../domain/rules/index.ts';
import { SHARED_PHONE } from '../domain/rules/shared-phone.ts';
import { FilingInput, filingOf, SYSTEM, unexpected } from '../services/workflow.ts';
import { holdingWrites, releaseWrites } from '../store/claims.ts';
import { buyerCodeWrite } from '../store/directory.ts';
import { filingChange, filingWrites, sampleDueWrite } from '../store/filings.ts';
import { filingStore } from '../store/index.ts';
import { entityWrites } from '../store/register.ts';

/**
 * 准予备案: registers the entity under a filing number, or changes it as was asked. A review can take weeks, so the filing
 * is screened once more; what blocks now is recorded and the filing goes back to its submitter.
 */
export const build = (runtime: Runtime) =>
  step('ApproveFiling', FilingInput, async (input) => {
    const stored = await filingOf(runtime, input);
    const filing = stored.data;
    if (filing.status === 'APPROVED') return { approved: true };
    const decision = standingDecision(filing);
    const waits = filing.status === 'PENDING_REVIEW' || filing.status === 'SCREENING';
    if (!waits || decision?.decision !== 'APPROVE') throw unexpected('ApproveFiling', filing);
    const store = filingStore(runtime.table);
    const at = runtime.now().toISOString();
    const today = dayInChina(at);
    const lists = await runtime.reference.on(today);
    const findings = [
      ...screeningFindings(filing, await store.screening(filing, today, lists, false)),
      ...filing.findings.filter(({ code }) => code === SHARED_PHONE),
    ];
    if (blocks(findings)) {
      await runtime.table.commit(
        filingWrites(stored, { ...filing, findings }, { actor: SYSTEM, at, action: 'SCREEN' }),
      );
      return { approved: false };
    }
    const before = filing.change && (await store.entity(subjectOf(filing)));
    const entity = before ? afterChange(before, filing, today) : await newEntity(filing, today);
    const done = approved({ ...filing, findings }, entity.filingNumber, decision, lists);
    const { writes, after } = filingChange(stored, done, { actor: SYSTEM, at, action: 'APPROVE' });
    const cause = {
      actor: decision.by === 'system' ? SYSTEM : reviewerOf(filing, decision),
      at,
      action: filing.change?.type ?? 'REGISTER',
      reasons: [...reasonsOf(filing), ...decision.reasons],
      filingId: filing.id,
    };
    await runtime.table.commit([
      ...writes,
      ...entityWrites(before, entity, cause, after),
      ...(await holdingWrites(runtime.table, before?.data, entity)),
      ...(filing.change ? await releaseWrites(runtime.table, filing) : []),
      ...(done.sample ? [sampleDueWrite(done, at)] : []),
      ...(!before && entity.submission.kind === 'buyer'
        ? [buyerCodeWrite(entity.id, { code: buyerCodeFrom(runtime.newUlid()), issuedAt: at, issuedBy: SYSTEM.sub })]
        : []),
    ]);
    return { approved: true };

    async function newEntity(registering: Filing, day: string): Promise<Entity> {
      const { numberPrefix } = kindRow(registering.submission.kind, lists);
      return registered(registering, await store.takeNumber(registering.districtId, numberPrefix, day), day, lists);
    }
  });

const afterChange = ({ data }: Stored<Entity>, { change, submission }: Filing, today: string): Entity =>
  change ? changed(data, change, submission, today) : data;

/** The reviewer as its token said: a filing is decided by reviewers of its own district alone. */
const reviewerOf = ({ districtId }: Filing, { by: sub }: Decision): Caller => ({ sub, role: 'reviewer', districtId });

/** The filing as approved; drawn to be looked at afterwards where its grade spared a reviewer. */
function approved(filing: Filing, filingNumber: string, decision: Decision, lists: Lists): Filing {
  const spared = decision.by === 'system' && !(filing.change && isDecreed(filing.change));
  const isDrawn = spared && isSampled(filing.id, filing.review?.grade ?? '', lists);
  return {
    ...concluded(filing, 'APPROVED'),
    filingNumber,
    ...(isDrawn ? { sample: { outcome: 'DUE', reasons: [] } } : {}),
  };
}

function reasonsOf({ change }: Filing): string[] {
  const why = change && !isDecreed(change) ? whyOf(change) : undefined;
  return why === undefined ? [] : [why];
}

export const handler = build(awsRuntime());
