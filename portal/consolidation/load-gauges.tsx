import type { LoadFigures } from '../../functions/packing/load/figures.ts';
import { Gauge } from '../kit/gauge.tsx';
import { Figure, percent } from '../kit/words.tsx';
import { BalanceTag } from './containers.tsx';
import type { ContainerTold } from './told.ts';

const GRAMS = 1000;

/** How full and heavy a container is, as planned, or as cartons that are being moved will make it. */
export function LoadGauges({
  container,
  after,
}: {
  readonly container: ContainerTold;
  readonly after: LoadFigures | undefined;
}) {
  const { volumeUtilisation, payloadUtilisation, balance } = after ?? container;
  const kilograms = after ? after.massG / GRAMS : container.grossWeightKg;
  return (
    <div className="stack">
      <Gauge title="体积" value={volumeUtilisation} limit={1} says={percent(volumeUtilisation)} />
      <Gauge title="载重" value={payloadUtilisation} limit={1} says={percent(payloadUtilisation)} />
      <div className="row">
        <span>
          <Figure value={container.cartons} /> 箱 · <Figure value={kilograms} unit="kg" />
        </span>
        <BalanceTag balance={balance} />
      </div>
    </div>
  );
}
