/** Chinese of the enumerations of interchange. */

export const IMPORT_KIND_NAMES = { 'trade-lines': '联网清单' } as const;

export const IMPORT_STATUS_NAMES = {
  PREVIEWED: '已预览',
  COMMITTING: '登记中',
  FAILED: '中断',
  COMMITTED: '已登记',
} as const;

export const QUERY_RESULT_NAMES = { '0': '未成功', '1': '成功' } as const;

/** What a client asks after, by the names of the messages and by the platform's numbers. */
export const QUERY_TYPE_NAMES = {
  COMP: '企业备案',
  GOODS: '商品备案',
  BUYER: '采购商备案',
  MAF: '生产商备案',
  TRAD: '交易登记',
  TRAD_DETAIL: '交易明细',
  COMB: '组货',
  COMB_DETAIL: '组货明细',
  PACK: '装箱',
  PACK_DETAIL: '装箱明细',
  CONT: '合同',
  RECEIPT: '报文回执',
  CUSTOM: '报关',
  DECL: '报检',
  GOODSCERT: '代理出口货物证明',
  FREE: '免税申报',
  '2': '交易登记',
  '3': '交易明细',
  '4': '组货',
  '5': '组货明细',
  '6': '装箱',
  '7': '装箱明细',
  '8': '报关',
  '9': '报检',
  '10': '合同',
  '12': '代理出口货物证明',
  '13': '代理出口货物证明',
  '14': '免税申报',
  '15': '免税申报',
} as const;

/** Types of the dialect's messages 报文类型. */
export const MESSAGE_TYPE_NAMES = {
  COMP: '企业备案',
  BUYER: '采购商备案',
  MAF: '生产商备案',
  GOODS: '商品备案',
  CLIENTAGE: '委托协议',
  TRAD: '交易登记',
  CONT: '合同',
  COMB: '组货',
  PACK: '装箱',
  GOODSINFO: '商品信息',
  PURCHASER: '采购商信息',
  MANUFACTUR: '生产商信息',
} as const;

export const RECEIPT_RESULT_NAMES = { TAKEN: '已接收', REFUSED: '未接收' } as const;
