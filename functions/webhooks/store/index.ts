import type { Table } from '../../shared/table/table.ts';
import { deliveries } from './deliveries.ts';
import { webhooks } from './webhooks.ts';

export const webhookStore = (table: Table) => ({ ...webhooks(table), ...deliveries(table) });
