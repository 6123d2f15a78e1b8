import { expect, it } from 'vitest';
import { eventCosts } from '../../bench/credit/event.ts';

/** What one fact may cost in the execution that it causes (DynamoDB write units, as the engine counts them). */
const MAX_WRITE_UNITS = 6;

it('scores a fact within six write units, whether it moves nothing, the score or the grade, with ten facts in force', async () => {
  const costs = await eventCosts([
    'DECLARATION_AMENDED',
    'CUSTOMS_FINE_BELOW_10000',
    'COMPLAINT_UPHELD',
    'COMPLIANCE_TRAINING',
    'CHECK_OBSTRUCTED',
    'COMPLAINT_UPHELD',
    'INSPECTION_QUANTITY_MISMATCH',
    'RETURNS_ABOVE_2_PERCENT',
    'AEO_CERTIFIED',
    'FILING_DATA_FALSE',
    'SMUGGLING',
  ]);
  const units = costs.map(({ execution }) => execution.write);
  expect(Math.max(...units)).toBeLessThanOrEqual(MAX_WRITE_UNITS);
  // A fact beyond the cap of its group moves nothing and writes nothing; only a changed grade takes all six.
  expect(units.filter((used) => used === MAX_WRITE_UNITS).length).toBeGreaterThan(0);
  expect(units).toContain(0);
  expect(Math.max(...costs.map(({ request }) => request.write))).toBeLessThanOrEqual(14);
});
