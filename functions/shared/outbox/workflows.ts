/**
 * The workflows that a message can start, by the names of their folders in `workflows/`. They are listed because functions
 * know neither the manifest nor the files of a host, and a misspelt name shall not compile; a test holds the list to both.
 */
export const WORKFLOWS = [
  'filing',
  'filing-batch',
  'trade-import',
  'consolidation',
  'credit-scoring',
  'credit-appeal',
  'webhook-delivery',
  'notice-delivery',
] as const;

export type Workflow = (typeof WORKFLOWS)[number];
