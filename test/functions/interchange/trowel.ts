import type { KnownGoods } from '../../../functions/interchange/domain/known.ts';

/** The columns of the 联网清单, and a filed good that its rows may name. */

export const TITLES =
  '商户,*商品名称,商品HS编码,货号/唛头,规格型号,生产厂商,品牌,*交易数量,*单位,*包装数量,*包装单位,*币种,*货值,*重量(KGS)'.split(
    ',',
  );

export const TROWEL: KnownGoods = {
  goodsId: 'goods-500111-01JDXKQ8Z3W5T7V9Y100000001',
  goodsNumber: 'SP1',
  merchantId: 'entity-500111-01JDXKQ8Z3W5T7V9Y100000001',
  districtId: '500111',
  version: 1,
  status: 'ACTIVE',
  nameZh: '抹泥刀',
  hsCode: '8205590000',
  specification: '碳钢|木柄|280mm',
  dealUnit: '016',
  legalUnit: '035',
};
