import { z } from 'zod';
import type { DeadLetter, DeadLetters } from '../../../functions/system/dead-letters.ts';
import { deliverAgain } from './bus.ts';
import type { Checkpoints } from './checkpoints.ts';

export interface LocalDeadLetters extends DeadLetters {
  /** Resolves once what is being delivered is done. */
  close(): Promise<void>;
}

type Kept = ReturnType<Checkpoints['deadLetters']>[number];

/**
 * An event as the bus keeps it; its own id and its subscriber's name tell it from every other, for as long as there are any.
 */
const Event = z.object({ id: z.string(), 'detail-type': z.string(), detail: z.record(z.string(), z.unknown()) });

/** The dead letters of one machine, for its operator. */
export function localDeadLetters(
  invoke: (functionName: string, event: unknown) => Promise<unknown>,
  letters: Pick<Checkpoints, 'deadLetters' | 'remove'>,
): LocalDeadLetters {
  const delivering = new Map<string, Promise<void>>();
  const all = (): { readonly kept: Kept; readonly letter: DeadLetter }[] =>
    letters.deadLetters().map((kept) => ({ kept, letter: letterOf(kept) }));
  return {
    all: () => all().map(({ letter }) => letter),
    redrive(id) {
      const found = all().find(({ letter }) => letter.id === id);
      if (!found || delivering.has(id)) return;
      delivering.set(
        id,
        deliverAgain(invoke, letters, found.kept).finally(() => delivering.delete(id)),
      );
    },
    async close() {
      await Promise.all(delivering.values());
    },
  };
}

function letterOf({ target, event, error, at }: Kept): DeadLetter {
  const { id, 'detail-type': name, detail } = Event.parse(JSON.parse(event));
  return { id: `${target}-${id}`, subscriber: target, event: name, detail: JSON.stringify(detail), error, at };
}
