import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { dayOf } from '../forms/day.ts';
import { ReferenceName } from '../forms/form-facts.tsx';
import { useReferenceOptions } from '../forms/reference-field.tsx';
import { ChoiceFilter, Filters, TextFilter, useFilters } from '../kit/filters.tsx';
import { useKeys } from '../kit/keys.ts';
import { Listing } from '../kit/listing.tsx';
import { Page } from '../kit/page.tsx';
import { Tabs } from '../kit/tabs.tsx';
import { Figure, Money, Tag, Time } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { Chosen } from './chosen.ts';
import { Suggestions } from './suggestions.tsx';

type Row = ItemOf<'GET /v1/trades'>;

/** Trades that wait for a container: what to load together now, and each of them to be chosen by hand. */
export default function Open() {
  const [, navigate] = useLocation();
  const { role } = useMe().acting ?? {};
  const mayConsolidate = role === 'clerk' || role === 'agent';
  const [filters, set] = useFilters(['destinationCountry', 'portOfDischarge', 'cutoffOn']);
  const { destinationCountry, portOfDischarge, cutoffOn } = filters;
  const countries = useReferenceOptions('countries');
  const pages = useList('GET /v1/trades', { query: { status: 'REGISTERED', destinationCountry, limit: 200 } });
  const rows = portOfDischarge === undefined ? pages.items : pages.items.filter((row) => isFor(row, portOfDischarge));
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const chosen = rows.filter(({ id }) => ticked.has(id));
  const ports = new Set(chosen.map((row) => `${row.destinationCountry} ${row.portOfDischarge}`));
  const go = (): void => {
    if (chosen.length === 0) return;
    const state: Chosen = { tradeIds: chosen.map(({ id }) => id) };
    navigate('/consolidation/new', { state });
  };
  useKeys(mayConsolidate ? [{ keys: ['Ctrl+Enter'], says: '把勾选的交易组货', always: true, does: go }] : []);
  return (
    <Page
      title="待组货交易"
      deeds={
        mayConsolidate && (
          <>
            {ports.size > 1 && <Tag tone="wait">{`勾选了 ${ports.size} 个指运港，须分开组货`}</Tag>}
            {chosen.length > 0 && (
              <span className="quiet small">
                已选 {chosen.length} 票 · <Figure value={sum(chosen, 'volumeM3')} unit="m³" /> ·{' '}
                <Figure value={sum(chosen, 'grossWeightKg')} unit="kg" />
              </span>
            )}
            <button type="button" className="button primary" disabled={chosen.length === 0} onClick={go}>
              组货 <kbd className="only-desk">Ctrl+Enter</kbd>
            </button>
          </>
        )
      }
    >
      <Filters>
        <ChoiceFilter
          title="运抵国"
          value={destinationCountry}
          options={countries}
          onChange={(value) => set('destinationCountry', value)}
        />
        <TextFilter title="指运港" value={portOfDischarge} onChange={(value) => set('portOfDischarge', value)} />
        <TextFilter
          title="截关日期（用于建议）"
          hint="8 位数字，如 20261231"
          value={cutoffOn}
          onChange={(value) => set('cutoffOn', dayOf(value))}
        />
      </Filters>
      <Tabs
        label="待组货交易"
        tabs={[
          {
            title: '逐票选择',
            content: (
              <Listing
                caption="待组货交易"
                pages={{ ...pages, items: rows }}
                keyOf={({ id }) => id}
                none="没有待组货的交易；商户把交易交给组货人后，会出现在这里。"
                onOpen={({ id }) => navigate(`/trade/trades/${id}`)}
                {...(mayConsolidate && { ticks: { ticked, onTick: setTicked } })}
                columns={[
                  {
                    title: '交易单号',
                    cell: ({ id, tradeNumber }) => (
                      <Link href={`/trade/trades/${id}`} className="keep">
                        {tradeNumber ?? id}
                      </Link>
                    ),
                  },
                  { title: '商户', cell: ({ merchantName }) => merchantName },
                  {
                    title: '运抵国、指运港',
                    cell: (row) => (
                      <>
                        <ReferenceName list="countries" code={row.destinationCountry} /> · {row.portOfDischarge}
                      </>
                    ),
                  },
                  { title: '货箱', numbers: true, cell: ({ cartonCount }) => <Figure value={cartonCount} /> },
                  { title: '体积（m³）', numbers: true, cell: ({ volumeM3 }) => <Figure value={volumeM3} /> },
                  { title: '毛重（kg）', numbers: true, cell: ({ grossWeightKg }) => <Figure value={grossWeightKg} /> },
                  { title: '货值', numbers: true, cell: ({ totalUsd }) => <Money {...totalUsd} /> },
                  { title: '登记', cell: ({ createdAt }) => <Time at={createdAt} /> },
                  { title: '提示', cell: (row) => <Hints row={row} /> },
                ]}
              />
            ),
          },
          {
            title: '组货建议',
            content: (
              <Suggestions
                query={{
                  destinationCountry,
                  portOfDischarge,
                  ...(cutoffOn !== undefined &&
                    /^\d{4}-\d{2}-\d{2}$/.test(cutoffOn) && { cutoffAt: `${cutoffOn}T18:00:00+08:00` }),
                }}
                onTake={mayConsolidate ? (state: Chosen) => navigate('/consolidation/new', { state }) : undefined}
              />
            ),
          },
        ]}
      />
    </Page>
  );
}

const isFor = (row: Row, port: string): boolean =>
  row.portOfDischarge.toLowerCase().includes(port.trim().toLowerCase());

const sum = (rows: readonly Row[], of: 'volumeM3' | 'grossWeightKg'): number =>
  Math.round(rows.reduce((total, row) => total + row[of], 0) * 1000) / 1000;

const Hints = ({ row }: { readonly row: Row }) => (
  <span className="row">
    {row.reviewState === 'OPEN' && <Tag tone="wait">待复核，暂不能组货</Tag>}
    {!row.measured && <Tag tone="wait">箱规未录</Tag>}
  </span>
);
