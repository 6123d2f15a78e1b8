import type { Workflow } from './workflows.ts';

/** What each workflow is called where people read of it. */
export const WORKFLOW_NAMES: Readonly<Record<Workflow, string>> = {
  filing: '备案审核',
  'filing-batch': '批量备案',
  'trade-import': '联网清单登记',
  consolidation: '组货拼箱',
  'credit-scoring': '信用评分',
  'credit-appeal': '异议与信用修复',
  'webhook-delivery': '推送',
  'notice-delivery': '通知送达',
};
