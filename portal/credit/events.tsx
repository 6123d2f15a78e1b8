import { Link, useLocation } from 'wouter';
import { CREDIT_EVENT_STATUS_NAMES } from '../../functions/credit/domain/names.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { StateTag } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import { useIndicatorNames } from './indicators.ts';

type Row = ItemOf<'GET /v1/credit-events'>;

/** Recorded facts; those that were objected to or are to be repaired wait for a decision. */
export default function CreditEvents() {
  const [, navigate] = useLocation();
  const { role } = useMe().acting ?? {};
  const names = useIndicatorNames();
  const [{ status, entityId }, set] = useFilters(['status', 'entityId']);
  const pages = useList('GET /v1/credit-events', {
    query: { status: status as Row['status'] | undefined, entityId },
  });
  const records = role === 'clerk' || role === 'reviewer' || role === 'operator' || role === 'agency';
  return (
    <Page
      title="信用信息"
      deeds={
        records && (
          <Link href="/credit/events/new" className="button primary">
            记录信用信息
          </Link>
        )
      }
    >
      <Filters>
        <ChoiceFilter
          title="状态"
          value={status}
          options={optionsOf(CREDIT_EVENT_STATUS_NAMES)}
          onChange={(value) => set('status', value)}
        />
      </Filters>
      <Listing
        caption="信用信息"
        pages={pages}
        keyOf={({ id }) => id}
        none="没有相符的信用信息。"
        onOpen={({ id }) => navigate(`/credit/events/${id}`)}
        columns={[
          {
            title: '指标',
            cell: ({ id, indicator }) => <Link href={`/credit/events/${id}`}>{names.get(indicator) ?? indicator}</Link>,
          },
          { title: '发生日期', cell: ({ occurredOn }) => occurredOn },
          { title: '认定机关', cell: ({ source }) => source.authority },
          { title: '文号', cell: ({ source }) => source.documentNumber },
          { title: '状态', cell: (row) => <StateTag state={row.status} names={CREDIT_EVENT_STATUS_NAMES} /> },
          { title: '办理期限', cell: ({ objection, repair }) => dueOf(objection) ?? dueOf(repair) },
        ]}
      />
    </Page>
  );
}

const dueOf = (appeal: { readonly decideBy?: string; readonly decision?: unknown } | undefined): string | undefined =>
  appeal && !appeal.decision ? appeal.decideBy : undefined;
