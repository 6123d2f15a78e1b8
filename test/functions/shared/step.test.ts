import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { step } from '../../../functions/shared/step/step.ts';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

it('leaves the end of its time to Lambda, whose name for it the definitions retry', async () => {
  const slow = step('Slow', z.object({}), async () => setTimeout(30, 'done')) as unknown as Handler;
  const context = { getRemainingTimeInMillis: () => 10 };
  expect(await slow({}, context)).toBe('done');
});

it('refuses an input that is not its state’s', async () => {
  const strict = step('Strict', z.object({ id: z.string() }), async ({ id }) => id) as unknown as Handler;
  await expect(strict({}, {})).rejects.toThrow(z.ZodError);
});
