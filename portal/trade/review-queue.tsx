import { Link, useLocation } from 'wouter';
import { useList } from '../api/read.ts';
import { useReferenceName } from '../forms/reference-field.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { Money, Time, tradeCalled } from '../kit/words.tsx';

/** Trades that a rule holds back until somebody has looked at them. */
export default function TradeReviewQueue() {
  const [, navigate] = useLocation();
  const countryOf = useReferenceName('countries');
  const pages = useList('GET /v1/trades', { query: { review: 'OPEN' } }, { every: 30_000 });
  return (
    <Page title="交易复核">
      <Listing
        caption="待复核的交易"
        pages={pages}
        keyOf={({ id }) => id}
        none="队列已办完。"
        onOpen={({ id }) => navigate(`/trade/trades/${id}`)}
        columns={[
          {
            title: '交易单号',
            cell: ({ id, tradeNumber }) => <Link href={`/trade/trades/${id}`}>{tradeCalled(tradeNumber)}</Link>,
          },
          { title: '经营户', cell: ({ merchantName }) => merchantName },
          {
            title: '复核事项',
            cell: ({ reviewFindings }) => (
              <ul>
                {reviewFindings.map(({ code, pointer, message }) => (
                  <li key={`${code} ${pointer}`}>{message}</li>
                ))}
              </ul>
            ),
          },
          { title: '目的国', cell: ({ destinationCountry }) => countryOf(destinationCountry) },
          { title: '金额', numbers: true, cell: ({ total }) => <Money {...total} /> },
          { title: '登记', cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
      />
    </Page>
  );
}
