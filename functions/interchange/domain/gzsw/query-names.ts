/** Chinese names of the queries of the dialect that the registry answers; of a name and its number the name. */
export const QUERY_NAMES = {
  RECEIPT: '报文回执（按 MessageId）',
  COMP: '企业备案',
  BUYER: '采购商备案',
  MAF: '生产商备案',
  GOODS: '商品备案',
  CONT: '合同',
  TRAD: '交易登记',
  TRAD_DETAIL: '交易登记明细',
  COMB: '组货',
  COMB_DETAIL: '组货明细',
  PACK: '装箱',
  PACK_DETAIL: '装箱明细',
} as const;
