import type { Table } from '../../shared/table/table.ts';
import { accounts } from './accounts.ts';
import { parties } from './parties.ts';

export const accountStore = (table: Table) => ({ ...accounts(table), ...parties(table) });
