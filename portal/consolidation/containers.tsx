import { Link } from 'wouter';
import { BALANCE_NAMES } from '../../functions/consolidation/domain/names.ts';
import { Gauge } from '../kit/gauge.tsx';
import { Figure, percent, Tag } from '../kit/words.tsx';
import { useContainerTypes } from './container-types.ts';
import type { ConsolidationTold, ContainerTold } from './told.ts';

const TONES = { WITHIN_GOAL: 'good', WITHIN_LIMIT: 'plain', BEYOND_LIMIT: 'bad' } as const;

export const BalanceTag = ({ balance }: Pick<ContainerTold, 'balance'>) => (
  <Tag tone={TONES[balance]}>{`重心${BALANCE_NAMES[balance]}`}</Tag>
);

/** The containers of a plan, each with what it is filled to and what it is called. */
export function Containers({ told: { id, containers } }: { readonly told: ConsolidationTold }) {
  const types = useContainerTypes();
  if (containers.length === 0) return <p className="empty">还没有方案。</p>;
  return (
    <ul className="fields">
      {containers.map((container) => (
        <li key={container.no} className="stack box">
          <div className="row">
            <h3>
              <Link href={`/consolidation/consolidations/${id}/load?container=${container.no}`}>
                第 {container.no} 箱
              </Link>
            </h3>
            <span>
              {types.find(({ type }) => type === container.type)?.marketName}{' '}
              <span className="quiet">{container.type}</span>
            </span>
            <BalanceTag balance={container.balance} />
          </div>
          <Gauge
            title="体积"
            value={container.volumeUtilisation}
            limit={1}
            says={percent(container.volumeUtilisation)}
          />
          <Gauge
            title="载重"
            value={container.payloadUtilisation}
            limit={1}
            says={percent(container.payloadUtilisation)}
          />
          <p>
            <Figure value={container.cartons} /> 箱 · <Figure value={container.grossWeightKg} unit="kg" />
          </p>
          <p className="small">
            {container.packingNumber !== undefined && <span className="quiet">装箱单号 {container.packingNumber}</span>}
            <br />
            {container.containerNumber === undefined ? (
              <span className="quiet">箱号、封志号未确认</span>
            ) : (
              <>
                箱号 <Link href={`/trace/${container.containerNumber}`}>{container.containerNumber}</Link> · 封志{' '}
                {container.sealNumber}
              </>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
