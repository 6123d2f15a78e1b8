import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { step } from '../../../functions/shared/step/step.ts';
import { invoke } from '../../kit/deliver.ts';

it('leaves the end of its time to Lambda, whose name for it the definitions retry', async () => {
  const slow = step('Slow', z.object({}), async () => setTimeout(30, 'done'));
  expect(await invoke(slow, {}, { getRemainingTimeInMillis: () => 10 })).toBe('done');
});

it('refuses an input that is not its state’s', async () => {
  const strict = step('Strict', z.object({ id: z.string() }), async ({ id }) => id);
  await expect(invoke(strict, {})).rejects.toThrow(z.ZodError);
});
