import { AskedDeed } from '../kit/asked-deed.tsx';

/** Gives the trades back, with a reason that is kept. */
export const Release = ({ id }: { readonly id: string }) => (
  <AskedDeed
    title="释放"
    question="释放这张组货单？"
    reason="释放理由"
    route="POST /v1/consolidations/{id}/release"
    requestOf={(reason) => ({ path: { id }, body: { reason } })}
    done="已释放，货物可以另行组货"
  >
    <p>方案作废，全部交易可以另行组货；已占用的箱号一并释放。</p>
  </AskedDeed>
);
