import { useHistoryState } from 'wouter/use-browser-location';
import { Card } from '../kit/page.tsx';
import { Figure, percent } from '../kit/words.tsx';
import type { ConsolidationTold } from './told.ts';

/** The figures of a plan that is about to be changed, to be held beside the next one. */
export interface Before {
  readonly revision: number;
  readonly declarations: number;
  readonly cartons: number;
  readonly containers: readonly Pick<
    ConsolidationTold['containers'][number],
    'no' | 'type' | 'cartons' | 'grossWeightKg' | 'volumeUtilisation'
  >[];
}

export const beforeOf = ({
  revision = 1,
  plan,
  cartons,
  containers,
}: ConsolidationTold): { readonly before: Before } => ({
  before: {
    revision,
    cartons,
    declarations: plan?.declarations ?? 0,
    containers: containers.map(({ no, type, cartons: held, grossWeightKg, volumeUtilisation }) => ({
      no,
      type,
      cartons: held,
      grossWeightKg,
      volumeUtilisation,
    })),
  },
});

const hasBefore = (state: unknown): state is { readonly before: Before } =>
  typeof state === 'object' && state !== null && 'before' in state;

/** What the last late change has moved, and the plan before beside the plan after it where this page has seen both. */
export function Changes({ told }: { readonly told: ConsolidationTold }) {
  const state: unknown = useHistoryState();
  const { plan, revision = 1, containers } = told;
  const before = hasBefore(state) && state.before.revision < revision ? state.before : undefined;
  if (plan?.movedCartons === undefined && !before) return null;
  const nos = [...new Set([...(before?.containers ?? []), ...containers].map(({ no }) => no))];
  return (
    <Card title="方案变更">
      <div className="stack">
        {plan?.movedCartons !== undefined && (
          <p>
            上一次变更移动了 {plan.movedCartons} 箱，其中 {plan.rehousedCartons ?? 0} 箱换了集装箱。
          </p>
        )}
        {before && (
          <div className="table-box">
            <table className="table cards">
              <thead>
                <tr>
                  <th scope="col">项目</th>
                  <th scope="col">变更前</th>
                  <th scope="col">变更后</th>
                </tr>
              </thead>
              <tbody>
                <tr>
                  <td data-title="项目">货箱</td>
                  <td data-title="变更前">
                    <Figure value={before.cartons} />
                  </td>
                  <td data-title="变更后">
                    <Figure value={told.cartons} />
                  </td>
                </tr>
                <tr>
                  <td data-title="项目">报关单</td>
                  <td data-title="变更前">{before.declarations} 票</td>
                  <td data-title="变更后">{plan?.declarations} 票</td>
                </tr>
                {nos.map((no) => (
                  <tr key={no}>
                    <td data-title="项目">第 {no} 箱</td>
                    <td data-title="变更前">
                      <InShort told={before.containers.find((one) => one.no === no)} />
                    </td>
                    <td data-title="变更后">
                      <InShort told={containers.find((one) => one.no === no)} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </Card>
  );
}

const InShort = ({ told }: { readonly told: Before['containers'][number] | undefined }) =>
  told ? (
    <>
      {told.type} · {told.cartons} 箱 · <Figure value={told.grossWeightKg} unit="kg" /> ·{' '}
      {percent(told.volumeUtilisation)}
    </>
  ) : (
    '（无）'
  );
