import { useId } from 'react';

/** How much of a limit is taken, as a bar and in words; beyond it the words say so. */
export function Gauge({
  title,
  value,
  limit,
  says,
}: {
  readonly title: string;
  readonly value: number;
  readonly limit: number;
  /** The figures, e.g. `43.7%` or `61.0 / 67.7 m³`. */
  readonly says: string;
}) {
  const id = useId();
  const isOver = value > limit;
  return (
    <div className="gauge">
      <div className="row">
        <label htmlFor={id}>{title}</label>
        <span className={isOver ? 'push error' : 'push'}>
          {says}
          {isOver && '，超出'}
        </span>
      </div>
      <meter id={id} min={0} max={limit} value={Math.min(value, limit)} aria-valuetext={says} />
    </div>
  );
}
