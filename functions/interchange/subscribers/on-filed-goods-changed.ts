import { GoodsChanged } from '../../events/goods.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { KnownGoods } from '../domain/known.ts';
import { knownStore } from '../store/known.ts';

/** Keeps filed goods under their number and their description. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnFiledGoodsChanged',
    reads(GoodsChanged, KnownGoods, async (goods) => knownStore(runtime.table).keepGoods(goods)),
  );

export const handler = build(awsRuntime());
