import { useId } from 'react';
import { Note } from '../kit/note.tsx';
import type { ConsolidationTold } from './told.ts';

/** What the registry does by itself with a consolidation at the moment. */
export function Progress({ told: { status, amendment, tradeIds } }: { readonly told: ConsolidationTold }) {
  const id = useId();
  if (status === 'AWAITING_MEASURES')
    return <Note tone="wait">{tradeIds.length} 票交易已占住；全部箱规录入后自动开始计算。</Note>;
  if (status !== 'PLANNING') return null;
  return (
    <Note title={amendment ? '正在计算变更后的方案' : '正在计算装箱方案和报关单'}>
      <label htmlFor={id}>{amendment ? '原方案在新方案完成前继续有效；' : ''}通常几秒到半分钟，可以离开本页。</label>
      <progress id={id} className="working" />
    </Note>
  );
}
