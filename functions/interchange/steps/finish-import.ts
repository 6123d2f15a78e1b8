import { z } from 'zod';
import { type CallApi, lambdaApi } from '../../shared/invoke/invoke.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { codesOf, SHOWN } from '../domain/import.ts';
import { outcomeOf, withdrawAll } from '../services/imports/commit.ts';
import { committing, withOtherApis } from '../services/imports/workflow.ts';
import type { Import } from '../store/import-records.ts';
import { BY_WORKFLOW, type ImportCause, importStore } from '../store/imports.ts';

/**
 * 清单办结: closes the import. Where all or nothing was wanted and something was refused, and where nothing could be
 * registered, it takes back what was registered, and the sheet may be committed again.
 */
export const build = (runtime: Runtime, callApi: CallApi = lambdaApi()) => {
  const store = importStore(runtime.table);
  return step('FinishImport', z.object({ importId: z.string() }), async ({ importId }) => {
    const current = await committing(store, importId);
    if (!current) return { importId };
    const { data, commitment } = current;
    const { commitment: _done, ...open } = data;
    const results = await store.results(data, commitment);
    const outcome = outcomeOf(commitment.mode, results);
    const close = async (next: Import, cause: Pick<ImportCause, 'action' | 'reasons'>) => {
      const at = runtime.now().toISOString();
      await runtime.table.commit(store.change(current, next, { actor: BY_WORKFLOW, at, ...cause }));
      return { importId };
    };
    const reasons = codesOf(outcome.refused);
    if (outcome.refused.length === 0 || (commitment.mode === 'GOOD_ROWS' && outcome.tradeCount > 0)) {
      return close({ ...open, status: 'COMMITTED', outcome }, { action: 'FINISH', reasons });
    }
    const ids = results.flatMap(({ registered }) => registered.map(({ id }) => id));
    const kept = await withOtherApis(callApi, commitment.caller, (apis) => withdrawAll(apis, ids));
    const notTaken = kept.map((id) => ({
      row: 0,
      column: '',
      code: 'NOT_TAKEN_BACK',
      message: `交易 ${id} 已被组货，未能撤回；请先解除组货，再逐笔撤回`,
    }));
    const takenBack = [...notTaken, ...outcome.refused].slice(0, SHOWN);
    const next: Import = { ...open, status: 'PREVIEWED', attempt: data.attempt + 1, takenBack };
    return close(next, { action: 'TAKE_BACK', reasons: codesOf(takenBack) });
  });
};

export const handler = build(awsRuntime());
