import { standingLog } from '../../../functions/credit/store/standings.ts';
import type { AuditedLog } from '../../../functions/shared/table/audit.ts';
import { scanLog } from '../../../functions/shipment/store/log.ts';

/** Every kind of record that is a log; a new one is registered here. All others have one current record. */
export const LOGS: readonly AuditedLog[] = [standingLog, scanLog];
