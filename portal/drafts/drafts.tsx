import { Link, useLocation } from 'wouter';
import { useList } from '../api/read.ts';
import { AskedDeed } from '../kit/asked-deed.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { Time } from '../kit/words.tsx';

/** What one has filled in and not sent, each with the way to go on with it. */
export default function Drafts() {
  const [, navigate] = useLocation();
  const pages = useList('GET /v1/drafts', {});
  return (
    <Page title="我的草稿">
      <p className="quiet">填写时自动保存，只有本人看得到；最后一次保存后 30 天自动删除。</p>
      <Listing
        caption="我的草稿"
        pages={pages}
        keyOf={({ key }) => key}
        none="没有草稿。"
        onOpen={({ page }) => navigate(page)}
        columns={[
          { title: '事项', cell: ({ title, page }) => <Link href={page}>{title}</Link> },
          { title: '保存', cell: ({ savedAt }) => <Time at={savedAt} /> },
          {
            title: '办理',
            cell: ({ key, title }) => (
              <AskedDeed
                title="删除"
                question={`删除草稿“${title}”？`}
                route="POST /v1/drafts/{key}/deletion"
                requestOf={() => ({ path: { key } })}
                done="草稿已删除"
              >
                <p>已填的内容不能找回。</p>
              </AskedDeed>
            ),
          },
        ]}
      />
    </Page>
  );
}
