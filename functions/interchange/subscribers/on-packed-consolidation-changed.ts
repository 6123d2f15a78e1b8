import { ConsolidationChanged, type ConsolidationStatus } from '../../events/consolidation.ts';
import { reads } from '../../events/reader.ts';
import { type CallApi, lambdaApi } from '../../shared/invoke/invoke.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { confirmWaiting } from '../services/gzsw/loading.ts';
import { otherApis } from '../services/other-apis.ts';
import { gzswStore } from '../store/gzsw.ts';

const Changed = ConsolidationChanged.detail.pick({ consolidationId: true, districtId: true, status: true });

/** When there is a plan, or will be none. */
const DECIDED: ReadonlySet<ConsolidationStatus> = new Set(['PLANNED', 'FAILED', 'CANCELLED']);

/**
 * Confirms the packing list that an earlier release left waiting for a plan, in the name of who sent it. Delivered again it
 * finds the containers confirmed.
 */
export const build = (runtime: Runtime, callApi: CallApi = lambdaApi()) =>
  subscriber(
    'OnPackedConsolidationChanged',
    reads(ConsolidationChanged, Changed, async ({ consolidationId, districtId, status }) => {
      if (!DECIDED.has(status)) return;
      const store = gzswStore(runtime.table);
      const packing = await store.waiting(districtId, consolidationId);
      const caller = packing?.document.sentBy;
      if (!packing || !caller) return;
      await confirmWaiting({ apis: otherApis(callApi, caller), store, districtId }, packing.number);
    }),
  );

export const handler = build(awsRuntime());
