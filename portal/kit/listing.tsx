import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { DataTable, type DataTableProps } from './data-table.tsx';
import { Failed } from './failed.tsx';

type Pages<T> = Pick<
  UseInfiniteQueryResult,
  'isFetching' | 'isError' | 'error' | 'hasNextPage' | 'fetchNextPage' | 'refetch'
> & { readonly items: readonly T[] };

/** A list of the API as a table, page after page. */
export function Listing<T>({
  pages,
  ...table
}: { readonly pages: Pages<T> } & Omit<DataTableProps<T>, 'rows' | 'onMore' | 'isWaiting'>) {
  if (pages.isError && pages.items.length === 0)
    return <Failed error={pages.error} onAgain={() => void pages.refetch()} />;
  return (
    <DataTable
      {...table}
      rows={pages.items}
      isWaiting={pages.isFetching}
      onMore={pages.hasNextPage ? () => void pages.fetchNextPage() : undefined}
    />
  );
}
