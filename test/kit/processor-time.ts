/** What a piece of work answers, and the seconds of the processor that it took of this thread; other load does not count. */
export async function processorSeconds<T>(work: () => T | Promise<T>): Promise<{ answer: T; seconds: number }> {
  const start = process.threadCpuUsage();
  const answer = await work();
  const { user, system } = process.threadCpuUsage(start);
  return { answer, seconds: (user + system) / 1e6 };
}
