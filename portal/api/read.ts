import { type UseQueryResult, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type Answered, call } from './call.ts';
import type { AnswerTo, ItemOf, ListName, ReadName, RequestOf } from './contracts.ts';

export interface Reading<T> {
  /** Milliseconds after which it is asked for again while the page is visible, or by what was told last; absent, once. */
  readonly every?: number | ((told: T) => number | undefined);
  /** False while what it needs is not known. */
  readonly enabled?: boolean;
}

/** What a route answers, kept while it is young and asked for again when the page comes back. */
export function useRead<R extends ReadName>(
  route: R,
  request: RequestOf<R>,
  { every, enabled = true }: Reading<AnswerTo<R>> = {},
): UseQueryResult<Answered<AnswerTo<R>>> {
  return useQuery({
    queryKey: [route, request],
    queryFn: ({ signal }) => call(route, request, { signal }),
    refetchInterval: ({ state: { data } }) => (typeof every === 'function' ? data && every(data.body) : every) ?? false,
    enabled,
  });
}

/** A list page by page. */
export function useList<R extends ListName>(
  route: R,
  request: RequestOf<R>,
  { every, enabled = true }: { readonly every?: number; readonly enabled?: boolean } = {},
) {
  const pages = useInfiniteQuery({
    queryKey: [route, request, 'pages'],
    queryFn: ({ signal, pageParam }) =>
      call(route, { ...request, query: { ...request.query, ...(pageParam && { cursor: pageParam }) } }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ body }) => (body as { nextCursor: string | null }).nextCursor,
    refetchInterval: every ?? false,
    enabled,
  });
  const items = (pages.data?.pages ?? []).flatMap(({ body }) => (body as { items: ItemOf<R>[] }).items);
  return { ...pages, items };
}
