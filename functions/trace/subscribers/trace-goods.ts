import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { Goods } from '../domain/record.ts';
import { traceStore } from '../store/index.ts';

/** `GoodsChanged`: keeps the goods's place in the chain. */
export const build = (runtime: Runtime) =>
  subscriber('TraceGoods', Goods, (detail) => traceStore(runtime.table).keep({ type: 'GOODS', detail }));

export const handler = build(awsRuntime());
