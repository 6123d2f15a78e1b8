import { Link, useLocation } from 'wouter';
import { AGREEMENT_STATUS_NAMES } from '../../functions/events/names.ts';
import { useList } from '../api/read.ts';
import { Filters, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { Party } from '../kit/party.tsx';
import { StateTag } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import { MerchantFilter } from './merchant-filter.tsx';

/** Agreements by which merchants have trade operators export for them. */
export default function Agreements() {
  const [, navigate] = useLocation();
  const { role } = useMe().acting ?? {};
  const [{ merchantId }, set] = useFilters(['merchantId']);
  const pages = useList('GET /v1/agency-agreements', { query: { merchantId } });
  const isFiler = role === 'clerk' || role === 'merchant' || role === 'agent';
  return (
    <Page
      title="委托代理协议"
      deeds={
        isFiler && (
          <Link href="/filing/agreements/new" className="button primary">
            {role === 'clerk' ? '登记协议' : '提出协议'}
          </Link>
        )
      }
    >
      <Filters>
        <MerchantFilter value={merchantId} onChange={(id) => set('merchantId', id)} />
      </Filters>
      <Listing
        caption="委托代理协议"
        pages={pages}
        keyOf={({ id }) => id}
        none="还没有委托代理协议；委托出口的经营户须先有一份。"
        onOpen={({ id }) => navigate(`/filing/agreements/${id}`)}
        columns={[
          {
            title: '协议编号',
            cell: ({ id, agreementNumber }) => <Link href={`/filing/agreements/${id}`}>{agreementNumber}</Link>,
          },
          { title: '委托方', cell: ({ merchantId: id }) => <Party id={id} kind="merchant" /> },
          { title: '受托方', cell: ({ tradeOperatorId }) => <Party id={tradeOperatorId} kind="tradeOperator" /> },
          { title: '状态', cell: ({ status }) => <StateTag state={status} names={AGREEMENT_STATUS_NAMES} /> },
          { title: '起', cell: ({ validFrom }) => validFrom },
          { title: '止', cell: ({ validUntil }) => validUntil },
        ]}
      />
    </Page>
  );
}
