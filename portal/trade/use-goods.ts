import { useEffect, useMemo } from 'react';
import { useList } from '../api/read.ts';
import { type FiledGoods, type FindGoods, goodsFinder } from './lines.ts';

/** Goods of a merchant that a grid offers, at most: more are found by their number, which the API knows. */
const MOST = 2000;

/** The goods in force of a merchant, page after page. */
export function useGoodsOf(merchantId: string): {
  readonly goods: readonly FiledGoods[];
  readonly find: FindGoods;
  readonly isWaiting: boolean;
} {
  const { data, items, hasNextPage, isFetching, fetchNextPage } = useList(
    'GET /v1/goods',
    { query: { merchantId, limit: 200 } },
    { enabled: merchantId !== '' },
  );
  const goesOn = hasNextPage && !isFetching && items.length < MOST;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  const goods = useMemo(
    () => (data?.pages ?? []).flatMap(({ body }) => body.items.filter(({ status }) => status === 'ACTIVE')),
    [data],
  );
  const find = useMemo(() => goodsFinder(goods), [goods]);
  return { goods, find, isWaiting: isFetching };
}
