import form from 'virtual:form/trade/correctTrade';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Answered } from '../api/call.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { Drafted } from '../forms/drafted.tsx';
import { type Value, valueOf } from '../forms/value.ts';
import { useSay } from '../kit/announcer.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Page } from '../kit/page.tsx';
import { tradeCalled } from '../kit/words.tsx';
import type { ScreenProps } from '../site.ts';
import { hasStacking, rowsOf } from './as-entered.ts';
import type { FiledGoods, Unit } from './lines.ts';
import { type Entered, TradeForm } from './trade-form.tsx';
import { useGoodsOf } from './use-goods.ts';
import { useUnits } from './use-units.ts';

type Told = Answered<AnswerTo<'GET /v1/trades/{id}'>>;

/** Corrects what was entered of a trade: the whole of it anew, and why 更正. */
export default function CorrectTrade({ params: { id = '' } }: ScreenProps) {
  const reading = useRead('GET /v1/trades/{id}', { path: { id } });
  return (
    <Loaded reading={reading}>{(told) => (isFree(told) ? <WithGoods told={told} /> : <Held told={told} />)}</Loaded>
  );
}

/** What a consolidation holds, or what was withdrawn, stays as it is. */
const isFree = ({ body: { status, consolidationId } }: Told): boolean =>
  status === 'REGISTERED' && consolidationId === undefined;

const Held = ({ told: { body: trade } }: { readonly told: Told }) => (
  <Page title={`更正交易 ${tradeCalled(trade.tradeNumber)}`}>
    <Note tone="wait">
      {trade.status === 'WITHDRAWN' ? '这笔交易已撤回，不能更正。' : '货物在组货单中，不能更正；请先请组货人释放。'}{' '}
      <Link href={`/trade/trades/${trade.id}`}>看这笔交易</Link>
    </Note>
  </Page>
);

/** Lines are shown by the names of their goods, which are read first. */
function WithGoods({ told }: { readonly told: Told }) {
  const { goods, isWaiting } = useGoodsOf(told.body.merchantId);
  const units = useUnits();
  const [isReady, setReady] = useState(false);
  if (!isReady && !isWaiting && units.length > 0) setReady(true);
  if (!isReady) {
    return (
      <p className="empty" role="status">
        正在读取…
      </p>
    );
  }
  return (
    <Drafted name={`correct-${told.body.id}`} record={told.etag}>
      <Correcting told={told} goods={goods} units={units} />
    </Drafted>
  );
}

function Correcting({
  told: { body: trade, etag = '' },
  goods,
  units,
}: {
  readonly told: Told;
  readonly goods: readonly FiledGoods[];
  readonly units: readonly Unit[];
}) {
  const [, navigate] = useLocation();
  const say = useSay();
  const queries = useQueryClient();
  const [initial] = useState(
    (): Entered => ({
      head: headOf(trade),
      rows: rowsOf(trade.lines, goods, units),
      hasStacking: hasStacking(trade.lines),
    }),
  );
  const { id } = trade;
  return (
    <TradeForm
      title={`更正交易 ${tradeCalled(trade.tradeNumber)}`}
      deed="更正"
      form={form}
      route="POST /v1/trades/{id}/corrections"
      request={(body) => ({ path: { id }, body: body as never, ifMatch: etag })}
      initial={initial}
      fixed={['merchantId', 'tradeOperatorId']}
      more={['reason']}
      onDone={({ reviewState }) => {
        say(`已更正${reviewState === 'OPEN' ? '，由审核员复核后放行' : ''}`);
        void queries.invalidateQueries();
        navigate(`/trade/trades/${id}`);
      }}
    />
  );
}

/** What was entered above the lines. What vouchers state of goods is known already. */
function headOf(trade: Told['body']): Value {
  const { merchantId, buyerId, tradeOperatorId, exportMode, destinationCountry, portOfDischarge } = trade;
  const { currency, packingDistrict, voucher, vouchers } = trade;
  return valueOf({
    merchantId,
    buyerId,
    tradeOperatorId,
    exportMode,
    destinationCountry,
    portOfDischarge,
    currency,
    packingDistrict,
    voucher,
    // One of which only the number is known stands among them too.
    vouchers: vouchers
      .filter(({ number }) => number !== voucher)
      .map(({ type, number, sha256, documentId, issuedOn }) => ({ type, number, sha256, documentId, issuedOn })),
  });
}
