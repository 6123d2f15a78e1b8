import type { AnswerTo } from '../api/contracts.ts';

export type TraceTold = AnswerTo<'GET /v1/traces/{start}'>;
export type Node = TraceTold['nodes'][number];
export type Kind = Node['kind'];
