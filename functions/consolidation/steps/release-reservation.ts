import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { unamended } from '../domain/amendment.ts';
import { amendmentFailureMessage, FAILURES, failureMessage } from '../domain/consolidation.ts';
import { ConsolidationInput, isAwaited, loaded, WORKFLOW } from '../services/planning.ts';
import { consolidationStore } from '../store/index.ts';

const Input = ConsolidationInput.extend({
  failure: z.enum(FAILURES),
  /** Name of the error that ended the planning, for the audit trail. */
  error: z.string().optional(),
});

/**
 * Frees the trades of a consolidation that got no plan 释放交易; where only a late change got none, the plan before it stays
 * in force. One that does not wait for this planning is left alone.
 */
export const build = (runtime: Runtime) =>
  step('ReleaseReservation', Input, async (input) => {
    const { consolidationId, failure: code, error } = input;
    const store = consolidationStore(runtime.table);
    const consolidation = await loaded(store, consolidationId);
    if (isAwaited(consolidation, input)) {
      const { data } = consolidation;
      const at = runtime.now().toISOString();
      const reasons = error === undefined ? [code] : [code, error];
      const plan = await store.plan(consolidation);
      await runtime.table.commit(
        plan
          ? store.change(
              unamended(data, { code, message: amendmentFailureMessage[code] }),
              consolidation,
              { actor: WORKFLOW, at, action: 'KEEP_PLAN', reasons },
              plan,
            )
          : store.giveBack(
              { ...data, status: 'FAILED', failure: { code, message: failureMessage[code] } },
              consolidation,
              { actor: WORKFLOW, at, action: 'FAIL', reasons },
            ),
      );
    }
    return { consolidationId, failure: code };
  });

export const handler = build(awsRuntime());
