import { AskedDeed } from '../kit/asked-deed.tsx';
import type { FilingTold } from './filing.tsx';

/** Withdraws a filing. */
export const Withdraw = ({ told: { body: filing } }: { readonly told: FilingTold }) => (
  <AskedDeed
    title="撤回"
    question="撤回这件备案？"
    reason="理由"
    route="POST /v1/filings/{id}/withdrawal"
    requestOf={(reason) => ({ path: { id: filing.id }, body: { reason } })}
    done={`已撤回 ${filing.name} 的备案`}
  >
    <p>撤回后不再审核；需要时请另行提交。</p>
  </AskedDeed>
);
