import { useEffect, useRef } from 'react';
import type { ColouredBox } from './cartons.ts';
import { LoadScene, type SceneTold } from './load-scene.ts';
import type { Room } from './room.ts';
import type { ViewName } from './views.ts';

export interface LoadPictureProps extends SceneTold {
  readonly room: Room;
  /** In the order of loading. */
  readonly boxes: readonly ColouredBox[];
  /** So many of them stand already. */
  readonly shown: number;
  /** Another object looks there anew, however the picture was turned meanwhile. */
  readonly look: { readonly view: ViewName };
  readonly picked: number | undefined;
  readonly isWrong: boolean;
  readonly isStill: boolean;
  /** What the picture shows, in words. */
  readonly label: string;
  /** The browser cannot draw it, or can no longer. */
  readonly onAbsent: () => void;
}

/** The load as a picture in space. Whoever cannot see it has the table beside it. */
export default function LoadPicture(props: LoadPictureProps) {
  const { room, boxes, shown, look, picked, isWrong, isStill, label, onAbsent } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const scene = useRef<LoadScene>(undefined);
  const told = useRef<SceneTold>(props);
  told.current = props;
  const capacity = boxes.length;
  useEffect(() => {
    if (!canvas.current) return undefined;
    try {
      scene.current = new LoadScene(canvas.current, room, capacity, isStill, {
        onHover: (index) => told.current.onHover(index),
        onPick: (index) => told.current.onPick(index),
        onDrag: (index, to) => told.current.onDrag(index, to),
        mayDrag: (index) => told.current.mayDrag(index),
      });
    } catch {
      onAbsent();
    }
    return () => {
      scene.current?.dispose();
      scene.current = undefined;
    };
  }, [room, capacity, isStill, onAbsent]);
  // A scene that was made anew has shown nothing yet, so each of these names what made it.
  useEffect(() => scene.current?.set(boxes, shown), [boxes, shown, room, capacity, isStill]);
  useEffect(() => scene.current?.pick(picked, isWrong), [boxes, picked, isWrong, room, capacity, isStill]);
  useEffect(() => scene.current?.look(look.view), [look, room, capacity, isStill]);
  return (
    <canvas ref={canvas} className="load-picture" role="img" aria-label={label}>
      {label}
    </canvas>
  );
}
