import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useRead } from '../api/read.ts';
import { DataTable } from '../kit/data-table.tsx';
import { Filters, TextFilter, useFilters } from '../kit/filters.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Page } from '../kit/page.tsx';
import { useMe } from '../shell/me.ts';
import { OfMarket } from './markets.tsx';

/** What a market has recognised as its goods 认定商品. */
export default function MarketGoods() {
  const { role } = useMe().acting ?? {};
  const [{ market }] = useFilters(['market']);
  return (
    <Page
      title="认定商品"
      deeds={
        role === 'market' && (
          <Link
            href={`/market/goods/list${market === undefined ? '' : `?market=${encodeURIComponent(market)}`}`}
            className="button primary"
          >
            改认定商品
          </Link>
        )
      }
    >
      <OfMarket>{(id, choice) => <OfOne key={id} id={id} choice={choice} />}</OfMarket>
    </Page>
  );
}

function OfOne({ id, choice }: { readonly id: string; readonly choice: ReactNode }) {
  const [{ q = '' }, set] = useFilters(['q']);
  const reading = useRead('GET /v1/markets/{id}/goods', { path: { id } });
  return (
    <>
      <Filters>
        {choice}
        <TextFilter title="查找" value={q} hint="商品编码或名称" onChange={(value) => set('q', value)} />
      </Filters>
      <Loaded reading={reading}>
        {({ body: { goods } }) => (
          <DataTable
            caption="认定商品"
            rows={goods.filter(({ hs, name }) => hs.startsWith(q) || name.includes(q))}
            keyOf={({ hs, name }) => `${hs} ${name}`}
            none={goods.length === 0 ? '市场方还没有认定商品。' : '没有相符的商品。'}
            columns={[
              { title: '商品编码', cell: ({ hs }) => hs },
              { title: '商品名称', cell: ({ name }) => name },
            ]}
          />
        )}
      </Loaded>
    </>
  );
}
