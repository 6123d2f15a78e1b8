import { isCityWide, maySee } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { visible } from '../../shared/http/visible.ts';
import { CITY, identifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { CreditApi } from '../contract/index.ts';
import { type CreditRun, progressOf, statusAt } from '../domain/run.ts';
import { runStore } from '../store/runs.ts';

type Runs = Pick<Operations<CreditApi>, 'startCreditRun' | 'getCreditRun' | 'listCreditRunMovers'>;

/** Runs over every entity of a scope. */
export function runOperations(runtime: Runtime): Runs {
  const runs = runStore(runtime.table);

  const readable = visible('creditrun', runs.run, (caller, run) => maySee(caller, { ...run, parties: [] }));

  return {
    startCreditRun: async ({ caller, at }) => {
      const districtId = isCityWide(caller) ? CITY : caller.districtId;
      const run = {
        id: identifier('creditrun', districtId, runtime.newUlid()),
        districtId,
        districtIds: districtsOf(caller, undefined, (await runtime.reference.at(at)).tenants),
        status: 'RUNNING' as const,
        startedAt: at,
        startedBy: caller.sub,
      };
      return { ...accepted(runtime, run), writes: runs.start(run, caller) };
    },

    getCreditRun: async ({ caller, params, at }) => {
      const { data, updatedAt } = await readable(caller, params['id']);
      const run = { ...data, status: statusAt(data, updatedAt, at) };
      return { body: progressOf(run, await runs.finishedBatches(run)) };
    },

    listCreditRunMovers: async ({ caller, params, query }) => ({
      body: await runs.movers((await readable(caller, params['id'])).data, query.cursor),
    }),
  };
}

/** The answer to the start of a run. */
export const accepted = (runtime: Runtime, { id, status }: Pick<CreditRun, 'id' | 'status'>) => ({
  body: { id, status, execution: { name: id, arn: runtime.executionArn('credit-scoring', id) } },
  headers: { Location: `/v1/credit-runs/${id}` },
});
