import { expect, it } from 'vitest';
import { descriptionKey, descriptionsOf } from '../../../functions/interchange/domain/known.ts';
import { knownStore } from '../../../functions/interchange/store/known.ts';
import { build } from '../../../functions/interchange/subscribers/on-filed-goods-changed.ts';
import { DAZU } from '../../kit/call.ts';
import { invoke } from '../../kit/deliver.ts';
import { useRegistry } from '../../kit/registry.ts';
import { delivery, sample } from '../events/samples.ts';

const registry = useRegistry();

it('keeps all goods of one description that are told of at once', async () => {
  const handler = build(registry.runtime);
  const goods = Array.from({ length: 12 }, (_one, index) =>
    sample('GoodsChanged', {
      goodsId: `goods-${DAZU}-${index}`,
      goodsNumber: `SC${index}`,
      merchantId: `entity-${DAZU}-${index}`,
      districtId: DAZU,
    }),
  );
  await Promise.all(goods.map((detail) => invoke(handler, delivery('GoodsChanged', detail))));
  const ofAnybody = descriptionsOf({ ...goods[0]!, merchantId: '' });
  const found = await knownStore(registry.runtime.table).goodsDescribed(DAZU, ofAnybody);
  for (const description of ofAnybody) {
    const kept = found.get(descriptionKey(description))?.goods.map(({ goodsId }) => goodsId);
    expect(kept?.toSorted()).toEqual(goods.map(({ goodsId }) => goodsId).toSorted());
  }
});
