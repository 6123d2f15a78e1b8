import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { call } from '../api/call.ts';
import { useList } from '../api/read.ts';
import { Failed } from '../kit/failed.tsx';
import { pageOfRecord } from '../kit/records.ts';
import { Time } from '../kit/words.tsx';

/** Notices with the way to the record of each; those that were not read stand out. */
export function NoticeList({ limit }: { readonly limit: number }) {
  const queries = useQueryClient();
  const pages = useList('GET /v1/notices', { query: { limit } }, { every: 60_000 });
  if (pages.isError && pages.items.length === 0)
    return <Failed error={pages.error} onAgain={() => void pages.refetch()} />;
  if (pages.items.length === 0) return <p className="quiet">{pages.isPending ? '正在读取…' : '没有通知。'}</p>;
  const latest = pages.items[0]?.at;
  const readAll = async (): Promise<void> => {
    if (latest === undefined) return;
    await call('PUT /v1/notices/read-mark', { body: { readUntil: latest } });
    await queries.invalidateQueries();
  };
  return (
    <div className="stack">
      {pages.items.some(({ read }) => !read) && (
        <div>
          <button type="button" className="button" onClick={() => void readAll()}>
            全部标为已读
          </button>
        </div>
      )}
      <ul className="history">
        {pages.items.map(({ id, at, title, message, read, recordId }) => {
          const page = pageOfRecord(recordId);
          return (
            <li key={id}>
              <div>
                {read ? title : <strong>{title}</strong>}
                {!read && <span className="hidden-text">（未读）</span>}{' '}
                <span className="quiet small">
                  <Time at={at} />
                </span>
              </div>
              <div>{message}</div>
              {page !== undefined && <Link href={page}>查看</Link>}
            </li>
          );
        })}
      </ul>
      {pages.hasNextPage && (
        <div>
          <button type="button" className="button" onClick={() => void pages.fetchNextPage()}>
            再读一页
          </button>
        </div>
      )}
    </div>
  );
}
