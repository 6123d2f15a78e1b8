import { Link, useLocation } from 'wouter';
import { ENTITY_KIND_NAMES, FILING_STATUS_NAMES, FILING_TYPE_NAMES } from '../../functions/events/names.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { StateTag, Time } from '../kit/words.tsx';

type Row = ItemOf<'GET /v1/filings'>;

/** Filings that the caller may see, by state. */
export default function Filings() {
  const [, navigate] = useLocation();
  const [{ status, kind }, set] = useFilters(['status', 'kind']);
  const pages = useList('GET /v1/filings', {
    query: { status: status as Row['status'] | undefined, kind: kind as Row['kind'] | undefined },
  });
  return (
    <Page title="备案申请">
      <Filters>
        <ChoiceFilter
          title="状态"
          value={status}
          options={optionsOf(FILING_STATUS_NAMES)}
          onChange={(value) => set('status', value)}
        />
        <ChoiceFilter
          title="种类"
          value={kind}
          options={optionsOf(ENTITY_KIND_NAMES)}
          onChange={(value) => set('kind', value)}
        />
      </Filters>
      <Listing
        caption="备案申请"
        pages={pages}
        keyOf={({ id }) => id}
        none="没有这样的备案申请。"
        onOpen={({ id }) => navigate(`/filing/filings/${id}`)}
        columns={[
          { title: '名称', cell: ({ id, name }) => <Link href={`/filing/filings/${id}`}>{name}</Link> },
          { title: '种类', cell: ({ kind: one }) => ENTITY_KIND_NAMES[one] },
          { title: '事项', cell: ({ type }) => FILING_TYPE_NAMES[type] },
          { title: '状态', cell: ({ status: state }) => <StateTag state={state} names={FILING_STATUS_NAMES} /> },
          { title: '备案编号', cell: ({ filingNumber }) => filingNumber },
          { title: '提交', cell: ({ submittedAt }) => <Time at={submittedAt} /> },
        ]}
      />
    </Page>
  );
}
