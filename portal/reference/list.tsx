import { Link } from 'wouter';
import { VERSION_STATUS_NAMES } from '../../functions/reference/domain/names.ts';
import { useList } from '../api/read.ts';
import { Failed } from '../kit/failed.tsx';
import { Filters, TextFilter, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { StateTag } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';

/** What a list says on a day, row by row, and for operators the versions that were submitted. */
export default function List({ params: { list = '' } }: ScreenProps) {
  const { role } = useMe().acting ?? {};
  const [{ on, q }, set] = useFilters(['on', 'q']);
  const pages = useList('GET /v1/reference/{list}', { path: { list }, query: { on, limit: 1000 } });
  const [first] = pages.data?.pages ?? [];
  if (!first) {
    return pages.isError ? (
      <Failed error={pages.error} onAgain={() => void pages.refetch()} />
    ) : (
      <p className="empty" role="status">
        正在读取…
      </p>
    );
  }
  const { name, on: day } = first.body;
  const rows = pages.items.filter(
    (row) => q === undefined || JSON.stringify(row).toLowerCase().includes(q.toLowerCase()),
  );
  return (
    <Page title={`${name}（${day}）`}>
      <Filters>
        <TextFilter title="查找" value={q} onChange={(value) => set('q', value)} />
        <TextFilter title="日期" type="date" value={on} onChange={(value) => set('on', value)} />
      </Filters>
      {pages.hasNextPage && (
        <Note tone="wait">
          名单很长，已读 {pages.items.length} 行，只在其中查找。{' '}
          <button
            type="button"
            className="button"
            disabled={pages.isFetching}
            onClick={() => void pages.fetchNextPage()}
          >
            再读 1,000 行
          </button>
        </Note>
      )}
      <Rows rows={rows} />
      {role === 'operator' && <Versions list={list} />}
    </Page>
  );
}

type Row = Readonly<Record<string, unknown>>;

/** Of a long list so many rows are drawn; who searches finds the rest. */
const SHOWN = 200;

const ASIDE = new Set(['origin', 'legalBasis', 'from', 'until']);

/** Rows as their list has them: the names of fields are those of its file, which operators load. */
function Rows({ rows }: { readonly rows: readonly Row[] }) {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((field) => !ASIDE.has(field));
  return (
    <div className="table-box">
      <table className="table">
        <thead>
          <tr>
            {fields.map((field) => (
              <th key={field} scope="col">
                {field}
              </th>
            ))}
            <th scope="col">起</th>
            <th scope="col">止</th>
            <th scope="col">依据</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row, index) => (
            // Rows of a list have no name in common; they are only shown.
            // eslint-disable-next-line react/no-array-index-key
            <tr key={index}>
              {fields.map((field) => (
                <td key={field}>{cellOf(row[field])}</td>
              ))}
              <td className="keep">{cellOf(row['from'])}</td>
              <td className="keep">{cellOf(row['until'])}</td>
              <td>{cellOf(row['legalBasis'])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="empty">没有相符的行。</p>}
      {rows.length > SHOWN && (
        <p className="empty">
          共 {rows.length} 行，显示前 {SHOWN} 行；请输入几个字查找。
        </p>
      )}
    </div>
  );
}

const cellOf = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

function Versions({ list }: { readonly list: string }) {
  const pages = useList('GET /v1/reference/{list}/versions', { path: { list } });
  return (
    <Card title="提交的版本">
      <Listing
        caption="提交的版本"
        pages={pages}
        keyOf={({ version }) => String(version)}
        none="没有提交过版本；提交用命令 npm run -s load。"
        columns={[
          {
            title: '版本',
            cell: ({ version }) => <Link href={`/reference/${list}/versions/${version}`}>第 {version} 版</Link>,
          },
          { title: '起期', cell: ({ from }) => from },
          { title: '来源', cell: ({ source }) => source },
          { title: '状态', cell: ({ status }) => <StateTag state={status} names={VERSION_STATUS_NAMES} /> },
        ]}
      />
    </Card>
  );
}
