/** What a piece of work answers, and the seconds of the processor that it took of this thread; other load does not count. */
export async function processorSeconds<T>(work: () => T | Promise<T>): Promise<{ answer: T; seconds: number }> {
  const start = process.threadCpuUsage();
  const answer = await work();
  const { user, system } = process.threadCpuUsage(start);
  return { answer, seconds: (user + system) / 1e6 };
}

/**
 * What a piece of work answers, and the longest while that this thread kept everybody else waiting meanwhile, in seconds of
 * the processor: what the thread itself waits for does not count.
 */
export async function longestTurn<T>(work: () => Promise<T>): Promise<{ answer: T; seconds: number }> {
  let last = process.threadCpuUsage();
  let longest = 0;
  const look = (): void => {
    const { user, system } = process.threadCpuUsage(last);
    last = process.threadCpuUsage();
    longest = Math.max(longest, user + system);
  };
  const timer = setInterval(look, 5);
  const answer = await work().finally(() => clearInterval(timer));
  look();
  return { answer, seconds: longest / 1e6 };
}
