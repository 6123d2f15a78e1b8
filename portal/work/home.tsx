import { Link } from 'wouter';
import { useRead } from '../api/read.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Card, Page } from '../kit/page.tsx';
import { Tag } from '../kit/words.tsx';
import { NoticeList } from '../notices/notice-list.tsx';
import { useMe } from '../shell/me.ts';
import { PLACES } from './places.ts';

/** Who has notices. */
const TOLD: ReadonlySet<string> = new Set(['clerk', 'reviewer', 'operator', 'merchant', 'agent']);

/** What waits for the person who is signed in, and what they were told of last. */
export default function Home() {
  const { name, acting } = useMe();
  // Authorities ask records, and a manager is told by the figures.
  const isTold = acting !== undefined && TOLD.has(acting.role);
  return (
    <Page title={`${acting?.entity?.name ?? name ?? ''} 您好`}>
      <div className="columns">
        <div className="column">
          <Waiting />
          {isTold && (
            <Card title="最近通知">
              <NoticeList limit={8} />
            </Card>
          )}
        </div>
        <div className="column">
          <Card title="常用">
            <ul className="stack">
              {PLACES.filter(({ roles }) => acting !== undefined && roles.includes(acting.role)).map(
                ({ path, title }) => (
                  <li key={path}>
                    <Link href={path}>{title}</Link>
                  </li>
                ),
              )}
            </ul>
          </Card>
        </div>
      </div>
    </Page>
  );
}

function Waiting() {
  const work = useRead('GET /v1/work', {}, { every: 30_000 });
  return (
    <Card title="待办">
      <Loaded reading={work}>
        {({ body: { items } }) => {
          const waiting = items.filter(({ count }) => count > 0);
          if (waiting.length === 0) return <p className="quiet">没有待办事项。</p>;
          return (
            <ul className="stack">
              {waiting.map(({ queue, title, count, overdue, oldestDueOn }) => (
                <li key={queue} className="row">
                  <QueueLink queue={queue} title={title} />
                  <strong>{count >= 100 ? '100 件以上' : `${count} 件`}</strong>
                  {overdue > 0 && <Tag tone="bad">{`逾期 ${overdue} 件`}</Tag>}
                  {oldestDueOn !== undefined && <span className="quiet small">最早期限 {oldestDueOn}</span>}
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}

const QueueLink = ({ queue, title }: { readonly queue: string; readonly title: string }) => {
  const { role } = useMe().acting ?? {};
  const place = PLACES.find(
    ({ queues, roles }) => queues?.includes(queue) && role !== undefined && roles.includes(role),
  );
  return place ? <Link href={place.path}>{title}</Link> : <span>{title}</span>;
};
