import type { AnswerTo } from '../api/contracts.ts';

export type TraceTold = AnswerTo<'GET /v1/traces/{start}'>;
export type Node = TraceTold['nodes'][number];
export type Kind = Node['kind'];

/** The stations of goods from the stall to the declaration, in their order. */
export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  STALL: '摊位',
  ENTITY: '主体',
  GOODS: '商品',
  VOUCHER: '原始凭证',
  TRADE: '交易登记',
  LINE: '商品明细',
  CONSOLIDATION: '组货单',
  CONTAINER: '集装箱',
  DECLARATION: '申报单',
  DECLARATION_LINE: '申报商品项',
};
