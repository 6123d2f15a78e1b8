import { Link, useLocation } from 'wouter';
import { PERSONAL_REQUEST_KIND_NAMES, PERSONAL_REQUEST_STATUS_NAMES } from '../../functions/events/names.ts';
import { SUBJECT_NAMES } from '../../functions/people/domain/names.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { StateTag, Time } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';

type Row = ItemOf<'GET /v1/personal-requests'>;

/** What people have asked of what is held on them. */
export default function Requests() {
  const [, navigate] = useLocation();
  const { role, entityId } = useMe().acting ?? {};
  const [{ status }, set] = useFilters(['status']);
  const pages = useList('GET /v1/personal-requests', { query: { status: status as Row['status'] | undefined } });
  return (
    <Page
      title="个人信息请求"
      deeds={
        <>
          {entityId !== undefined && (
            <Link href={`/people/views/${entityId}`} className="button">
              谁查阅过
            </Link>
          )}
          {(role === 'merchant' || role === 'agent' || role === 'clerk') && (
            <Link href="/people/requests/new" className="button primary">
              提出请求
            </Link>
          )}
        </>
      }
    >
      <Filters>
        <ChoiceFilter
          title="状态"
          value={status}
          options={optionsOf(PERSONAL_REQUEST_STATUS_NAMES)}
          onChange={(value) => set('status', value)}
        />
      </Filters>
      <Listing
        caption="个人信息请求"
        pages={pages}
        keyOf={({ id }) => id}
        none="没有这样的请求。"
        onOpen={({ id }) => navigate(`/people/requests/${id}`)}
        columns={[
          { title: '主体', cell: ({ id, name }) => <Link href={`/people/requests/${id}`}>{name}</Link> },
          { title: '请求', cell: ({ kind }) => PERSONAL_REQUEST_KIND_NAMES[kind] },
          { title: '更正对象', cell: ({ about }) => about !== undefined && SUBJECT_NAMES[about] },
          { title: '状态', cell: (row) => <StateTag state={row.status} names={PERSONAL_REQUEST_STATUS_NAMES} /> },
          { title: '答复期限', cell: ({ dueOn }) => dueOn },
          { title: '提出', cell: ({ askedAt }) => <Time at={askedAt} /> },
        ]}
      />
    </Page>
  );
}
