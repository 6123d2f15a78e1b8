import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { GoodsForm, NewGoodsForm } from '../domain/goods.ts';
import { FILERS, GoodsJson, GoodsList, GoodsVersions, OfMerchant, Reason } from './answers.ts';

/** Goods 商品备案. */
export const goodsApi = contract({
  fileGoods: {
    method: 'POST',
    path: '/v1/goods',
    summary: 'File goods against a merchant; an agent does so under an agreement in force 商品备案',
    roles: FILERS,
    body: NewGoodsForm,
    success: { status: 201, schema: GoodsJson },
    problems: [],
    idempotent: true,
    dryRun: true,
  },
  getGoods: {
    method: 'GET',
    path: '/v1/goods/{id}',
    summary: 'Filed goods; they are in force as long as their merchant is 商品详情',
    roles: READING_ROLES,
    success: { status: 200, schema: GoodsJson },
    problems: [],
  },
  listGoods: {
    method: 'GET',
    path: '/v1/goods',
    summary: 'Filed goods, of one merchant or all; to an agent also those of a merchant that has entrusted it 商品查询',
    roles: READING_ROLES,
    query: OfMerchant,
    success: { status: 200, schema: GoodsList },
    problems: [],
  },
  amendGoods: {
    method: 'PUT',
    path: '/v1/goods/{id}',
    summary: 'Amend filed goods; judged anew by the rules of the day 商品变更',
    roles: FILERS,
    body: GoodsForm,
    success: { status: 200, schema: GoodsJson },
    problems: ['WRONG_STATE'],
    ifMatch: true,
    dryRun: true,
  },
  cancelGoods: {
    method: 'POST',
    path: '/v1/goods/{id}/cancellation',
    summary: 'Cancel filed goods 商品注销',
    roles: FILERS,
    body: Reason,
    success: { status: 200, schema: GoodsJson },
    problems: ['WRONG_STATE'],
  },
  listGoodsVersions: {
    method: 'GET',
    path: '/v1/goods/{id}/versions',
    summary: 'Every version of filed goods, with who made it, when and why 历次版本',
    roles: READING_ROLES,
    success: { status: 200, schema: GoodsVersions },
    problems: [],
  },
});
