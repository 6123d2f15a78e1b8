import { Link } from 'wouter';
import { useList } from '../api/read.ts';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { Tag } from '../kit/words.tsx';

/** The scorecards by the day on which they take effect. */
export default function Scorecards() {
  const pages = useList('GET /v1/scorecards', {});
  return (
    <Page title="评分卡">
      <Listing
        caption="评分卡"
        pages={pages}
        keyOf={({ version }) => version}
        none="没有评分卡。"
        columns={[
          {
            title: '版本',
            cell: ({ version }) => <Link href={`/credit/scorecards/${encodeURIComponent(version)}`}>{version}</Link>,
          },
          { title: '生效日期', cell: ({ effectiveFrom }) => effectiveFrom },
          { title: '指标', numbers: true, cell: ({ indicators }) => indicators.length },
          {
            title: '状态',
            cell: ({ status }) => (
              <Tag tone={status === 'PUBLISHED' ? 'good' : 'wait'}>{status === 'PUBLISHED' ? '已发布' : '草案'}</Tag>
            ),
          },
        ]}
      />
    </Page>
  );
}
