import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { CLAIM_STATE_NAMES } from '../../functions/market/domain/names.ts';
import type { ItemOf } from '../api/contracts.ts';
import { useList } from '../api/read.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useSay } from '../kit/announcer.tsx';
import { AskedDeed } from '../kit/asked-deed.tsx';
import { ChoiceFilter, Filters, optionsOf, useFilters } from '../kit/filters.tsx';
import { Listing } from '../kit/listing.tsx';
import { Note } from '../kit/note.tsx';
import { Page } from '../kit/page.tsx';
import { StateTag, Time } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import { useMarketName } from './markets.tsx';

type Row = ItemOf<'GET /v1/market-claims'>;

/** Stalls and leases that merchants' filings claim, for the market's operator to confirm. */
export default function Claims() {
  const { role } = useMe().acting ?? {};
  const isKeeper = role === 'market';
  const marketName = useMarketName();
  const [{ state = 'OPEN' }, set] = useFilters(['state']);
  const pages = useList(
    'GET /v1/market-claims',
    { query: { state: state === 'ALL' ? undefined : (state as Row['state']) } },
    { every: 30_000 },
  );
  return (
    <Page title="摊位确认">
      <Filters>
        <ChoiceFilter
          title="状态"
          value={state}
          needsOne
          options={optionsOf({ ...CLAIM_STATE_NAMES, ALL: '全部' })}
          onChange={(value) => set('state', value)}
        />
      </Filters>
      <Listing
        caption="摊位确认"
        pages={pages}
        keyOf={({ id }) => id}
        none={state === 'OPEN' ? '没有待确认的摊位。' : '没有这样的摊位。'}
        columns={[
          {
            title: '经营户',
            cell: ({ id, name = '未记名称' }) => (isKeeper ? name : <Link href={`/filing/filings/${id}`}>{name}</Link>),
          },
          { title: '代码', cell: ({ code }) => code },
          { title: '市场', cell: ({ marketId }) => marketId !== undefined && marketName(marketId) },
          { title: '摊位', cell: ({ stall }) => stall },
          { title: '租期', cell: ({ from, until }) => from !== undefined && `${from} 至 ${until ?? ''}` },
          { title: '状态', cell: (row) => <StateTag state={row.state} names={CLAIM_STATE_NAMES} /> },
          { title: '理由', cell: ({ reason }) => reason },
          { title: '提出', cell: ({ at }) => <Time at={at} /> },
          ...(isKeeper
            ? [{ title: '办理', cell: (row: Row) => row.state === 'OPEN' && <Answering claim={row} /> }]
            : []),
        ]}
      />
    </Page>
  );
}

function Answering({ claim: { id, name = '该经营户', stall = '' } }: { readonly claim: Row }) {
  const say = useSay();
  const queries = useQueryClient();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/market-claims/{id}/answer');
  const confirm = async (): Promise<void> => {
    if (!(await send({ path: { id }, body: { outcome: 'CONFIRMED' } }))) return;
    say(`已确认 ${name} 租用 ${stall}`);
    await queries.invalidateQueries();
  };
  const says = failed ?? findings[0]?.message;
  return (
    <div className="row">
      <button type="button" className="button primary" disabled={isSending} onClick={() => void confirm()}>
        确认<span className="hidden-text">{name}</span>
      </button>
      <AskedDeed
        title="不予确认"
        question={`不确认 ${name} 租用 ${stall}？`}
        reason="理由"
        route="POST /v1/market-claims/{id}/answer"
        requestOf={(reason) => ({ path: { id }, body: { outcome: 'DENIED', reason } })}
        done={`已告知不确认 ${name} 租用 ${stall}`}
      >
        <p>审核人看得到理由，并据此决定这一件备案。</p>
      </AskedDeed>
      {says !== undefined && <Note tone="bad">{says}</Note>}
    </div>
  );
}
