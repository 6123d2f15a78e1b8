import type { BATCH_STATUSES } from './batch.ts';

/** Chinese names of the statuses of a batch 批量备案. */
export const BATCH_STATUS_NAMES: Readonly<Record<(typeof BATCH_STATUSES)[number], string>> = {
  PREVIEWED: '待提交',
  RUNNING: '正在提交备案',
  FAILED: '提交中断',
  DONE: '已提交备案',
};
