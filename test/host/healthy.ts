import { expect } from 'vitest';
import { until } from '../kit/until.ts';

/** Asks for the health of a host until something is over; how often it was answered, well each time. */
export async function healthyUntil(url: string, work: Promise<unknown>): Promise<number> {
  let answered = 0;
  let isOver = false;
  const over = work.finally(() => (isOver = true));
  await until('everybody to be answered', async () => {
    expect((await fetch(`${url}/health`)).status).toBe(200);
    answered += 1;
    return isOver || undefined;
  });
  await over;
  return answered;
}
