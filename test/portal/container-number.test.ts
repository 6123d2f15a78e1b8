import { expect, it } from 'vitest';
import { judgement } from '../../portal/consolidation/container-number.ts';
import { instantOf, shownInstant } from '../../portal/forms/instant.ts';

it('judges a container number as soon as it can be judged', () => {
  expect(judgement('')).toBeUndefined();
  expect(judgement('csq')).toBeUndefined();
  expect(judgement('CSQU3054')).toBeUndefined();
  expect(judgement('csqu 305438-3')).toEqual({ isGood: true, says: 'CSQU3054383 校验码正确' });
  expect(judgement('CSQU3054384')?.says).toBe('校验码应为 3，请对照箱门核对');
  expect(judgement('CSQX')?.isGood).toBe(false);
  expect(judgement('CSQU30543833')?.isGood).toBe(false);
});

it('takes an instant as people write it in Beijing, and leaves what is none', () => {
  for (const typed of [
    '202612311800',
    '2026-12-31 18:00',
    '2026/12/31 18:00',
    '２０２６年12月31日18：00',
    '20261231 1800',
  ])
    expect(instantOf(typed)).toBe('2026-12-31T18:00:00+08:00');
  expect(instantOf('2026-1-2 8:05')).toBe('2026-01-02T08:05:00+08:00');
  expect(instantOf('明天')).toBe('明天');
  expect(shownInstant('2026-12-31T18:00:00+08:00')).toBe('2026-12-31 18:00');
  expect(shownInstant('2026-12')).toBe('2026-12');
});
