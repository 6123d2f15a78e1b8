import type { TradeKey } from '../../functions/consolidation/domain/trade-key.ts';
import { Card } from '../kit/page.tsx';
import type { LoadingPlanTold } from './told.ts';

/** Whose cartons are which: letters and colours as on the printed plan. */
export function Owners({
  plan: { legend },
  tradeKey,
}: {
  readonly plan: LoadingPlanTold;
  readonly tradeKey: TradeKey;
}) {
  return (
    <Card title={`货主（${legend.length}）`}>
      <ul className="stack">
        {legend.map(({ letter, tradeId, tradeNumber, merchant, stall, cartons }) => (
          <li key={tradeId} className="owner">
            <Swatch tradeId={tradeId} tradeKey={tradeKey} letter={letter} />
            <div>
              <div>{merchant}</div>
              <div className="small quiet">
                {stall} · {tradeNumber} · {cartons} 箱
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A trade's colour and letter. */
export function Swatch({
  tradeId,
  tradeKey,
  letter,
}: {
  readonly tradeId: string;
  readonly tradeKey: TradeKey;
  readonly letter: string;
}) {
  const [hue, lightness] = tradeKey.colour(tradeId);
  return (
    <svg className="swatch" viewBox="0 0 28 22" role="img" aria-label={`图上字母 ${letter}`}>
      <rect x="0.5" y="0.5" width="27" height="21" rx="2" fill={`hsl(${hue} 65% ${lightness}%)`} stroke="#45525f" />
      <text x="14" y="16" textAnchor="middle" fontSize="13" fontWeight="600" fill="#16202c">
        {letter}
      </text>
    </svg>
  );
}
