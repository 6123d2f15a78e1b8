import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { MARKET_STALL_STATE_NAMES } from '../../functions/events/names.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { StateTag } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import { OfMarket } from './markets.tsx';
import { addressOf } from './stall-address.ts';

type Row = ItemOf<'GET /v1/markets/{id}/stalls'>;

/** The stalls of a market as its operator keeps them: let to whom, until when, or vacated. */
export default function Stalls() {
  const { role } = useMe().acting ?? {};
  const [{ market }] = useFilters(['market']);
  const named = market === undefined ? '' : `?market=${encodeURIComponent(market)}`;
  return (
    <Page
      title="摊位名册"
      deeds={
        role === 'market' && (
          <>
            <Link href={`/market/stalls/sheet${named}`} className="button">
              上传名册
            </Link>
            <Link href={`/market/stalls/new${named}`} className="button primary">
              登记摊位
            </Link>
          </>
        )
      }
    >
      <OfMarket>{(id, choice) => <OfOne key={id} id={id} choice={choice} isKeeper={role === 'market'} />}</OfMarket>
    </Page>
  );
}

function OfOne({
  id,
  choice,
  isKeeper,
}: {
  readonly id: string;
  readonly choice: ReactNode;
  readonly isKeeper: boolean;
}) {
  const [{ state }, set] = useFilters(['state']);
  const pages = useList('GET /v1/markets/{id}/stalls', {
    path: { id },
    query: { limit: 100, state: state as Row['state'] | undefined },
  });
  return (
    <>
      <Filters>
        {choice}
        <ChoiceFilter
          title="状态"
          value={state}
          options={optionsOf(MARKET_STALL_STATE_NAMES)}
          onChange={(value) => set('state', value)}
        />
      </Filters>
      <Listing
        caption="摊位名册"
        pages={pages}
        keyOf={({ building, floor = '', street = '', number }) => [building, floor, street, number].join('/')}
        none={state === undefined ? '市场方还没有登记摊位。' : '没有这样的摊位。'}
        columns={[
          { title: '区（楼）', cell: ({ building }) => building },
          { title: '层', cell: ({ floor }) => floor },
          { title: '街', cell: ({ street }) => street },
          { title: '摊位号', cell: ({ number }) => number },
          { title: '状态', cell: (row) => <StateTag state={row.state} names={MARKET_STALL_STATE_NAMES} /> },
          { title: '承租人代码', cell: ({ code }) => code },
          { title: '租期', cell: ({ from, until }) => from !== undefined && `${from} 至 ${until ?? ''}` },
          { title: '腾退', cell: ({ vacatedOn, reason }) => [vacatedOn, reason].filter(Boolean).join(' ') },
          ...(isKeeper
            ? [{ title: '办理', cell: (row: Row) => <Link href={addressOf(id, row)}>变更或腾退</Link> }]
            : []),
        ]}
      />
    </>
  );
}
