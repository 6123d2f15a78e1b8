import form from 'virtual:form/trade/registerTrade';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { AnswerTo } from '../api/contracts.ts';
import { Drafted } from '../forms/drafted.tsx';
import { useSay } from '../kit/announcer.tsx';
import { type Me, useMe } from '../shell/me.ts';
import { type Entered, firstRows, TradeForm } from './trade-form.tsx';

/** Registers one trade, or one after the other. */
export default function NewTrade() {
  const { acting } = useMe();
  const [, navigate] = useLocation();
  const say = useSay();
  const own = ownParty(acting);
  const [initial] = useState((): Entered => ({ head: own, rows: firstRows(), hasStacking: false }));
  const told = ({ tradeNumber = '', reviewState }: AnswerTo<'POST /v1/trades'>): void =>
    say(`已登记交易 ${tradeNumber}${reviewState === 'OPEN' ? '，由审核员复核后放行' : ''}`);
  return (
    <Drafted name="trade">
      <TradeForm
        title="登记交易"
        deed="登记"
        form={form}
        route="POST /v1/trades"
        request={(body) => ({ body: body as never })}
        initial={initial}
        fixed={Object.keys(own)}
        onDone={(trade) => {
          told(trade);
          navigate(`/trade/trades/${trade.id}`);
        }}
        next={{ title: '登记并录下一笔', onDone: told }}
      />
    </Drafted>
  );
}

/** A party registers its own trades: its place in the form is taken. */
function ownParty(acting: Me['acting']): Readonly<Record<string, string>> {
  if (acting?.entityId === undefined) return {};
  if (acting.role === 'merchant') return { merchantId: acting.entityId };
  return (acting.entity?.kind ?? 'tradeOperator') === 'tradeOperator' ? { tradeOperatorId: acting.entityId } : {};
}
