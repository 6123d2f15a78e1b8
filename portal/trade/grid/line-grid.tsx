import { type ClipboardEvent, type KeyboardEvent, memo, useEffect, useRef, useState } from 'react';
import { factOf } from '../../../functions/shared/kernel/finding.ts';
import type { Finding } from '../../api/problem.ts';
import { idOf } from '../../forms/findings.ts';
import { isComposing } from '../../kit/keys.ts';
import { isBlock } from './paste.ts';
import {
  type Column,
  cellOf,
  emptyRow,
  type Pasted,
  type Place,
  pasted,
  placesOf,
  type Row,
  TICKED,
  without,
} from './rows.ts';

export interface LineGridProps {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly onChange: (rows: readonly Row[]) => void;
  readonly findings: readonly Finding[];
  /** The rows once a cell was typed, with what follows from it. */
  readonly typed: (rows: readonly Row[], index: number, key: string, text: string) => readonly Row[];
  /** The rows once one of them was left or pasted, with what can be filled in of itself. */
  readonly settled?: (rows: readonly Row[], index: number) => readonly Row[];
  /** What an empty cell would hold, e.g. its unit. */
  readonly hintOf?: (row: Row, key: string) => string | undefined;
  /** What is said at a row before anything is sent, e.g. that its goods are unknown. */
  readonly doubtOf?: (row: Row) => string | undefined;
  /** Lines at most; absent where they are those of a registered trade. */
  readonly most?: number;
}

/**
 * Rows of plain inputs. `↑` `↓` go to the same cell of the next row, `Enter` goes to the next cell and from the last to a
 * new row; a block of a spreadsheet is pasted from the cell that has the focus, and taken back at once with `Ctrl+Z`.
 */
export function LineGrid({
  caption,
  columns,
  rows,
  onChange,
  findings,
  typed,
  settled = (same) => same,
  hintOf,
  doubtOf,
  most,
}: LineGridProps) {
  const box = useRef<HTMLTableElement>(null);
  const [undo, setUndo] = useState<{ readonly rows: readonly Row[]; readonly pasted: Pasted }>();
  const wanted = useRef<{ readonly row: number; readonly key: string }>(undefined);
  const places = placesOf(rows, columns);
  const lines = rows.filter(({ isMore }) => !isMore).length;
  const canAdd = most !== undefined && lines < most;
  useEffect(() => {
    const { row, key } = wanted.current ?? {};
    if (row === undefined || key === undefined) return;
    wanted.current = undefined;
    cellAt(box.current, row, key)?.focus();
  });
  const acts: Acts = {
    edit: (index, key, text) => {
      setUndo(undefined);
      onChange(typed(rows, index, key, text));
    },
    leave: (index, key) => {
      const row = rows[index];
      const column = columns.find((one) => one.key === key);
      if (!row || !column) return;
      const text = cellOf(row.cells[key] ?? '', column);
      const plain = text === (row.cells[key] ?? '') ? rows : typed(rows, index, key, text);
      const after = settled(plain, index);
      if (JSON.stringify(after) !== JSON.stringify(rows)) onChange(after);
    },
    more: (index) => {
      const first = columns.find(({ of }) => of === 'carton')?.key;
      if (first !== undefined) wanted.current = { row: index + 1, key: first };
      onChange([...rows.slice(0, index + 1), emptyRow(true), ...rows.slice(index + 1)]);
    },
    remove: (index) => {
      setUndo(undefined);
      const left = without(rows, index);
      onChange(left.length === 0 ? [emptyRow()] : left);
    },
  };
  const add = (): void => {
    const first = columns[0]?.key;
    if (first !== undefined) wanted.current = { row: rows.length, key: first };
    onChange([...rows, emptyRow()]);
  };
  const onKey = (event: KeyboardEvent<HTMLTableElement>): void => {
    if (isComposing(event.nativeEvent) || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && undo) {
      event.preventDefault();
      takeBack();
      return;
    }
    const cell = event.target;
    if (!(cell instanceof HTMLInputElement) || event.ctrlKey || event.metaKey) return;
    const { row = '', column = '' } = cell.dataset;
    if (event.key === 'Enter') {
      event.preventDefault();
      const cells = [...(box.current?.querySelectorAll<HTMLInputElement>('input[data-row]') ?? [])];
      const next = cells[cells.indexOf(cell) + (event.shiftKey ? -1 : 1)];
      if (next) next.focus();
      else if (!event.shiftKey && canAdd) add();
    }
    // A cell with a list opens it by the arrows.
    if (cell.list !== null && cell.list !== undefined) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      for (let at = Number(row) + by; at >= 0 && at < rows.length; at += by) {
        const next = cellAt(box.current, at, column);
        if (!next) continue;
        next.focus();
        next.select();
        return;
      }
    }
  };
  const onPaste = (event: ClipboardEvent<HTMLTableElement>): void => {
    const text = event.clipboardData.getData('text/plain');
    const cell = event.target;
    if (!isBlock(text) || !(cell instanceof HTMLInputElement)) return;
    event.preventDefault();
    const at = {
      row: Number(cell.dataset['row']),
      column: columns.findIndex(({ key }) => key === cell.dataset['column']),
    };
    const result = pasted(rows, columns, text, at, most ?? rows.length);
    setUndo({ rows, pasted: result });
    const touched = Array.from({ length: result.count }, (_, by) => at.row + by);
    onChange(touched.reduce((after, index) => settled(after, index), result.rows));
  };
  const takeBack = (): void => {
    if (!undo) return;
    onChange(undo.rows);
    setUndo(undefined);
  };
  return (
    <div className="stack">
      {undo && (
        <div className="note row" role="status">
          <span>
            已粘贴 {undo.pasted.count} 行（{undo.pasted.isByTitle ? '按标题对应' : '按栏目顺序'}）。
            {undo.pasted.unknown.length > 0 && `没有用到的列：${undo.pasted.unknown.join('、')}。`}
            {undo.pasted.left > 0 && `另有 ${undo.pasted.left} 行放不下，没有粘贴。`}
          </span>
          <button type="button" className="button" onClick={takeBack}>
            撤销粘贴 <kbd className="only-desk">Ctrl+Z</kbd>
          </button>
        </div>
      )}
      <div className="table-box">
        <table ref={box} id={idOf('/lines')} className="table cards grid" onKeyDown={onKey} onPaste={onPaste}>
          <caption className="hidden-text">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">行</th>
              {columns.map(({ key, title, kind, width }) => (
                <th key={key} scope="col" className={kind === 'figure' ? `${width} numbers` : width}>
                  {title}
                </th>
              ))}
              <th scope="col">
                <span className="hidden-text">增减</span>
              </th>
            </tr>
          </thead>
          <GridBody
            acts={acts}
            columns={columns}
            rows={rows}
            places={places}
            findings={findings}
            hintOf={hintOf}
            doubtOf={doubtOf}
            canRemove={most !== undefined}
          />
        </table>
      </div>
      {canAdd && (
        <div className="row">
          <button type="button" className="button" onClick={add}>
            加一行
          </button>
          <span className="quiet small only-desk">
            可从表格软件整块粘贴；回车到下一格，↑ ↓ 换行，最多 {most} 行商品。
          </span>
        </div>
      )}
    </div>
  );
}

const cellAt = (box: HTMLElement | null, row: number, column: string): HTMLInputElement | undefined =>
  box?.querySelector<HTMLInputElement>(`input[data-row="${row}"][data-column="${column}"]`) ?? undefined;

interface Acts {
  readonly edit: (index: number, key: string, text: string) => void;
  readonly leave: (index: number, key: string) => void;
  readonly more: (index: number) => void;
  readonly remove: (index: number) => void;
}

function GridBody({
  acts,
  columns,
  rows,
  places,
  findings,
  hintOf,
  doubtOf,
  canRemove,
}: Pick<LineGridProps, 'columns' | 'rows' | 'findings'> & {
  readonly acts: Acts;
  readonly places: readonly Place[];
  readonly hintOf: LineGridProps['hintOf'];
  readonly doubtOf: LineGridProps['doubtOf'];
  readonly canRemove: boolean;
}) {
  // A row is drawn anew where it changed, and not because another did: its deeds are the same ones all along.
  const latest = useRef(acts);
  latest.current = acts;
  const [stable] = useState<Acts>(() => ({
    edit: (...told) => latest.current.edit(...told),
    leave: (...told) => latest.current.leave(...told),
    more: (...told) => latest.current.more(...told),
    remove: (...told) => latest.current.remove(...told),
  }));
  return (
    <tbody>
      {rows.map((row, index) => {
        const { line, carton } = places[index] ?? { line: undefined, carton: undefined };
        const own = findings.filter(({ pointer }) => isOf(pointer, row.isMore ? carton : line, rows, places, index));
        const doubt = doubtOf?.(row);
        return (
          <GridRow
            key={row.key}
            acts={stable}
            columns={columns}
            row={row}
            index={index}
            no={row.line?.no ?? numberOf(line)}
            line={line}
            carton={carton}
            invalid={own
              .filter(({ severity }) => severity === 'DANGER')
              .map(({ pointer }) => pointer)
              .join(' ')}
            says={own.length > 0 ? own.map(factOf).join('\n') : (doubt ?? '')}
            hints={hintOf === undefined ? '' : columns.map(({ key }) => hintOf(row, key) ?? '').join('\n')}
            canRemove={canRemove || row.isMore}
          />
        );
      })}
    </tbody>
  );
}

const numberOf = (line: string | undefined): number | undefined =>
  line === undefined ? undefined : Number(line.slice(line.lastIndexOf('/') + 1)) + 1;

/** Whether a finding is told at a row: what is said of cartons stands at theirs, everything else at the line's first. */
function isOf(
  pointer: string,
  own: string | undefined,
  rows: readonly Row[],
  places: readonly Place[],
  index: number,
): boolean {
  if (own === undefined || (pointer !== own && !pointer.startsWith(`${own}/`))) return false;
  if (rows[index]?.isMore) return true;
  for (let at = index + 1; rows[at]?.isMore; at += 1) {
    const carton = places[at]?.carton;
    if (carton !== undefined && (pointer === carton || pointer.startsWith(`${carton}/`))) return false;
  }
  return true;
}

interface GridRowProps {
  readonly acts: Acts;
  readonly columns: readonly Column[];
  readonly row: Row;
  readonly index: number;
  /** Of the line as the API counts; absent while nothing stands in it. */
  readonly no: number | undefined;
  readonly line: string | undefined;
  readonly carton: string | undefined;
  /** Pointers of what is wrong, set apart by spaces. */
  readonly invalid: string;
  /** One message a line. */
  readonly says: string;
  /** One a column. */
  readonly hints: string;
  readonly canRemove: boolean;
}

const GridRow = memo(function GridRow({
  acts,
  columns,
  row,
  index,
  no,
  line,
  carton,
  invalid,
  says,
  hints,
  canRemove,
}: GridRowProps) {
  const wrong = new Set(invalid.split(' '));
  const messages = says.split('\n').filter(Boolean);
  const saysId = `${row.key}-says`;
  const hintsOf = hints.split('\n');
  return (
    <>
      <tr id={row.isMore || line === undefined ? undefined : idOf(line)} className={row.isMore ? 'more' : undefined}>
        <th scope="row" data-title="行">
          {row.isMore ? <span className="quiet">同上</span> : (no ?? <span className="hidden-text">空行</span>)}
        </th>
        {columns.map((column, at) => {
          const { key, title, of, kind, list } = column;
          if (row.isMore && of === 'line') return <td key={key} className="blank" />;
          const base = of === 'line' ? line : carton;
          const pointer = base === undefined ? undefined : `${base}/${key}`;
          const label = `第 ${no ?? index + 1} 行${title}`;
          if (row.line && key === 'name') {
            return (
              <td key={key} data-title={title}>
                {row.line.name}
              </td>
            );
          }
          const common = {
            id: pointer === undefined ? undefined : idOf(pointer),
            'data-row': index,
            'data-column': key,
            'aria-label': label,
            'aria-invalid': pointer !== undefined && wrong.has(pointer),
            'aria-describedby': messages.length > 0 ? saysId : undefined,
          };
          return (
            <td key={key} data-title={title}>
              {kind === 'tick' ? (
                <input
                  {...common}
                  type="checkbox"
                  className="tick"
                  checked={(row.cells[key] ?? '') === '' ? column.isTickedAtFirst === true : row.cells[key] === TICKED}
                  onChange={({ target }) => acts.edit(index, key, target.checked ? TICKED : '否')}
                />
              ) : (
                <input
                  {...common}
                  className={kind === 'figure' ? 'input numbers' : 'input'}
                  autoComplete="off"
                  inputMode={kind === 'figure' ? 'decimal' : undefined}
                  list={list}
                  placeholder={hintsOf[at]}
                  title={kind === 'text' ? row.cells[key] : undefined}
                  value={row.cells[key] ?? ''}
                  onChange={({ target }) => acts.edit(index, key, target.value)}
                  onBlur={() => acts.leave(index, key)}
                />
              )}
            </td>
          );
        })}
        <td className="deeds">
          <button type="button" className="button text" onClick={() => acts.more(index)} title="同一商品另一种规格的箱">
            ＋箱<span className="hidden-text">型（第 {no ?? index + 1} 行）</span>
          </button>
          {canRemove && (
            <button type="button" className="button text" onClick={() => acts.remove(index)}>
              ×<span className="hidden-text">删除第 {no ?? index + 1} 行</span>
            </button>
          )}
        </td>
      </tr>
      {messages.length > 0 && (
        <tr className="says">
          <td colSpan={columns.length + 2} id={saysId}>
            {messages.map((message) => (
              <p key={message} className={invalid === '' ? 'warning' : 'error'}>
                {message}
              </p>
            ))}
          </td>
        </tr>
      )}
    </>
  );
});
