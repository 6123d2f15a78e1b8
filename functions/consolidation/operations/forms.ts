import type { Caller } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { formsApi } from '../contract/forms.ts';
import { combinationSheet } from '../print/combination-sheet.ts';
import { answerIn } from '../print/forms.ts';
import { loadingPlan } from '../print/loading-plan.ts';
import { packingList } from '../print/packing-list.ts';
import type { Planned } from '../print/planned.ts';
import { vgm } from '../print/vgm.ts';
import { planToPrint } from '../services/papers.ts';
import { readableIn } from '../services/reading.ts';
import { consolidationStore } from '../store/index.ts';

/** Handlers of the documents that are printed of a consolidation. */
export function formOperations(runtime: Runtime): Operations<typeof formsApi> {
  const store = consolidationStore(runtime.table);
  const readable = readableIn(store);

  /** A consolidation with the plan that is printed. */
  const plannedFor = async (
    caller: Caller,
    id: string | undefined,
    revision: number | undefined,
    action: string,
  ): Promise<Planned> => {
    const stored = await readable(caller, id);
    return planToPrint(store, stored, revision, action, await runtime.reference.at(stored.createdAt));
  };

  return {
    getPackingList: async ({ caller, params, query, accept, baseUrl }) => {
      const planned = await plannedFor(caller, params['id'], query.revision, '打印装箱清单');
      return answerIn(packingList(planned, traceOf(baseUrl, planned.consolidation.id)), accept);
    },

    getCombinationSheet: async ({ caller, params, query, accept, baseUrl }) => {
      const planned = await plannedFor(caller, params['id'], query.revision, '打印组货单');
      return answerIn(combinationSheet(planned, traceOf(baseUrl, planned.consolidation.id)), accept);
    },

    getLoadingPlan: async ({ caller, params, query, accept, baseUrl }) => {
      const planned = await plannedFor(caller, params['id'], query.revision, '打印装箱作业图');
      const { id, seals } = planned.consolidation;
      const number = seals?.find(({ no }) => no === query.container)?.containerNumber;
      return answerIn(loadingPlan(planned, query.container, traceOf(baseUrl, number ?? id)), accept);
    },

    getVgm: async ({ caller, params, query, accept, baseUrl }) => {
      const planned = await plannedFor(caller, params['id'], query.revision, '打印 VGM 声明');
      return answerIn(vgm(planned, traceOf(baseUrl, planned.consolidation.id)), accept);
    },
  };
}

/** Address of the trace of a subject; a document's QR code leads there. */
const traceOf = (baseUrl: string, subject: string): string => `${baseUrl}/v1/traces/${subject}`;
