/** [designed] For how long a preview is answered from what was kept, before it is looked whether more has been filed. */
const FRESH_SECONDS = 10;

/** A preview, and when its rows were judged. */
interface Judged {
  readonly judgedAt: string;
}

/**
 * Answers those who poll a preview: from what was kept a few seconds ago at most, else by one judging for all who ask
 * meanwhile. A sheet of thousands of rows is not judged once for each of them.
 *
 * @returns by the key of a sheet and its viewers, what was kept or is judged anew
 */
export function freshly<J extends Judged>() {
  const underway = new Map<string, Promise<J>>();
  return async (key: string, at: string, kept: J | undefined, judge: () => Promise<J>): Promise<J> => {
    if (kept && Date.parse(at) - Date.parse(kept.judgedAt) < FRESH_SECONDS * 1000) return kept;
    const begun = underway.get(key);
    if (begun) return begun;
    const anew = judge().finally(() => underway.delete(key));
    underway.set(key, anew);
    return anew;
  };
}
