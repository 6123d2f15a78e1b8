import { GoodsChanged } from '../../events/goods.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { Goods } from '../domain/record.ts';
import { traceStore } from '../store/index.ts';

/** `GoodsChanged`: keeps the goods's place in the chain. */
export const build = (runtime: Runtime) =>
  subscriber(
    'TraceGoods',
    reads(GoodsChanged, Goods, (detail) => traceStore(runtime.table).keep({ type: 'GOODS', detail })),
  );

export const handler = build(awsRuntime());
