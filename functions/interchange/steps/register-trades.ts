import { z } from 'zod';
import { type CallApi, lambdaApi } from '../../shared/invoke/invoke.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { NotThereYet, step } from '../../shared/step/step.ts';
import { attemptOf, isAwaited, registerAll, resultOf } from '../services/imports/commit.ts';
import { committing, withOtherApis } from '../services/imports/workflow.ts';
import { importStore } from '../store/imports.ts';

/** Retries, up to half a minute in all, after which what has not arrived is taken for what is not there. */
const MAX_RETRIES = 5;

/** `retryCount` is the workflow's own; absent in executions of the first version. */
const Input = z.object({ importId: z.string(), slice: z.int(), retryCount: z.int().default(0) });

/**
 * 逐笔登记: registers the trades of one slice as `POST /v1/trades` does, in the name of who committed the sheet, and keeps
 * what became of each. Run again, it is answered as it was before. While a trade is refused only for what it names and has
 * not arrived yet, the workflow's Retry waits.
 *
 * @throws NotThereYet
 */
export const build = (runtime: Runtime, callApi: CallApi = lambdaApi()) => {
  const store = importStore(runtime.table);
  return step('RegisterTrades', Input, async ({ importId, slice, retryCount }) => {
    const current = await committing(store, importId);
    if (!current) return { slice };
    const { data, commitment } = current;
    const trades = await store.trades(data, commitment.id, slice);
    const { registered, refused } = await withOtherApis(callApi, commitment.caller, (apis) =>
      registerAll(apis, trades, {
        attempt: attemptOf(data),
        acceptedWarnings: commitment.acceptedWarnings,
        isOnly: commitment.tradeCount === 1,
      }),
    );
    if (isAwaited(commitment.mode, refused) && retryCount < MAX_RETRIES) {
      throw new NotThereYet(`slice ${slice} of ${importId} names what has not arrived`);
    }
    for (const { id, trade } of registered) await store.keepPackages(data.districtId, id, { lines: trade.packages });
    await store.keepResult(data, commitment.id, slice, resultOf(registered, refused));
    return { slice };
  });
};

export const handler = build(awsRuntime());
