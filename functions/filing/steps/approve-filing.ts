import { blocks } from '../../shared/kernel/finding.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { dayOf } from '../domain/calendar.ts';
import { registered } from '../domain/entity.ts';
import { concluded, standingDecision } from '../domain/filing.ts';
import { screeningFindings } from '../domain/judgement.ts';
import { kindRow } from '../domain/reference.ts';
import { stallWrites } from '../store/claims.ts';
import { filingWrites } from '../store/filings.ts';
import { entityWrites } from '../store/register.ts';
import { filingStore } from '../store.ts';
import { FilingInput, filingOf, SYSTEM, unexpected } from '../workflow.ts';

/**
 * 准予备案: registers the entity under a filing number. A review can take weeks, so the filing is screened once more; what
 * blocks now is recorded and the filing goes back to its submitter.
 */
export const build = (runtime: Runtime) =>
  step('ApproveFiling', FilingInput, async (input) => {
    const stored = await filingOf(runtime, input);
    const filing = stored.data;
    if (filing.status === 'APPROVED') return { approved: true };
    if (filing.status !== 'PENDING_REVIEW' || standingDecision(filing)?.decision !== 'APPROVE') {
      throw unexpected('ApproveFiling', filing);
    }
    const store = filingStore(runtime.table);
    const at = runtime.now().toISOString();
    const today = dayOf(at);
    const findings = screeningFindings(filing.submission, await store.screening(filing, today));
    if (blocks(findings)) {
      await runtime.table.commit(
        filingWrites(stored, { ...filing, findings }, { actor: SYSTEM, at, action: 'SCREEN' }),
      );
      return { approved: false };
    }
    const { numberPrefix } = kindRow(filing.submission.kind);
    const filingNumber = await store.takeNumber(filing.districtId, numberPrefix, today);
    const entity = registered(filing, filingNumber, today);
    const deed = { actor: SYSTEM, at, action: 'APPROVE' };
    await runtime.table.commit([
      ...filingWrites(stored, { ...concluded({ ...filing, findings }, 'APPROVED'), filingNumber }, deed),
      ...entityWrites(undefined, entity, { ...deed, action: 'REGISTER' }),
      ...stallWrites(entity),
    ]);
    return { approved: true };
  });

export const handler = build(awsRuntime());
