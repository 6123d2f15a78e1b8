import { Link, useLocation } from 'wouter';
import { EXPORT_MODE_NAMES, TRADE_REVIEW_NAMES, TRADE_STATUS_NAMES } from '../../functions/events/names.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { useReferenceName, useReferenceOptions } from '../forms/reference-field.tsx';
import { ChoiceFilter, Filters, optionsOf, TextFilter, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { Figure, Money, StateTag, Tag, Time, tradeCalled } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';

type Row = ItemOf<'GET /v1/trades'>;

/** Registered trades, the latest change on top. */
export default function Trades() {
  const [, navigate] = useLocation();
  const { role } = useMe().acting ?? {};
  const [{ status, country, number }, set] = useFilters(['status', 'country', 'number']);
  const countries = useReferenceOptions('countries');
  const nameOf = useReferenceName('countries');
  const pages = useList('GET /v1/trades', {
    query: { status: status as Row['status'] | undefined, destinationCountry: country, tradeNumber: number },
  });
  const isFiler = role === 'clerk' || role === 'merchant' || role === 'agent';
  return (
    <Page
      title="交易"
      deeds={
        isFiler && (
          <Link href="/trade/new" className="button primary">
            登记交易
          </Link>
        )
      }
    >
      <Filters>
        <TextFilter title="交易单号" value={number} hint="完整单号" onChange={(value) => set('number', value)} />
        <ChoiceFilter
          title="状态"
          value={status}
          options={optionsOf(TRADE_STATUS_NAMES)}
          onChange={(value) => set('status', value)}
        />
        <ChoiceFilter
          title="最终目的国"
          value={country}
          options={countries}
          onChange={(value) => set('country', value)}
        />
      </Filters>
      <Listing
        caption="交易"
        pages={pages}
        keyOf={({ id }) => id}
        none={isFiler ? '没有这样的交易；可登记一笔，或上传联网清单。' : '没有这样的交易。'}
        onOpen={({ id }) => navigate(`/trade/trades/${id}`)}
        columns={[
          {
            title: '交易单号',
            cell: ({ id, tradeNumber }) => <Link href={`/trade/trades/${id}`}>{tradeCalled(tradeNumber)}</Link>,
          },
          { title: '经营户', cell: ({ merchantName }) => merchantName },
          { title: '状态', cell: (row) => <States row={row} /> },
          { title: '目的国', cell: ({ destinationCountry }) => nameOf(destinationCountry) },
          { title: '方式', cell: ({ exportMode }) => EXPORT_MODE_NAMES[exportMode] },
          { title: '箱数', numbers: true, cell: ({ cartonCount, measured }) => (measured ? cartonCount : '—') },
          { title: '体积', numbers: true, cell: ({ volumeM3 }) => <Figure value={volumeM3} unit="m³" /> },
          { title: '毛重', numbers: true, cell: ({ grossWeightKg }) => <Figure value={grossWeightKg} unit="kg" /> },
          { title: '金额', numbers: true, cell: ({ total }) => <Money {...total} /> },
          { title: '登记', cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
      />
    </Page>
  );
}

/** How a trade stands, and what keeps it from being consolidated. */
export const States = ({ row: { status, reviewState, measured } }: { readonly row: Row }) => (
  <span className="row">
    <StateTag state={status} names={TRADE_STATUS_NAMES} />
    {reviewState === 'OPEN' && <Tag tone="wait">{TRADE_REVIEW_NAMES.OPEN}</Tag>}
    {reviewState === 'REJECTED' && <Tag tone="bad">{TRADE_REVIEW_NAMES.REJECTED}</Tag>}
    {!measured && status === 'REGISTERED' && <Tag tone="wait">待补箱规</Tag>}
  </span>
);
