import { Link } from 'wouter';
import type { TradeKey } from '../../functions/consolidation/domain/trade-key.ts';
import { lineMark } from '../../functions/shared/kernel/carton-mark.ts';
import { Facts } from '../kit/facts.tsx';
import { Card } from '../kit/page.tsx';
import { Swatch } from './owners.tsx';
import type { ConsolidationTold, LoadingPlanTold, Placement } from './told.ts';

/** A carton: what it is, whose, from which stall, and the way back to it. */
export function CartonCard({
  told: { tradeIds, tradeNumbers, consents },
  plan,
  tradeKey,
  carton,
}: {
  readonly told: ConsolidationTold;
  readonly plan: LoadingPlanTold | undefined;
  readonly tradeKey: TradeKey;
  readonly carton: Placement | undefined;
}) {
  if (!carton) {
    return (
      <Card title="所选货箱">
        <p className="quiet">在图上点一箱，看它的货主、摊位和来源。</p>
      </Card>
    );
  }
  const { tradeId, lineNo, cartonNo, step, x, y, z, lengthMm, widthMm, heightMm } = carton;
  const owner = plan?.legend.find((one) => one.tradeId === tradeId);
  const goods = plan?.walls
    .flatMap((wall) => wall.goods)
    .find((one) => one.tradeId === tradeId && one.lineNo === lineNo);
  const mark = `${lineMark(tradeId, lineNo)} C/${cartonNo}`;
  return (
    <Card title="所选货箱">
      <div className="stack" aria-live="polite">
        <div className="row">
          <Swatch tradeId={tradeId} tradeKey={tradeKey} letter={tradeKey.letter(tradeId)} />
          <strong>{goods?.name}</strong>
        </div>
        <Facts
          facts={[
            ['唛头', mark],
            ['商户', owner?.merchant ?? consents?.find((one) => one.tradeId === tradeId)?.merchantName],
            ['摊位', owner?.stall],
            [
              '交易',
              <Link key="trade" href={`/trade/trades/${tradeId}`}>
                {tradeNumbers?.[tradeIds.indexOf(tradeId)] ?? tradeId}
              </Link>,
            ],
            ['装入', `第 ${step} 步`],
            ['长×宽×高', `${lengthMm}×${widthMm}×${heightMm} 毫米`],
            ['位置', `距里端 ${x}，距左壁 ${y}，离地 ${z} 毫米`],
          ]}
        />
        <div>
          <Link href={`/trace/${encodeURIComponent(mark)}`} className="button">
            追溯到摊位
          </Link>
        </div>
      </div>
    </Card>
  );
}
