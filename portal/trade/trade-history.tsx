import { TRADE_ACTION_NAMES } from '../../functions/trade/domain/names.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { type Deed, History } from '../kit/history.tsx';
import { Loaded } from '../kit/loaded.tsx';

type Version = AnswerTo<'GET /v1/trades/{id}/versions'>['items'][number];

/** Who did what with a trade, why, and what it has said otherwise since. */
export function TradeHistory({ id }: { readonly id: string }) {
  const versions = useRead('GET /v1/trades/{id}/versions', { path: { id } });
  return <Loaded reading={versions}>{({ body: { items } }) => <History deeds={items.map(deedOf)} />}</Loaded>;
}

const deedOf = ({ at, by, action, reasons, differences }: Version): Deed => ({
  at,
  by,
  did: TRADE_ACTION_NAMES[action] ?? '变化',
  reasons: [
    ...reasons,
    ...differences.map(({ title, before = '无', after = '无' }) => `${title}：${before} → ${after}`),
  ],
});
