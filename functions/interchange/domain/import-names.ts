import type { IMPORT_STATUSES } from './import.ts';

/** Chinese names of the statuses of an uploaded sheet 联网清单. */
export const IMPORT_STATUS_NAMES: Readonly<Record<(typeof IMPORT_STATUSES)[number], string>> = {
  PREVIEWED: '待登记',
  COMMITTING: '正在登记',
  FAILED: '登记中断',
  COMMITTED: '已登记',
};
