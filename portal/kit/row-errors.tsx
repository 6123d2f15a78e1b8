import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { ChoiceFilter, Filters } from './filters.tsx';
import { Note } from './note.tsx';

export interface RowError {
  readonly row: number;
  /** Title of the column; empty for the whole row. */
  readonly column: string;
  readonly message: string;
}

const ROW_PIXELS = 34;

/** What is wrong with a sheet, row by row and column by column. Only what is in view is drawn. */
export function RowErrors({ errors, count }: { readonly errors: readonly RowError[]; readonly count: number }) {
  const [column, setColumn] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const counts = new Map<string, number>();
  for (const error of errors) counts.set(error.column, (counts.get(error.column) ?? 0) + 1);
  const shown = errors.filter((error) => column === '' || nameOf(error.column) === column);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PIXELS,
    overscan: 12,
  });
  const drawn = virtual.getVirtualItems();
  const before = drawn[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (drawn.at(-1)?.end ?? 0);
  return (
    <div className="stack">
      {counts.size > 1 && (
        <Filters>
          <ChoiceFilter
            title="只看一栏"
            value={column}
            options={[...counts].map(([title, many]) => ({
              value: nameOf(title),
              label: `${nameOf(title)}（${many}）`,
            }))}
            onChange={setColumn}
          />
        </Filters>
      )}
      {/* A region that scrolls is reached by the keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section ref={box} className="table-box tall" aria-label="错误清单" tabIndex={0}>
        <table className="table" aria-rowcount={shown.length}>
          <thead>
            <tr>
              <th scope="col">行</th>
              <th scope="col">列</th>
              <th scope="col">错误原因</th>
            </tr>
          </thead>
          <tbody>
            <Space pixels={before} />
            {drawn.map(({ index, key }) => {
              const error = shown[index];
              return (
                error && (
                  <tr key={key} data-index={index} ref={virtual.measureElement}>
                    <td className="keep">{error.row}</td>
                    <td>{nameOf(error.column)}</td>
                    <td>{error.message}</td>
                  </tr>
                )
              );
            })}
            <Space pixels={after} />
          </tbody>
        </table>
      </section>
      {count > errors.length && (
        <Note>
          共 {count} 处错误，这里列出前 {errors.length} 处；全部错误请下载错误行文件。
        </Note>
      )}
    </div>
  );
}

const nameOf = (column: string): string => (column === '' ? '整行' : column);

/** Stands for the rows that are not drawn. */
const Space = ({ pixels }: { readonly pixels: number }) =>
  pixels > 0 && (
    <tr aria-hidden>
      <td
        colSpan={3}
        className="space"
        ref={(cell) => {
          cell?.style.setProperty('height', `${pixels}px`);
        }}
      />
    </tr>
  );
