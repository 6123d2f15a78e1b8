import { Link } from 'wouter';
import type { ConsolidationTold } from './told.ts';

/** Cartons that found no place, and why. */
export function Unplaced({
  told: { unplaced, tradeIds, tradeNumbers },
}: {
  readonly told: Pick<ConsolidationTold, 'unplaced' | 'tradeIds' | 'tradeNumbers'>;
}) {
  if (unplaced.length === 0) return <p className="quiet">没有未装入的货箱。</p>;
  return (
    <ul className="stack">
      {unplaced.map(({ tradeId, lineNo, count, reason }) => (
        <li key={`${tradeId} ${lineNo} ${reason}`}>
          <Link href={`/trade/trades/${tradeId}`}>{tradeNumbers?.[tradeIds.indexOf(tradeId)] ?? tradeId}</Link> 第{' '}
          {lineNo} 行 <strong>{count} 箱</strong>：{reason}
        </li>
      ))}
    </ul>
  );
}
