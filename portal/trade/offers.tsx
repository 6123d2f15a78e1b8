import { Link, useLocation } from 'wouter';
import { TRADE_OFFER_STATUS_NAMES } from '../../functions/events/names.ts';
import type { RequestOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { StateTag, Time } from '../kit/words.tsx';

const { LAPSED: _, ...ASKED } = TRADE_OFFER_STATUS_NAMES;

/** Offers that the caller made, or that were made to it. */
export default function Offers() {
  const [, navigate] = useLocation();
  const [{ status }, set] = useFilters(['status']);
  const pages = useList('GET /v1/trade-offers', { query: { status } as RequestOf<'GET /v1/trade-offers'>['query'] });
  return (
    <Page
      title="交货组货"
      deeds={
        <Link href="/trade/offers/new" className="button primary">
          交给组货人
        </Link>
      }
    >
      <Filters>
        <ChoiceFilter
          title="状态"
          value={status}
          options={optionsOf(ASKED)}
          onChange={(value) => set('status', value)}
        />
      </Filters>
      <Listing
        caption="交货组货"
        pages={pages}
        keyOf={({ id }) => id}
        none="没有这样的交货；把已有箱规的交易交给组货人，对方才能安排装箱。"
        onOpen={({ id }) => navigate(`/trade/offers/${id}`)}
        columns={[
          {
            title: '经营户',
            cell: ({ id, trades }) => <Link href={`/trade/offers/${id}`}>{merchantsOf(trades)}</Link>,
          },
          { title: '交易', numbers: true, cell: ({ trades }) => `${trades.length} 笔` },
          { title: '组货人', cell: ({ consolidatorName }) => consolidatorName },
          { title: '状态', cell: ({ status: state }) => <StateTag state={state} names={TRADE_OFFER_STATUS_NAMES} /> },
          { title: '有效至', cell: ({ validUntil }) => validUntil },
          { title: '提出', cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
      />
    </Page>
  );
}

const SHOWN = 2;

function merchantsOf(trades: readonly { readonly merchantName: string }[]): string {
  const names = [...new Set(trades.map(({ merchantName }) => merchantName))];
  return names.length > SHOWN ? `${names.slice(0, SHOWN).join('、')}等 ${names.length} 户` : names.join('、');
}
