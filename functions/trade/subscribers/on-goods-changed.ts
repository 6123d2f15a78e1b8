import { GoodsChanged } from '../../events/goods.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { FiledGoods } from '../domain/filed.ts';
import { tradeStore } from '../store/index.ts';

/** `GoodsChanged`: keeps what trade's rules need of it. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnGoodsChanged',
    reads(GoodsChanged, FiledGoods, async (detail) => tradeStore(runtime.table).keepGoods(detail)),
  );

export const handler = build(awsRuntime());
