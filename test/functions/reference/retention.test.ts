import { expect, it } from 'vitest';
import { build } from '../../../functions/reference/api.ts';
import { referenceApi } from '../../../functions/reference/contract/index.ts';
import { clearedAt, keptDays } from '../../../functions/shared/reference/retention.ts';
import { call, merchant } from '../../kit/call.ts';
import { idOf } from '../../kit/ids.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');

it('tells everybody how long each kind of record is kept, and what the law wants kept by which law', async () => {
  const options = { caller: merchant(idOf('entity', 1)), params: { list: 'retention' } };
  const { body } = await call(build(registry.runtime), referenceApi, 'readReference', options);
  const trade = body.items.find(({ record }: { record: string }) => record === 'TRADE');
  expect(trade).toMatchObject({
    days: 3 * 365,
    erasable: false,
    legalBasis: expect.stringContaining('电子商务法第三十一条'),
  });
  for (const { record, erasable, legalBasis, designed } of body.items) {
    expect([record, erasable || legalBasis !== undefined]).toEqual([record, true]);
    expect([record, legalBasis !== undefined || designed !== undefined]).toEqual([record, true]);
  }
});

it('is what clears away: days from an instant, in the seconds of the table', () => {
  expect(clearedAt('NOTICE', '2026-03-17T00:00:00.000Z') * 1000).toBe(
    Date.parse('2026-03-17T00:00:00.000Z') + keptDays('NOTICE') * 24 * 3600 * 1000,
  );
});

it('names no term for what it does not know: a misspelt kind stops the program, and keeps nothing for ever', () => {
  expect(() => keptDays('TRADES')).toThrow('has no term');
});
