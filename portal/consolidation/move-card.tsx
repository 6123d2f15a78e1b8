import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cartonKey } from '../../functions/consolidation/domain/carton-ref.ts';
import type { TradeKey } from '../../functions/consolidation/domain/trade-key.ts';
import { useSay } from '../kit/announcer.tsx';
import { useKeys } from '../kit/keys.ts';
import { Note } from '../kit/note.tsx';
import { Card } from '../kit/page.tsx';
import { useContainerTypes } from './container-types.ts';
import type { ViewName } from './scene/views.ts';
import { useMoves } from './submit-moves.ts';
import type { Placement, Read } from './told.ts';
import { AXES, type Moving } from './use-moving.ts';

const STEP_MM = 10;
const LONG_STEP_MM = 100;
const SHOWN = 5;

/** Moves cartons: what stands against it is said while they move, and all moves go together with one reason. */
export function MoveCard({
  told: { body, etag = '' },
  no,
  step,
  carton,
  tradeKey,
  moving,
  view,
  onContainer,
}: {
  readonly told: Read;
  readonly no: number;
  readonly step: number;
  readonly carton: Placement | undefined;
  readonly tradeKey: TradeKey;
  readonly moving: Moving;
  readonly view: ViewName;
  readonly onContainer: (no: number) => void;
}) {
  const [reason, setReason] = useState('');
  const types = useContainerTypes();
  const say = useSay();
  const queries = useQueryClient();
  const { findings, failed, isSending, move } = useMoves();
  const { moves, loaded, against } = moving;
  const [right, up] = AXES[view];
  const push =
    (axis: 'x' | 'y' | 'z', sign: 1 | -1) =>
    ({ shiftKey }: KeyboardEvent): void => {
      if (carton) moving.push(carton, axis, sign * (shiftKey ? LONG_STEP_MM : STEP_MM), view);
    };
  useKeys(
    carton
      ? [
          { keys: ['ArrowRight'], says: '右移 1 厘米（Shift 10 厘米）', does: push(right, 1) },
          { keys: ['ArrowLeft'], says: '左移', does: push(right, -1) },
          { keys: ['ArrowUp'], says: '上移（图上）', does: push(up, 1) },
          { keys: ['ArrowDown'], says: '下移（图上）', does: push(up, -1) },
          { keys: ['PageUp'], says: '抬高', does: push('z', 1) },
          { keys: ['PageDown'], says: '放低', does: push('z', -1) },
          { keys: ['r'], says: '水平转 90 度', does: () => moving.turn(carton) },
        ]
      : [],
  );
  const submit = async (): Promise<void> => {
    const answered = await move(body.id, etag, reason, moves, loaded);
    if (answered) {
      say('已提交，正在计算新的方案');
      moving.end();
    }
    // Also where somebody else was first: the moves stay, and stand on the plan as it is now.
    await queries.invalidateQueries();
  };
  const isLocked = carton !== undefined && !moving.mayMove(carton);
  return (
    <Card title="移动货箱">
      <div className="stack">
        {carton === undefined ? (
          <p className="quiet">
            先在图上点一箱，再拖动它，或用方向键每次移 1 厘米；俯视和立体图中自动落到下面的货箱上。
          </p>
        ) : (
          <>
            <p>
              <strong>
                {tradeKey.label(carton.tradeId, carton.lineNo)} 第 {carton.cartonNo} 箱
              </strong>{' '}
              {isLocked && '已装入，不再移动'}
            </p>
            <div className="row">
              <button type="button" className="button" disabled={isLocked} onClick={() => moving.turn(carton)}>
                转 90 度 <kbd>R</kbd>
              </button>
              {moves.has(cartonKey(carton)) && (
                <button type="button" className="button" onClick={() => moving.putBack(carton)}>
                  放回原处
                </button>
              )}
              {body.containers
                .filter((one) => one.no !== no)
                .map((one) => {
                  const room = types.find(({ type }) => type === one.type);
                  return (
                    room && (
                      <button
                        key={one.no}
                        type="button"
                        className="button"
                        disabled={isLocked}
                        onClick={() => {
                          moving.toContainer(carton, one.no, room);
                          onContainer(one.no);
                        }}
                      >
                        移到第 {one.no} 箱门口
                      </button>
                    )
                  );
                })}
            </div>
          </>
        )}
        <div className="row">
          <span>
            第 {no} 箱已装到第 {loaded.get(no) ?? 0} 步
          </span>
          <button type="button" className="button text" onClick={() => moving.setLoaded(no, step)}>
            以图上第 {step} 步为准
          </button>
        </div>
        <div role="status">
          {moves.size > 0 &&
            (against.length === 0 ? (
              <Note tone="good">移动了 {moves.size} 箱，校验通过，可以这样装。</Note>
            ) : (
              <Note tone="bad" title={`这样不能装（${against.length} 处）`}>
                <ul>
                  {against.slice(0, SHOWN).map((sentence) => (
                    <li key={sentence}>{sentence}</li>
                  ))}
                </ul>
                {against.length > SHOWN && <p className="small">另有 {against.length - SHOWN} 处</p>}
              </Note>
            ))}
        </div>
        {findings.map(({ pointer, message }) => (
          <Note key={`${pointer} ${message}`} tone="bad">
            {message}
          </Note>
        ))}
        {failed !== undefined && <Note tone="bad">{failed}</Note>}
        <div className="field">
          <label htmlFor="move-reason">
            移动理由
            <span className="must" aria-hidden>
              *
            </span>
          </label>
          <input
            id="move-reason"
            className="input"
            value={reason}
            autoComplete="off"
            onChange={({ target }) => setReason(target.value)}
          />
        </div>
        <div className="row">
          <button
            type="button"
            className="button primary"
            disabled={isSending || moves.size === 0 || against.length > 0}
            onClick={() => void submit()}
          >
            {isSending ? '正在提交…' : `提交移动（${moves.size} 箱）`}
          </button>
          <button type="button" className="button" onClick={moving.end}>
            不移动了
          </button>
        </div>
      </div>
    </Card>
  );
}
