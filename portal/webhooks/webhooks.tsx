import { Link, useLocation } from 'wouter';
import { TIDING_NAMES, WEBHOOK_STATUS_NAMES } from '../../functions/webhooks/domain/names.ts';
import { useList } from '../api/read.ts';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { StateTag, Time } from '../kit/words.tsx';

/** The addresses at which machines of the caller are told what changes. */
export default function Webhooks() {
  const [, navigate] = useLocation();
  const pages = useList('GET /v1/webhooks', {});
  return (
    <Page
      title="订阅推送"
      deeds={
        <Link href="/webhooks/new" className="button primary">
          登记推送地址
        </Link>
      }
    >
      <p className="quiet">记录有变化时，平台向您的系统发一条签名的消息，只说哪条记录变了，内容由您的系统再来读取。</p>
      <Listing
        caption="订阅推送"
        pages={pages}
        keyOf={({ id }) => id}
        none="还没有登记推送地址。"
        onOpen={({ id }) => navigate(`/webhooks/${id}`)}
        columns={[
          { title: '接收地址', cell: ({ id, url }) => <Link href={`/webhooks/${id}`}>{url}</Link> },
          { title: '说明', cell: ({ description }) => description },
          { title: '事件', cell: ({ events }) => events.map((one) => TIDING_NAMES[one]).join('、') },
          { title: '状态', cell: ({ status }) => <StateTag state={status} names={WEBHOOK_STATUS_NAMES} /> },
          { title: '登记', cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
      />
    </Page>
  );
}
