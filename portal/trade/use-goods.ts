import { useEffect } from 'react';
import { useList } from '../api/read.ts';
import type { FiledGoods } from './lines.ts';

/** Goods of a merchant that a grid offers, at most: more are found by their number, which the API knows. */
const MOST = 2000;

/** The goods in force of a merchant, page after page. */
export function useGoodsOf(merchantId: string): { readonly goods: readonly FiledGoods[]; readonly isWaiting: boolean } {
  const { items, hasNextPage, isFetching, fetchNextPage } = useList(
    'GET /v1/goods',
    { query: { merchantId, limit: 200 } },
    { enabled: merchantId !== '' },
  );
  const goesOn = hasNextPage && !isFetching && items.length < MOST;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return { goods: items.filter(({ status }) => status === 'ACTIVE'), isWaiting: isFetching };
}
