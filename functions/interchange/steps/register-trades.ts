import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type CallApi, lambdaApi } from '../../shared/invoke/invoke.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { registerAll, resultOf } from '../services/imports/commit.ts';
import { committing, registryIn } from '../services/imports/workflow.ts';
import type { Pause } from '../services/registry.ts';
import { importStore } from '../store/imports.ts';

/**
 * 逐笔登记: registers the trades of one slice as `POST /v1/trades` does, in the name of who committed the sheet, and keeps
 * what became of each. Run again, it is answered as it was before.
 */
export const build = (runtime: Runtime, callApi: CallApi = lambdaApi(), pause: Pause = delay) => {
  const store = importStore(runtime.table);
  return step('RegisterTrades', z.object({ importId: z.string(), slice: z.int() }), async ({ importId, slice }) => {
    const current = await committing(store, importId);
    if (!current) return { slice };
    const { data, commitment } = current;
    const trades = await store.trades(data, commitment.id, slice);
    const { registered, refused } = await registryIn(callApi, commitment.caller, pause, (registry) =>
      registerAll(registry, trades, {
        once: `${importId}#${commitment.id}#${slice}`,
        acceptedWarnings: commitment.acceptedWarnings,
        isOnly: commitment.tradeCount === 1,
      }),
    );
    for (const { id, trade } of registered) await store.keepPackages(data.districtId, id, { lines: trade.packages });
    await store.keepResult(data, commitment.id, slice, resultOf(registered, refused));
    return { slice };
  });
};

export const handler = build(awsRuntime());
