import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { form, readForm, WrittenByLaterRelease } from '../../../functions/shared/table/form.ts';

const Stall = z.object({ building: z.string(), number: z.string() });
const stalls = form('stall', Stall, [
  ({ place, ...rest }) => ({ ...rest, stall: String(place) }),
  ({ stall }) => ({ building: String(stall).split('-')[0], number: String(stall).split('-')[1] }),
]);

describe('a form', () => {
  it('reads every version as the present one, and what says none as the first', () => {
    const now = { building: 'A', number: '18' };
    expect(stalls.version).toBe(3);
    expect(readForm(stalls, { place: 'A-18' })).toEqual(now);
    expect(readForm(stalls, { place: 'A-18' }, 1)).toEqual(now);
    expect(readForm(stalls, { stall: 'A-18' }, 2)).toEqual(now);
    expect(readForm(stalls, now, 3)).toEqual(now);
  });

  it('refuses what a later release has written, and what is not of its form', () => {
    expect(() => readForm(stalls, { building: 'A', number: '18' }, 4)).toThrow(WrittenByLaterRelease);
    expect(() => readForm(stalls, { building: 'A' }, 3)).toThrow(z.ZodError);
  });
});
