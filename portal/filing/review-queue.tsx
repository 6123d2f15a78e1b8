import { Link, useLocation } from 'wouter';
import { ENTITY_KIND_NAMES, FILING_TYPE_NAMES } from '../../functions/events/names.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { Tag, Time } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';

type Row = ItemOf<'GET /v1/filings'>;

const QUEUES = { PENDING: '待审核', OVERDUE: '超过期限', SAMPLE: '事后抽查' } as const;

/** The reviewers' queue, the filing whose term ends first on top. */
export default function ReviewQueue() {
  const [, navigate] = useLocation();
  const { sub } = useMe();
  const [{ queue = 'PENDING', kind }, set] = useFilters(['queue', 'kind']);
  const pages = useList(
    'GET /v1/filings',
    {
      query: {
        ...(queue === 'OVERDUE' || queue === 'SAMPLE' ? { queue } : { status: 'PENDING_REVIEW' }),
        kind: kind as Row['kind'] | undefined,
      },
    },
    { every: 30_000 },
  );
  return (
    <Page title="备案审核">
      <Filters>
        <ChoiceFilter
          title="队列"
          value={queue}
          options={optionsOf(QUEUES)}
          onChange={(value) => set('queue', value)}
        />
        <ChoiceFilter
          title="种类"
          value={kind}
          options={optionsOf(ENTITY_KIND_NAMES)}
          onChange={(value) => set('kind', value)}
        />
      </Filters>
      <Listing
        caption="待审核的备案"
        pages={pages}
        keyOf={({ id }) => id}
        none="队列已办完。"
        onOpen={({ id }) => navigate(`/filing/filings/${id}`)}
        columns={[
          { title: '名称', cell: ({ id, name }) => <Link href={`/filing/filings/${id}`}>{name}</Link> },
          { title: '种类', cell: ({ kind: one }) => ENTITY_KIND_NAMES[one] },
          {
            title: '事项',
            cell: ({ type, revision }) => `${FILING_TYPE_NAMES[type]}${revision > 1 ? `（第 ${revision} 稿）` : ''}`,
          },
          { title: '期限', cell: (row) => <Due row={row} /> },
          { title: '等级', cell: ({ review }) => review?.grade },
          { title: '提交', cell: ({ submittedAt }) => <Time at={submittedAt} /> },
          {
            title: '接办',
            cell: ({ taking }) => taking && (taking.by === sub ? '我' : <Tag tone="wait">{`${taking.by} 在办`}</Tag>),
          },
        ]}
      />
    </Page>
  );
}

function Due({ row: { review } }: { readonly row: Row }) {
  if (!review) return null;
  return review.notice === 'ESCALATED' ? <Tag tone="bad">{`${review.dueOn} 逾期`}</Tag> : <span>{review.dueOn}</span>;
}
