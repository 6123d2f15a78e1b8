import { counterKey, takeNumber } from '../../shared/numbers/numbers.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, update, type Write } from '../../shared/table/write.ts';

/** The next number of the series that no record has brought from elsewhere either. */
export async function takeFreeNumber(table: Table, districtId: string, prefix: string, today: string): Promise<string> {
  for (;;) {
    const number = await takeNumber(table, districtId, prefix, today);
    if (!(await table.get(broughtKey(districtId, number)))) return number;
  }
}

/** Whether a number that a record brings with it was given to none: neither by the series nor to another that brought it. */
export async function isNumberFree(table: Table, districtId: string, number: string): Promise<boolean> {
  const { series, serial } = partsOf(number);
  const [counter, brought] = await table.getMany([counterKey(districtId, series), broughtKey(districtId, number)]);
  return brought === undefined && Number(counter?.['last'] ?? 0) < serial;
}

/**
 * What makes a free number the record's own, in its transaction: the series passes it over from then on. Where the series
 * has come to it meanwhile, or another has brought it, the transaction fails.
 */
export function bringNumber(districtId: string, number: string): Write[] {
  const { series, serial } = partsOf(number);
  const isAhead = { expression: 'attribute_not_exists(#last) OR #last < :serial', values: { ':serial': serial } };
  return [
    create({ ...broughtKey(districtId, number) }, taken),
    update(counterKey(districtId, series), 'SET brought = :serial', isAhead, taken, { '#last': 'last' }),
  ];
}

const SERIAL = 6;

const taken = (): Error => new ConcurrencyConflict('the number was given to another meanwhile');

const partsOf = (number: string) => ({
  series: number.slice(0, -SERIAL),
  serial: Number(number.slice(-SERIAL)),
});

const broughtKey = (districtId: string, number: string): Key => ({
  pk: districtKey(districtId, 'BROUGHT_NUMBER', number),
  sk: CURRENT,
});
