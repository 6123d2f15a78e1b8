import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { FAILURES, failureMessage } from '../domain/consolidation.ts';
import { ConsolidationInput, loaded, WORKFLOW } from '../planning.ts';
import { consolidationStore } from '../store.ts';

const Input = ConsolidationInput.extend({
  failure: z.enum(FAILURES),
  /** Name of the error that ended the planning, for the audit trail. */
  error: z.string().optional(),
});

/** Frees the trades of a consolidation that got no plan 释放交易. One that is not being planned any more is left alone. */
export const build = (runtime: Runtime) =>
  step('ReleaseReservation', Input, async ({ consolidationId, failure, error }) => {
    const store = consolidationStore(runtime.table);
    const consolidation = await loaded(store, consolidationId);
    if (consolidation.data.status === 'PLANNING') {
      await runtime.table.commit(
        store.giveBack(
          { ...consolidation.data, status: 'FAILED', failure: { code: failure, message: failureMessage[failure] } },
          consolidation,
          {
            actor: WORKFLOW,
            at: runtime.now().toISOString(),
            action: 'FAIL',
            reasons: error === undefined ? [failure] : [failure, error],
          },
        ),
      );
    }
    return { consolidationId, failure };
  });

export const handler = build(awsRuntime());
