import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failed } from './failed.tsx';

/** Shows what was read; until then that it is being read, or why it cannot be. */
export function Loaded<T>({
  reading,
  children,
}: {
  readonly reading: UseQueryResult<T>;
  readonly children: (told: T) => ReactNode;
}) {
  if (reading.data !== undefined) return children(reading.data);
  if (reading.isError) return <Failed error={reading.error} onAgain={() => void reading.refetch()} />;
  return (
    <p className="empty" role="status">
      正在读取…
    </p>
  );
}
