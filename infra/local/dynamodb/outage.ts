import { setTimeout as delay } from 'node:timers/promises';

type Invoke = (functionName: string, payload: unknown) => Promise<unknown>;

/** [designed] How often an engine that was lost is asked whether it is back. */
const ASK_AGAIN_MILLISECONDS = 250;

/** [designed] The pause after a table's refusal, as a client of DynamoDB would make it. */
const REFUSED_MILLISECONDS = 500;

/** Knows whether the engine is lost, so that its failures are told from those of whoever called it. */
export interface Outage {
  /** Whether a failure that was just seen was the engine's. */
  isOn(): Promise<boolean>;
  /** Says that it is lost, at once. */
  begin(): void;
  /** Settles when it is there again. */
  over(): Promise<void>;
}

/**
 * Watches over an engine: whoever sees a failure asks `isOn`; from then on it is asked until it answers.
 *
 * @param answers whether the engine is there
 * @param told `lost` when it is found gone, `back` when it answers again
 */
export function outages(
  answers: () => Promise<boolean>,
  told: { readonly lost: () => void; readonly back: () => void },
): Outage {
  let outage: Promise<void> | undefined;
  const wait = async (): Promise<void> => {
    do await delay(ASK_AGAIN_MILLISECONDS, undefined, { ref: false });
    while (!(await answers()));
    outage = undefined;
    told.back();
  };
  const begin = (): void => {
    if (outage) return;
    outage = wait();
    told.lost();
  };
  return {
    begin,
    async isOn() {
      if (!outage && !(await answers())) begin();
      return outage !== undefined;
    },
    over: async () => outage,
  };
}

/**
 * Calls functions so that no fault of the engine reaches the caller: while the engine is lost the call waits and is made
 * again, and so it is after the table refused, which an engine of one machine does only in trouble of its own. The caller's
 * own time limit holds.
 */
export const undisturbed =
  (invoke: Invoke, outage: Outage): Invoke =>
  async (name, payload) => {
    for (;;) {
      try {
        return await invoke(name, payload);
      } catch (error) {
        if (await outage.isOn()) await outage.over();
        else if (error instanceof Error && error.name === 'TableUnavailable') await delay(REFUSED_MILLISECONDS);
        else throw error;
      }
    }
  };
