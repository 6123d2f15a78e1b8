import form from 'virtual:form/trade/measureTrade';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useRead } from '../api/read.ts';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { useSubmission } from '../forms/use-submission.ts';
import { useWarnings } from '../forms/use-warnings.ts';
import { bodyOf } from '../forms/value.ts';
import { Warnings } from '../forms/warnings.tsx';
import { useSay } from '../kit/announcer.tsx';
import { useKeys } from '../kit/keys.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import type { ScreenProps } from '../site.ts';
import { LineGrid } from './grid/line-grid.tsx';
import { type Column, emptyRow, linesOf, type Row, TICKED } from './grid/rows.ts';
import { CARTON_COLUMNS, STACKING_COLUMNS } from './lines.ts';
import { Totals } from './totals.tsx';
import type { TradeTold } from './trade.tsx';

const COLUMNS: readonly Column[] = [
  { key: 'name', title: '商品', aliases: ['品名', '商品名称'], of: 'line', kind: 'text', width: 'wide' },
  ...CARTON_COLUMNS,
  ...STACKING_COLUMNS,
];

/** The cartons of a trade's lines, measured after it was registered or anew. */
export default function Measures({ params: { id = '' } }: ScreenProps) {
  const trade = useRead('GET /v1/trades/{id}', { path: { id } });
  return <Loaded reading={trade}>{(told) => <Measuring told={told} again={() => void trade.refetch()} />}</Loaded>;
}

function Measuring({
  told: { body: trade, etag = '' },
  again,
}: {
  readonly told: TradeTold;
  readonly again: () => void;
}) {
  const [, navigate] = useLocation();
  const say = useSay();
  const queries = useQueryClient();
  const [rows, setRows] = useState<readonly Row[]>(() => rowsOf(trade));
  const { findings, failed, isStale, isSending, send } = useSubmission('PUT /v1/trades/{id}/measures');
  const told = (bodyOf(form, {
    lines: linesOf(rows, COLUMNS, ({ cells }, { key, kind }) => {
      const text = cells[key] ?? '';
      if (kind !== 'tick') return text;
      return text === '' ? undefined : text === TICKED;
    }),
  }) ?? {}) as Readonly<Record<string, unknown>>;
  const warnings = useWarnings(findings, () => JSON.stringify(told));
  const submit = async (): Promise<void> => {
    const answered = await send({
      path: { id: trade.id },
      body: { ...told, ...warnings.told() } as never,
      ifMatch: etag,
    });
    if (!answered) return;
    say('箱规已保存');
    await queries.invalidateQueries();
    navigate(`/trade/trades/${trade.id}`);
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '保存', always: true, does: () => void submit() }]);
  return (
    <Page
      title={`箱规：交易 ${trade.tradeNumber ?? ''}`}
      deeds={
        <>
          <Link href={`/trade/trades/${trade.id}`} className="button">
            不改了
          </Link>
          <button type="button" className="button primary" disabled={isSending} onClick={() => void submit()}>
            {isSending ? '正在保存…' : '保存箱规'} <kbd className="only-desk">Ctrl+Enter</kbd>
          </button>
        </>
      }
    >
      {warnings.faults.length > 0 && (
        <ErrorSummary findings={warnings.faults} title={`有 ${warnings.faults.length} 处需要修改，内容都已保留`} />
      )}
      {failed !== undefined && (
        <Note tone="bad">
          {failed}{' '}
          {isStale && (
            <button type="button" className="button" onClick={again}>
              读取最新版本，已填的保留
            </button>
          )}
        </Note>
      )}
      <Warnings warnings={warnings} />
      <Card>
        <div className="stack">
          <Totals rows={rows} />
          <LineGrid
            caption="箱规"
            columns={COLUMNS}
            rows={rows}
            onChange={setRows}
            findings={findings}
            typed={(before, index, key, text) =>
              before.map((row, at) => (at === index ? { ...row, cells: { ...row.cells, [key]: text } } : row))
            }
          />
        </div>
      </Card>
    </Page>
  );
}

/** Lines as they are registered, with the cartons that they have. */
const rowsOf = ({ lines }: TradeTold['body']): Row[] =>
  lines.flatMap(({ lineNo, name, specification, cartons }) => {
    const line = { no: lineNo, name: `${name} ${specification}` };
    if (cartons.length === 0) return [emptyRow(false, line)];
    return cartons.map((carton, index): Row => {
      const { thisSideUp, stackable, ...figures } = carton;
      const cells = Object.fromEntries(Object.entries(figures).map(([key, figure]) => [key, String(figure)]));
      return {
        ...(index === 0 ? emptyRow(false, line) : emptyRow(true)),
        cells: { ...cells, thisSideUp: thisSideUp ? TICKED : '否', stackable: stackable ? TICKED : '否' },
      };
    });
  });
