import { useMemo, useState } from 'react';
import { cartonKey } from '../../functions/consolidation/domain/carton-ref.ts';
import {
  after,
  type Loaded,
  type LoadedSteps,
  type Move,
  type Moves,
} from '../../functions/consolidation/domain/moves.ts';
import { useRead } from '../api/read.ts';
import { drawn, landing, pushed } from './moving.ts';
import type { Box, Room } from './scene/room.ts';
import type { ViewName } from './scene/views.ts';
import type { Placement, Read } from './told.ts';
import { Cargo, type Verdict } from './verdict.ts';

type Axis = 'x' | 'y' | 'z';

/** The two axes that lie in a picture, to the right and up. */
export const AXES: Readonly<Record<ViewName, readonly [Axis, Axis]>> = {
  door: ['y', 'z'],
  side: ['x', 'z'],
  top: ['x', 'y'],
  space: ['x', 'y'],
};

export interface Moving {
  readonly isOn: boolean;
  readonly start: () => void;
  readonly end: () => void;
  /** As they will be after the moves. */
  readonly containers: readonly Loaded[];
  readonly moves: Moves;
  readonly loaded: LoadedSteps;
  readonly verdictOf: (no: number) => Verdict | undefined;
  /** What stands against the containers that the moves touch. */
  readonly against: readonly string[];
  readonly isWrong: boolean;
  readonly mayMove: (placement: Placement) => boolean;
  readonly drag: (carton: Placement, to: Pick<Box, Axis>, view: ViewName) => void;
  readonly push: (carton: Placement, axis: Axis, by: number, view: ViewName) => void;
  readonly turn: (carton: Placement) => void;
  readonly toContainer: (carton: Placement, no: number, room: Room) => void;
  readonly putBack: (carton: Placement) => void;
  readonly clear: () => void;
  readonly setLoaded: (no: number, steps: number) => void;
}

/** Cartons that a person moves, judged by the server's own verifier while they move. */
export function useMoving({ body }: Read, no: number, room: Room | undefined): Moving {
  const [isOn, setOn] = useState(false);
  const [moves, setMoves] = useState<Moves>(new Map());
  const [loaded, setLoaded] = useState<LoadedSteps>(new Map());
  const told = useRead('GET /v1/consolidations/{id}/cargo', { path: { id: body.id } }, { enabled: isOn }).data?.body;
  const cargo = useMemo(() => told && new Cargo(told), [told]);
  const containers = useMemo(() => after(body.containers, moves, loaded), [body.containers, moves, loaded]);
  const verdicts = useMemo(() => {
    const number = (tradeId: string): string => body.tradeNumbers?.[body.tradeIds.indexOf(tradeId)] ?? tradeId;
    const touched = containers.filter((one) => !body.containers.some((planned) => planned === one));
    return new Map(
      touched.map((one) => [
        one.no,
        cargo?.judge(one, ({ tradeId, lineNo, name }) => `“${name}”（${number(tradeId)} 第 ${lineNo} 行）`),
      ]),
    );
  }, [containers, body, cargo]);
  const against = [...verdicts.values()].flatMap((verdict) => verdict?.against ?? []);
  const others = (carton: Placement): readonly Placement[] =>
    (containers.find((one) => one.no === no)?.placements ?? []).filter((one) => cartonKey(one) !== cartonKey(carton));
  const put = (carton: Placement, containerNo: number, box: Box): void => {
    const { tradeId, lineNo, cartonNo } = carton;
    const { x, y, z, lengthMm, widthMm, heightMm } = box;
    const move: Move = { tradeId, lineNo, cartonNo, containerNo, x, y, z, lengthMm, widthMm, heightMm };
    setMoves(new Map(moves).set(cartonKey(carton), move));
  };
  const mayMove = (placement: Placement): boolean =>
    isOn && cargo !== undefined && placement.step > (loaded.get(no) ?? 0);
  /** In the views from above a carton comes down on what lies under it. */
  const settle = (box: Box, carton: Placement, axes: readonly Axis[]): Box =>
    axes.includes('z') ? box : { ...box, z: landing(box, others(carton)) };
  return {
    isOn,
    start: () => setOn(true),
    end: () => {
      setOn(false);
      setMoves(new Map());
    },
    containers,
    moves,
    loaded,
    verdictOf: (one) => verdicts.get(one),
    against,
    isWrong: against.length > 0,
    mayMove,
    drag: (carton, to, view) => {
      if (!room || !mayMove(carton)) return;
      put(carton, no, settle(drawn({ ...carton, ...to }, others(carton), room, AXES[view]), carton, AXES[view]));
    },
    push: (carton, axis, by, view) => {
      if (!room || !mayMove(carton)) return;
      const axes = axis === 'z' ? (['z'] as const) : AXES[view];
      put(carton, no, settle(pushed(carton, axis, by, others(carton), room), carton, axes));
    },
    turn: (carton) => {
      if (!room || !mayMove(carton)) return;
      const turned = { ...carton, lengthMm: carton.widthMm, widthMm: carton.lengthMm };
      put(carton, no, settle(drawn(turned, others(carton), room, ['x', 'y']), carton, ['x', 'y']));
    },
    toContainer: (carton, other, target) => {
      if (!mayMove(carton)) return;
      const standing = containers.find((one) => one.no === other)?.placements ?? [];
      const at = { ...carton, x: Math.max(0, target.lengthMm - carton.lengthMm), y: 0 };
      put(carton, other, { ...at, z: landing(at, standing) });
    },
    putBack: (carton) => {
      const rest = new Map(moves);
      rest.delete(cartonKey(carton));
      setMoves(rest);
    },
    clear: () => setMoves(new Map()),
    setLoaded: (one, steps) => setLoaded(new Map(loaded).set(one, steps)),
  };
}
