import { useList } from '../api/read.ts';
import { AskedDeed } from '../kit/asked-deed.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { Time } from '../kit/words.tsx';
import { FaultCell, RecordCell, RedriveCell } from './cells.tsx';

/** Events that a part of the system did not take, and the way to deliver each again. */
export default function DeadLetters() {
  const pages = useList('GET /v1/dead-letters', { query: {} }, { every: 10_000 });
  return (
    <Page title="未送达的事件">
      <Listing
        caption="未送达的事件"
        pages={pages}
        keyOf={({ id }) => id}
        none="事件都已送达。"
        columns={[
          { title: '事件', cell: ({ event }) => event },
          { title: '未接收的函数', cell: ({ subscriber }) => subscriber },
          { title: '记录', cell: ({ recordId }) => <RecordCell id={recordId} /> },
          { title: '原因', cell: ({ error }) => <FaultCell fault={error} /> },
          { title: '发生', cell: ({ at }) => <Time at={at} /> },
          { title: '上次重新执行', cell: ({ lastRedrive }) => <RedriveCell last={lastRedrive} /> },
          {
            title: '办理',
            cell: ({ id, event, subscriber, lastRedrive }) => (
              // Once it was redriven the next press is another deed, with a key of its own.
              <AskedDeed
                key={lastRedrive?.at ?? ''}
                title="重新执行"
                question={`重新送达“${event}”？`}
                route="POST /v1/dead-letters/{id}/redrive"
                requestOf={() => ({ path: { id } })}
                done="已要求重新送达"
              >
                <p>再送一次给 {subscriber}，接收后从这里消失。请先消除原因，否则还会被拒收。</p>
              </AskedDeed>
            ),
          },
        ]}
      />
    </Page>
  );
}
