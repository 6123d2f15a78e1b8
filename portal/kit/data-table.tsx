import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useKeys } from './keys.ts';

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
  /** Numbers stand at the right. */
  readonly numbers?: true;
}

export interface DataTableProps<T> {
  /** What the table lists, for those who hear it. */
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** What Enter does with the row that J and K chose; absent where rows open nothing. */
  readonly onOpen?: (row: T) => void;
  readonly onMore?: (() => void) | undefined;
  readonly isWaiting?: boolean;
  /** What is said where there is no row. */
  readonly none: string;
}

/** A dense list: `J` and `K` choose a row, `Enter` opens it; on a phone each row is a card. */
export function DataTable<T>({
  caption,
  columns,
  rows,
  keyOf,
  onOpen,
  onMore,
  isWaiting = false,
  none,
}: DataTableProps<T>) {
  const [chosen, setChosen] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const at = Math.min(chosen, rows.length - 1);
  const moved = useRef(false);
  const move = (by: number): void => {
    moved.current = true;
    setChosen(Math.max(0, Math.min(rows.length - 1, at + by)));
  };
  useEffect(() => {
    if (moved.current) body.current?.rows[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  useKeys(
    onOpen
      ? [
          { keys: ['j', 'ArrowDown'], says: '下一行', does: () => move(1) },
          { keys: ['k', 'ArrowUp'], says: '上一行', does: () => move(-1) },
          {
            keys: ['Enter'],
            says: '打开所选行',
            does: ({ target }) => {
              const row = rows[at];
              if (target instanceof HTMLElement && target.closest('a, button')) target.click();
              else if (row !== undefined) onOpen(row);
            },
          },
        ]
      : [],
  );
  return (
    <div className="table-box">
      <table className="table cards" aria-busy={isWaiting}>
        <caption className="hidden-text">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, numbers }) => (
              <th key={title} scope="col" className={numbers && 'numbers'}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, index) => (
            <tr key={keyOf(row)} aria-selected={onOpen ? index === at : undefined}>
              {columns.map(({ title, cell, numbers }) => (
                <td key={title} data-title={title} className={numbers && 'numbers'}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="empty">{isWaiting ? '正在读取…' : none}</p>}
      {onMore && (
        <div className="empty">
          <button type="button" className="button" onClick={onMore} disabled={isWaiting}>
            {isWaiting ? '正在读取…' : '再读一页'}
          </button>
        </div>
      )}
    </div>
  );
}
