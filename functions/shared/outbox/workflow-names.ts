import type { Workflow } from './workflows.ts';

/** What each workflow is called where people read of it. */
export const WORKFLOW_NAMES: Readonly<Record<Workflow, string>> = {
  filing: '备案审核',
  'filing-batch': '批量备案',
  'trade-import': '联网清单导入',
  consolidation: '组货排载',
  'credit-scoring': '信用计分',
  'credit-appeal': '信用异议与修复',
  'webhook-delivery': '推送',
};
