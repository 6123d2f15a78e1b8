import { blocks } from '../../shared/kernel/finding.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { dayOf } from '../domain/calendar.ts';
import { screeningFindings } from '../domain/judgement.ts';
import { filingWrites } from '../store/filings.ts';
import { filingStore } from '../store.ts';
import { FilingInput, filingOf, SYSTEM, unexpected } from '../workflow.ts';

/** 风险初审: judges a submitted filing against the register and records what was found. */
export const build = (runtime: Runtime) =>
  step('ScreenRisks', FilingInput, async (input) => {
    const stored = await filingOf(runtime, input);
    const filing = stored.data;
    if (filing.status === 'SCREENING') return { blocked: blocks(filing.findings) };
    if (filing.status !== 'SUBMITTED') throw unexpected('ScreenRisks', filing);
    const at = runtime.now().toISOString();
    const screening = await filingStore(runtime.table).screening(filing, dayOf(at));
    const findings = screeningFindings(filing.submission, screening);
    await runtime.table.commit(
      filingWrites(stored, { ...filing, status: 'SCREENING', findings }, { actor: SYSTEM, at, action: 'SCREEN' }),
    );
    return { blocked: blocks(findings) };
  });

export const handler = build(awsRuntime());
