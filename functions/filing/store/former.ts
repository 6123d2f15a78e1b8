import { z } from 'zod';
import { comparableNumber } from '../../shared/kernel/comparison.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, type Write } from '../../shared/table/write.ts';
import type { SheetKind } from '../domain/sheet-kind-names.ts';

/** The numbers under which records were filed before they were taken over: each names one record of its kind. */

const FORMER = form('former-number', z.object({ id: z.string() }));

const keyOf = (districtId: DistrictId, kind: SheetKind, number: string): Key => ({
  pk: districtKey(districtId, 'FORMER_NUMBER', kind, comparableNumber(number)),
  sk: CURRENT,
});

const taken = (): Error => new ConcurrencyConflict('the former number was taken over meanwhile');

/** The write by which a former number is a record's, in its transaction. */
export const formerWrite = (districtId: DistrictId, kind: SheetKind, number: string, id: string): Write =>
  create({ ...keyOf(districtId, kind, number), form: FORMER.version, id }, taken);

export const formerNumbers = (table: Table) => ({
  /** The record of a kind that bore a number, however that was typed: an entity, goods, an agreement. */
  async formerHolder(districtId: DistrictId, kind: SheetKind, number: string): Promise<string | undefined> {
    if (comparableNumber(number) === '') return undefined;
    const item = await table.get(keyOf(districtId, kind, number));
    return item && readForm(FORMER, item, item['form']).id;
  },
});
