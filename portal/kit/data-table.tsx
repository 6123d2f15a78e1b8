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
  /** Where rows are ticked to be dealt with together; absent where they are not. */
  readonly ticks?: Ticks;
}

/** Rows that are ticked, by their keys. */
export interface Ticks {
  readonly ticked: ReadonlySet<string>;
  readonly onTick: (ticked: ReadonlySet<string>) => void;
}

/**
 * A dense list: `J` and `K` choose a row, `Enter` opens it, `Space` ticks it, with `Shift` all from the row ticked last; on
 * a phone each row is a card.
 */
export function DataTable<T>({
  caption,
  columns,
  rows,
  keyOf,
  onOpen,
  onMore,
  isWaiting = false,
  none,
  ticks,
}: DataTableProps<T>) {
  const [chosen, setChosen] = useState(0);
  const last = useRef(0);
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
  const tick = (index: number, isRange: boolean): void => {
    const row = rows[index];
    if (!ticks || row === undefined) return;
    const isTicked = !ticks.ticked.has(keyOf(row));
    const [from, to] = isRange ? [Math.min(last.current, index), Math.max(last.current, index)] : [index, index];
    const ticked = new Set(ticks.ticked);
    for (const one of rows.slice(from, to + 1)) {
      if (isTicked) ticked.add(keyOf(one));
      else ticked.delete(keyOf(one));
    }
    last.current = index;
    ticks.onTick(ticked);
  };
  useKeys([
    ...(onOpen || ticks
      ? [
          { keys: ['j', 'ArrowDown'], says: '下一行', does: () => move(1) },
          { keys: ['k', 'ArrowUp'], says: '上一行', does: () => move(-1) },
        ]
      : []),
    ...(ticks
      ? [
          {
            keys: [' '],
            says: '勾选所选行（按住 Shift 连选）',
            does: ({ target, shiftKey }: KeyboardEvent) => {
              if (target instanceof HTMLElement && target.closest('button, input')) target.click();
              else tick(at, shiftKey);
            },
          },
        ]
      : []),
    ...(onOpen
      ? [
          {
            keys: ['Enter'],
            says: '打开所选行',
            does: ({ target }: KeyboardEvent) => {
              const row = rows[at];
              if (target instanceof HTMLElement && target.closest('a, button')) target.click();
              else if (row !== undefined) onOpen(row);
            },
          },
        ]
      : []),
  ]);
  const isChoosing = onOpen !== undefined || ticks !== undefined;
  return (
    <div className="table-box">
      <table className="table cards" aria-busy={isWaiting}>
        <caption className="hidden-text">{caption}</caption>
        <thead>
          <tr>
            {ticks && (
              <th scope="col">
                <input
                  type="checkbox"
                  className="tick"
                  aria-label="全部勾选"
                  checked={rows.length > 0 && rows.every((row) => ticks.ticked.has(keyOf(row)))}
                  onChange={({ target }) => ticks.onTick(new Set(target.checked ? rows.map(keyOf) : []))}
                />
              </th>
            )}
            {columns.map(({ title, numbers }) => (
              <th key={title} scope="col" className={numbers && 'numbers'}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, index) => (
            <tr key={keyOf(row)} aria-selected={isChoosing ? index === at : undefined}>
              {ticks && (
                <td data-title="勾选">
                  <input
                    type="checkbox"
                    className="tick"
                    aria-label={`勾选第 ${index + 1} 行`}
                    checked={ticks.ticked.has(keyOf(row))}
                    onChange={({ nativeEvent }) => {
                      setChosen(index);
                      tick(index, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
                    }}
                  />
                </td>
              )}
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
