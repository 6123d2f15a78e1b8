/** The kinds of filed entity that are scored (备案主体), as filing names them. */
export const ENTITY_KINDS = [
  'merchant',
  'tradeOperator',
  'buyer',
  'consolidator',
  'customsBroker',
  'freightForwarder',
  'warehouse',
  'carrier',
  'producer',
  'payee',
] as const;

export type EntityKind = (typeof ENTITY_KINDS)[number];

/** Their names in messages. */
export const ENTITY_KIND_NAMES: Readonly<Record<EntityKind, string>> = {
  merchant: '市场经营户',
  tradeOperator: '市场采购贸易经营者',
  buyer: '境外采购商',
  consolidator: '组货人',
  customsBroker: '报关企业',
  freightForwarder: '货代',
  warehouse: '仓储',
  carrier: '运输',
  producer: '生产商',
  payee: '收汇人',
};
