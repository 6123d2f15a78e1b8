import type { Table } from '../../shared/table/table.ts';
import { deliveries } from './deliveries.ts';
import { notices } from './notices.ts';
import { settings } from './settings.ts';

export const noticeStore = (table: Table) => ({ ...notices(table), ...settings(table), ...deliveries(table) });
