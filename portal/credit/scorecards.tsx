import { Link } from 'wouter';
import { SCORECARD_STATUS_NAMES } from '../../functions/credit/domain/names.ts';
import { useList } from '../api/read.ts';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { StateTag } from '../kit/words.tsx';

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
            cell: ({ status }) => <StateTag state={status} names={SCORECARD_STATUS_NAMES} />,
          },
        ]}
      />
    </Page>
  );
}
