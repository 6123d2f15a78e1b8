import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { useList } from '../api/read.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useSay } from '../kit/announcer.tsx';
import { DecisionForm } from '../kit/decision-form.tsx';
import type { TradeTold } from './trade.tsx';

const DECISIONS = [
  { value: 'RELEASE', title: '放行', hint: '可以组货' },
  { value: 'REJECT', title: '不予放行', hint: '交易随之撤回' },
] as const;

const PHRASES: readonly string[] = ['已核对合同与发票，价格属实', '已现场查验货物，与登记相符', '凭证与登记内容不符'];

/** A reviewer's decision on a trade that a rule held back, and on to the next. */
export function DecideTrade({ told: { body: trade, etag } }: { readonly told: TradeTold }) {
  const [, navigate] = useLocation();
  const say = useSay();
  const queries = useQueryClient();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/trades/{id}/review');
  const queue = useList('GET /v1/trades', { query: { review: 'OPEN' } });
  const next = queue.items.find(({ id }) => id !== trade.id);
  const decide = async (decision: (typeof DECISIONS)[number]['value'], reasons: string[]): Promise<void> => {
    const answered = await send({
      path: { id: trade.id },
      body: { decision, reasons },
      ifMatch: etag ?? '',
    });
    if (!answered) return;
    say(`交易 ${trade.tradeNumber ?? ''}：${decision === 'RELEASE' ? '已放行' : '不予放行'}`);
    await queries.invalidateQueries();
    navigate(next ? `/trade/trades/${next.id}` : '/trade/review');
  };
  return (
    <DecisionForm
      key={trade.id}
      title="复核决定"
      options={DECISIONS}
      phrases={PHRASES}
      findings={findings}
      failed={failed}
      isSending={isSending}
      onDecide={(decision, reasons) => void decide(decision, reasons)}
      onBack={() => navigate('/trade/review')}
    />
  );
}
