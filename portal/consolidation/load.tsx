import { useMemo, useState } from 'react';
import { useSearchParams } from 'wouter';
import { cartonKey } from '../../functions/consolidation/domain/carton-ref.ts';
import { keyOf } from '../../functions/consolidation/domain/trade-key.ts';
import { useRead } from '../api/read.ts';
import { useKeys } from '../kit/keys.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { PrintButton } from '../kit/print-button.tsx';
import { percent } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';
import { CartonCard } from './carton-card.tsx';
import { useContainerTypes } from './container-types.ts';
import { LoadGauges } from './load-gauges.tsx';
import { LoadStage } from './load-stage.tsx';
import { MoveCard } from './move-card.tsx';
import { Owners } from './owners.tsx';
import type { ViewName } from './scene/views.ts';
import { calledAs, isPlanned, type Placement, type Read } from './told.ts';
import { Unplaced } from './unplaced.tsx';
import { useConsolidation } from './use-consolidation.ts';
import { useMoving } from './use-moving.ts';
import { WallTable } from './wall-table.tsx';

/** How one container is loaded: in space, step by step, and wall by wall in a table; cartons can be moved. */
export default function Load({ params: { id = '' } }: ScreenProps) {
  const consolidation = useConsolidation(id);
  return (
    <Loaded reading={consolidation}>
      {(told) =>
        told.body.containers.length === 0 ? (
          <Page title={`装箱方案：${calledAs(told.body)}`}>
            <Note tone="wait">还没有方案。</Note>
          </Page>
        ) : (
          <Shown told={told} />
        )
      }
    </Loaded>
  );
}

const VIEWS = [
  { view: 'door', title: '门视' },
  { view: 'side', title: '侧视' },
  { view: 'top', title: '俯视' },
  { view: 'space', title: '立体' },
] as const satisfies readonly { readonly view: ViewName; readonly title: string }[];

function Shown({ told }: { readonly told: Read }) {
  const { body } = told;
  const { id, containers } = body;
  const { role, entityId } = useMe().acting ?? {};
  const [search, setSearch] = useSearchParams();
  const planned = containers.find(({ no }) => String(no) === search.get('container')) ?? containers[0];
  const no = planned?.no ?? 1;
  const types = useContainerTypes();
  const type = types.find((one) => one.type === planned?.type);
  const [look, setLook] = useState<{ readonly view: ViewName }>({ view: 'space' });
  const { view } = look;
  const [steps, setSteps] = useState<Readonly<Record<number, number>>>({});
  const [picked, setPicked] = useState<string>();
  const moving = useMoving(told, no, type);
  const loaded = moving.containers.find((one) => one.no === no);
  const placements = loaded?.placements ?? [];
  const step = Math.min(steps[no] ?? placements.length, placements.length);
  const setStep = (to: number): void => setSteps({ ...steps, [no]: Math.max(0, Math.min(placements.length, to)) });
  const plan = useRead(
    'GET /v1/consolidations/{id}/loading-plan',
    { path: { id }, query: { container: no } },
    { enabled: isPlanned(body) },
  ).data?.body;
  const key = useMemo(() => keyOf(planned?.placements ?? []), [planned]);
  const carton = placements.find((one) => cartonKey(one) === picked);
  const show = (to: number): void => {
    setSearch({ container: String(to) }, { replace: true });
    setLook({ view: 'space' });
  };
  useKeys([
    ...VIEWS.map(({ view: one, title }, at) => ({
      keys: [String(at + 1)],
      says: title,
      does: () => setLook({ view: one }),
    })),
    { keys: ['['], says: '退一步', does: () => setStep(step - 1) },
    { keys: [']'], says: '进一步', does: () => setStep(step + 1) },
    { keys: ['Escape'], says: '不选货箱', does: () => setPicked(undefined) },
  ]);
  const mayMove =
    body.status === 'PLANNED' && (role === 'clerk' || (role === 'agent' && entityId === body.consolidatorId));
  if (!planned || !loaded) return null;
  const name = type ? `${type.marketName} ${type.type}` : planned.type;
  return (
    <Page
      title={`装箱方案：${calledAs(body)}`}
      deeds={
        <>
          {isPlanned(body) && (
            <PrintButton
              title="打印作业图"
              route="GET /v1/consolidations/{id}/loading-plan"
              request={{ path: { id }, query: { container: no } }}
            />
          )}
          {mayMove && !moving.isOn && (
            <button type="button" className="button only-desk" onClick={moving.start}>
              移动货箱
            </button>
          )}
        </>
      }
    >
      {!isPlanned(body) && <Note tone="wait">正在计算，或方案已不再执行；下面是最近一次的方案。</Note>}
      {containers.length > 1 && (
        <nav className="row" aria-label="集装箱">
          {containers.map((one) => (
            <button
              key={one.no}
              type="button"
              className={one.no === no ? 'button chosen' : 'button'}
              aria-pressed={one.no === no}
              onClick={() => {
                setPicked(undefined);
                show(one.no);
              }}
            >
              第 {one.no} 箱 {types.find(({ type: code }) => code === one.type)?.marketName}
              {one.containerNumber !== undefined && ` ${one.containerNumber}`}
            </button>
          ))}
        </nav>
      )}
      <div className="columns">
        <div className="column">
          {type && (
            <LoadStage
              room={type}
              placements={placements}
              step={step}
              tradeKey={key}
              look={look}
              picked={carton}
              isWrong={moving.isWrong}
              mayDrag={moving.mayMove}
              label={`第 ${no} 箱 ${name} 的装载图：${placements.length} 箱，装到第 ${step} 步；体积 ${percent(planned.volumeUtilisation)}，载重 ${percent(planned.payloadUtilisation)}。各墙各步见下面的表。`}
              onPick={(one: Placement | undefined) => setPicked(one && cartonKey(one))}
              onDrag={(to) => {
                if (carton) moving.drag(carton, to, view);
              }}
            >
              <div className="row" role="group" aria-label="看的方向">
                {VIEWS.map(({ view: one, title }, at) => (
                  <button
                    key={one}
                    type="button"
                    className={one === view ? 'button chosen' : 'button'}
                    aria-pressed={one === view}
                    aria-keyshortcuts={String(at + 1)}
                    onClick={() => setLook({ view: one })}
                  >
                    {title} <kbd className="only-desk">{at + 1}</kbd>
                  </button>
                ))}
              </div>
            </LoadStage>
          )}
          <StepPlayer step={step} of={placements.length} onStep={setStep} />
          {plan ? (
            <WallTable plan={plan} onStep={setStep} />
          ) : (
            isPlanned(body) && (
              <p className="empty" role="status">
                正在读取各墙…
              </p>
            )
          )}
        </div>
        <div className="column aside">
          {moving.isOn && (
            <MoveCard
              told={told}
              no={no}
              step={step}
              carton={carton}
              tradeKey={key}
              moving={moving}
              view={view}
              onContainer={show}
            />
          )}
          <CartonCard told={body} plan={plan} tradeKey={key} carton={carton} />
          <Card title={`第 ${no} 箱 ${name}`}>
            <LoadGauges container={planned} after={moving.verdictOf(no)?.figures} />
          </Card>
          {plan && <Owners plan={plan} tradeKey={key} />}
          {body.unplaced.length > 0 && (
            <Card title="未装入">
              <Unplaced told={body} />
            </Card>
          )}
        </div>
      </div>
    </Page>
  );
}

function StepPlayer({
  step,
  of,
  onStep,
}: {
  readonly step: number;
  readonly of: number;
  readonly onStep: (step: number) => void;
}) {
  return (
    <div className="card player">
      <button type="button" className="button" aria-keyshortcuts="[" onClick={() => onStep(step - 1)}>
        退一步 <kbd className="only-desk">[</kbd>
      </button>
      <button type="button" className="button" aria-keyshortcuts="]" onClick={() => onStep(step + 1)}>
        进一步 <kbd className="only-desk">]</kbd>
      </button>
      <input
        type="range"
        min={0}
        max={of}
        value={step}
        aria-label="装货进度"
        aria-valuetext={`装第 ${step} 步`}
        onChange={({ target }) => onStep(Number(target.value))}
        // So that the keys of the page work again.
        onPointerUp={({ currentTarget }) => currentTarget.blur()}
      />
      <span className="keep">
        装第 {step} 步 / 共 {of} 步
      </span>
    </div>
  );
}
