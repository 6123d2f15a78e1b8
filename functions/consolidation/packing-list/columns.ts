import type { PackingListJson } from '../contract.ts';

export type PackingRowJson = PackingListJson['containers'][number]['rows'][number];

/** The columns that every written form of the packing list has, in order. */
export const COLUMNS: readonly (readonly [title: string, value: (row: PackingRowJson) => string | number])[] = [
  ['商户', (row) => row.merchant],
  ['摊位', (row) => row.stall],
  ['商品名称', (row) => row.name],
  ['规格型号', (row) => row.specification],
  ['商品编号', (row) => row.hsCode],
  ['箱数', (row) => row.cartons],
  ['数量', (row) => row.quantity],
  ['单位', (row) => row.unitName],
  ['净重（千克）', (row) => row.netWeightKg],
  ['毛重（千克）', (row) => row.grossWeightKg],
  ['体积（立方米）', (row) => row.volumeM3],
  ['报关单序号', (row) => row.declarationNo],
  ['交易编号', (row) => row.tradeId],
  ['交易行号', (row) => row.lineNo],
];
