import { Link, useLocation } from 'wouter';
import { ACCOUNT_STATE_NAMES, ASSIGNMENT_STATE_NAMES } from '../../functions/shared/kernel/names.ts';
import { ROLE_NAMES } from '../../functions/shared/kernel/role.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { StateTag } from '../kit/words.tsx';

type Row = ItemOf<'GET /v1/accounts'>;

/** The accounts that the caller looks after; those that wait for a second person are one choice away. */
export default function Accounts() {
  const [, navigate] = useLocation();
  const [{ state, role, assignment }, set] = useFilters(['state', 'role', 'assignment']);
  const pages = useList('GET /v1/accounts', {
    query: {
      state: state as Row['state'] | undefined,
      role: role as Row['assignments'][number]['role'] | undefined,
      assignment: assignment as Row['assignments'][number]['state'] | undefined,
    },
  });
  return (
    <Page
      title="账户"
      deeds={
        <Link href="/accounts/new" className="button primary">
          开户
        </Link>
      }
    >
      <Filters>
        <ChoiceFilter
          title="岗位"
          value={role}
          options={optionsOf(ROLE_NAMES)}
          onChange={(value) => set('role', value)}
        />
        <ChoiceFilter
          title="岗位状态"
          value={assignment}
          options={optionsOf(ASSIGNMENT_STATE_NAMES)}
          onChange={(value) => set('assignment', value)}
        />
        <ChoiceFilter
          title="账户状态"
          value={state}
          options={optionsOf(ACCOUNT_STATE_NAMES)}
          onChange={(value) => set('state', value)}
        />
      </Filters>
      <Listing
        caption="账户"
        pages={pages}
        keyOf={({ sub }) => sub}
        none="没有相符的账户。"
        onOpen={({ sub }) => navigate(`/accounts/${encodeURIComponent(sub)}`)}
        columns={[
          { title: '姓名', cell: ({ sub, name }) => <Link href={`/accounts/${encodeURIComponent(sub)}`}>{name}</Link> },
          { title: '所属', cell: ({ districtName }) => districtName },
          {
            title: '岗位',
            cell: ({ assignments }) =>
              assignments
                .filter((one) => one.state !== 'ENDED')
                .map((one) => `${ROLE_NAMES[one.role]}${one.state === 'PROPOSED' ? '（待确认）' : ''}`)
                .join('、'),
          },
          { title: '状态', cell: (row) => <StateTag state={row.state} names={ACCOUNT_STATE_NAMES} /> },
        ]}
      />
    </Page>
  );
}
