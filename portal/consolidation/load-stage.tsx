import { lazy, type ReactNode, Suspense, useCallback, useMemo, useState } from 'react';
import type { TradeKey } from '../../functions/consolidation/domain/trade-key.ts';
import { isPhone } from '../kit/is-phone.ts';
import { Note } from '../kit/note.tsx';
import type { Room } from './scene/room.ts';
import type { ViewName } from './scene/views.ts';
import type { Placement } from './told.ts';

const LoadPicture = lazy(() => import('./scene/load-picture.tsx'));

const hasWebGl = (): boolean => document.createElement('canvas').getContext('webgl2') !== null;

/** The picture of a load with what is beside it, where the browser can draw one. */
export function LoadStage({
  room,
  placements,
  step,
  tradeKey,
  look,
  picked,
  isWrong,
  mayDrag,
  label,
  onPick,
  onDrag,
  children,
}: {
  readonly room: Room;
  /** In the order of loading. */
  readonly placements: readonly Placement[];
  readonly step: number;
  readonly tradeKey: TradeKey;
  readonly look: { readonly view: ViewName };
  readonly picked: Placement | undefined;
  readonly isWrong: boolean;
  readonly mayDrag: (placement: Placement) => boolean;
  readonly label: string;
  readonly onPick: (placement: Placement | undefined) => void;
  readonly onDrag: (to: { readonly x: number; readonly y: number; readonly z: number }) => void;
  readonly children: ReactNode;
}) {
  const [isAbsent, setAbsent] = useState(() => !hasWebGl());
  const [hovered, setHovered] = useState<number>();
  const isStill = useMemo(isPhone, []);
  const boxes = useMemo(
    () => placements.map((placement) => ({ ...placement, colour: tradeKey.colour(placement.tradeId) })),
    [placements, tradeKey],
  );
  const absent = useCallback(() => setAbsent(true), []);
  if (isAbsent) {
    return <Note tone="wait">这台电脑的浏览器不能显示立体图；请看下面的各墙各步表，内容相同，也可打印作业图。</Note>;
  }
  const at = picked ? placements.indexOf(picked) : -1;
  const under = hovered === undefined ? undefined : placements[hovered];
  return (
    <div className="card stage">
      <div className="row">
        {children}
        <span className="quiet small push only-desk">
          {under
            ? `${tradeKey.label(under.tradeId, under.lineNo)} 第 ${under.cartonNo} 箱，第 ${under.step} 步`
            : '门扇处为箱门；拖动转，滚轮放大，点一箱看来源'}
        </span>
      </div>
      <Suspense fallback={<div className="load-picture empty">正在准备立体图…</div>}>
        <LoadPicture
          room={room}
          boxes={boxes}
          shown={step}
          look={look}
          picked={at < 0 ? undefined : at}
          isWrong={isWrong}
          isStill={isStill}
          label={label}
          onAbsent={absent}
          onHover={setHovered}
          onPick={(index) => onPick(index === undefined ? undefined : placements[index])}
          onDrag={(_, to) => onDrag(to)}
          mayDrag={(index) => {
            const placement = placements[index];
            return placement !== undefined && mayDrag(placement);
          }}
        />
      </Suspense>
    </div>
  );
}
