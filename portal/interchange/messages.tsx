import { useState } from 'react';
import { QUERY_TYPE_NAMES } from '../../functions/interchange/domain/names.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { isComposing } from '../kit/keys.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { Tag } from '../kit/words.tsx';
import { Received } from './received.tsx';

type QueryName = keyof typeof QUERY_TYPE_NAMES;

/** By name: the platform's numbers ask the same. */
const ASKED = Object.fromEntries(Object.entries(QUERY_TYPE_NAMES).filter(([type]) => !/^\d/.test(type)));
type Told = AnswerTo<'GET /v1/interchange/gzsw/status'>;

const isQuery = (text: string): text is QueryName => text in QUERY_TYPE_NAMES;

/** Asks what became of what a client's program has sent, as the program itself would ask. */
export default function Messages() {
  const [{ type = 'RECEIPT', key = '' }, set] = useFilters(['type', 'key']);
  const [typed, setTyped] = useState(key);
  const asked = isQuery(type) ? type : 'RECEIPT';
  const look = (): void => set('key', typed.trim());
  return (
    <Page title="报文状态">
      <Filters>
        <div className="field">
          <label htmlFor="type">查什么</label>
          <select id="type" className="input" value={asked} onChange={({ target }) => set('type', target.value)}>
            {optionsOf(ASKED).map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <div className="field grow">
          <label htmlFor="key">编号</label>
          <input
            id="key"
            className="input"
            placeholder="报文编号、备案编号、单号或代码"
            autoComplete="off"
            maxLength={100}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !isComposing(event.nativeEvent)) look();
            }}
          />
        </div>
        <button type="button" className="button primary" disabled={typed.trim() === ''} onClick={look}>
          查询
        </button>
      </Filters>
      {key === '' ? (
        <p className="empty">企业的软件报送报文后，在这里按报文编号查回执，或按业务编号查办理情况。</p>
      ) : (
        <Answer key={`${asked} ${key}`} type={asked} number={key} />
      )}
      <Received />
    </Page>
  );
}

function Answer({ type, number }: { readonly type: QueryName; readonly number: string }) {
  const told = useRead('GET /v1/interchange/gzsw/status', { query: { type, key: number } });
  return (
    <Loaded reading={told}>{({ body }) => <Shown told={body} title={`${QUERY_TYPE_NAMES[type]} ${number}`} />}</Loaded>
  );
}

function Shown({ told, title }: { readonly told: Told; readonly title: string }) {
  const errors = [told.errorMessage ?? []].flat();
  const isTaken = String(told.result) === '1';
  const statuses = 'dataList' in told ? (told.dataList ?? []) : [];
  const rows = 'otherMessage' in told ? (told.otherMessage ?? []) : [];
  return (
    <Card title={title}>
      <div className="stack">
        {errors.map((message) => (
          <Note key={message} tone="wait">
            {message}
          </Note>
        ))}
        {'transient' in told && told.transient && <Note>报文所指的内容还没有到，几秒后原样重发即可。</Note>}
        {statuses.map(({ statusCode, status }) => (
          <p key={`${statusCode} ${status}`}>
            <strong>{status}</strong> <span className="quiet small">状态码 {statusCode}</span>
          </p>
        ))}
        {isTaken && statuses.length === 0 && rows.length === 0 && <Tag tone="good">已接收</Tag>}
        {rows.length > 0 && <Rows rows={rows} />}
      </div>
    </Card>
  );
}

/** Rows with the fields' names of the dialect, by which the maker of the client's program knows them. */
function Rows({ rows }: { readonly rows: readonly Readonly<Record<string, unknown>>[] }) {
  const titles = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (
    <div className="table-box">
      <table className="table cards">
        <caption className="hidden-text">回执内容</caption>
        <thead>
          <tr>
            {titles.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // Rows of a receipt have no name of their own, and never move.
            // eslint-disable-next-line react/no-array-index-key
            <tr key={index}>
              {titles.map((title) => (
                <td key={title} data-title={title}>
                  {textOf(row[title])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
