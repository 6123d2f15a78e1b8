import type { Caller } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { formsApi } from '../contract/forms.ts';
import { PRINTABLE } from '../domain/consolidation.ts';
import { combinationSheet } from '../print/combination-sheet.ts';
import { answerIn } from '../print/forms.ts';
import { loadingPlan } from '../print/loading-plan.ts';
import { packingList } from '../print/packing-list.ts';
import type { Planned } from '../print/planned.ts';
import { vgm } from '../print/vgm.ts';
import { planInForce, readableIn, requireStatus, tradesHeld } from '../services/reading.ts';
import { consolidationStore } from '../store/index.ts';

/** Handlers of the documents that are printed of a consolidation. */
export function formOperations(runtime: Runtime): Operations<typeof formsApi> {
  const store = consolidationStore(runtime.table);
  const readable = readableIn(store);

  /** A consolidation that may be printed, with its plan. */
  const plannedFor = async (caller: Caller, id: string, action: string): Promise<Planned> => {
    const stored = await readable(caller, id);
    const { data: consolidation } = stored;
    requireStatus(consolidation, PRINTABLE, action);
    const [plan, trades] = await Promise.all([planInForce(store, stored), tradesHeld(store, consolidation)]);
    const buyers = plan.declared.declarations.map(({ buyerId }) => buyerId);
    const { districtId, consolidatorId, tradeOperatorId } = consolidation;
    const parties = await store.parties(districtId, [consolidatorId, tradeOperatorId, ...buyers]);
    const lists = await runtime.reference.at(stored.createdAt);
    return { consolidation, trades, parties, lists, ...plan };
  };

  return {
    getPackingList: async ({ caller, params, accept, baseUrl }) => {
      const planned = await plannedFor(caller, params['id'] ?? '', '打印装箱清单');
      return answerIn(packingList(planned, traceOf(baseUrl, planned.consolidation.id)), accept);
    },

    getCombinationSheet: async ({ caller, params, accept, baseUrl }) => {
      const planned = await plannedFor(caller, params['id'] ?? '', '打印组货单');
      return answerIn(combinationSheet(planned, traceOf(baseUrl, planned.consolidation.id)), accept);
    },

    getLoadingPlan: async ({ caller, params, query, accept, baseUrl }) => {
      const planned = await plannedFor(caller, params['id'] ?? '', '打印装箱作业图');
      const { id, seals } = planned.consolidation;
      const number = seals?.find(({ no }) => no === query.container)?.containerNumber;
      return answerIn(loadingPlan(planned, query.container, traceOf(baseUrl, number ?? id)), accept);
    },

    getVgm: async ({ caller, params, accept, baseUrl }) => {
      const planned = await plannedFor(caller, params['id'] ?? '', '打印 VGM 声明');
      return answerIn(vgm(planned, traceOf(baseUrl, planned.consolidation.id)), accept);
    },
  };
}

/** Address of the trace of a subject; a document's QR code leads there. */
const traceOf = (baseUrl: string, subject: string): string => `${baseUrl}/v1/traces/${subject}`;
