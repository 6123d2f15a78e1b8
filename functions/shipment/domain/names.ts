/** What a fact says was done, with its Chinese name. Explicit kinds, never toggles: a repeat undoes nothing. */
export const FACT_KIND_NAMES = {
  RECEIVE: '入仓',
  LOAD: '装箱',
  TAKE_OUT: '出箱',
  GIVE_BACK: '退回货主',
  DAMAGED: '破损',
  VOID: '作废',
  CLAIM: '认领唛头',
} as const;

/** How far the goods of a line have come. */
export const LOT_STATE_NAMES = {
  EXPECTED: '待收货',
  PART: '部分收货',
  RECEIVED: '已收齐',
  LOADED: '已装箱',
} as const;

/** What became of a fact that was sent. */
export const TAKEN_NAMES = { NEW: '已计入', REPEATED: '重复，已计入过', PARKED: '已留存，暂不计数' } as const;

/** Who may send facts: the kinds of agent that have goods in their hands. */
export const HANDLER_KIND_NAMES = { warehouse: '仓储企业', carrier: '运输企业', consolidator: '组货人' } as const;
