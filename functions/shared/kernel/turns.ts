/** Lets whatever waits for this thread be done first: requests, timers, answers of the table. */
export const others = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Members done in one go, where one takes some tens of microseconds. */
const AT_ONCE = 100;

/** Does the same for many members, in their order, and lets others have their turn in between. */
export async function inTurns<T, R>(
  members: readonly T[],
  act: (member: T, index: number) => R,
  atOnce = AT_ONCE,
): Promise<R[]> {
  const results: R[] = [];
  for (const [index, member] of members.entries()) {
    if (index > 0 && index % atOnce === 0) await others();
    results.push(act(member, index));
  }
  return results;
}

/** Bytes of one text: read within a few milliseconds, and within what an item of the table takes. */
const TEXT_BYTES = 250_000;

/**
 * A list as texts of JSON that pass from thread to thread at once, and of which each is read in a moment; `unpacked` reads
 * them in turns. A list itself would be copied member by member, while nobody else is served.
 */
export const packed = (members: readonly unknown[]): string[] =>
  joined(members.map((member) => JSON.stringify(member)));

/** The same in turns, for the thread that answers everybody. */
export const packedInTurns = async (members: readonly unknown[]): Promise<string[]> =>
  joined(await inTurns(members, (member) => JSON.stringify(member)));

function joined(texts: readonly string[]): string[] {
  const parts: string[][] = [];
  let room = 0;
  for (const text of texts) {
    const bytes = Buffer.byteLength(text) + 1;
    if (bytes > room) {
      parts.push([]);
      room = TEXT_BYTES;
    }
    parts.at(-1)?.push(text);
    room -= bytes;
  }
  return parts.map((part) => `[${part.join(',')}]`);
}

/** @throws SyntaxError where the texts are not from `packed` */
export async function unpacked<T>(texts: readonly string[]): Promise<T[]> {
  return (await inTurns(texts, (text) => JSON.parse(text) as T[], 1)).flat();
}
