import { z } from 'zod';
import { ROLES } from '../shared/auth/caller.ts';
import { contract } from '../shared/http/contract.ts';
import { ListQuery } from '../shared/http/schemas.ts';
import { id } from '../shared/kernel/fields.ts';
import { AgreementAnswer, AgreementList, FILERS, GoodsAnswer, GoodsList, GoodsVersions } from './answers.ts';
import { AgreementForm } from './domain/agreement.ts';
import { plainText } from './domain/fields.ts';
import { GoodsForm } from './domain/goods.ts';

const Reason = z.strictObject({ reason: plainText('理由', 500) });

const OfMerchant = ListQuery.extend({ merchantId: id('所属经营户', 'entity').optional() });

/** Goods 商品备案 and agency agreements 委托代理出口协议. */
export const goodsApi = contract({
  fileGoods: {
    method: 'POST',
    path: '/v1/goods',
    summary: 'File goods against a merchant; an agent does so under an agreement in force 商品备案',
    roles: FILERS,
    body: GoodsForm,
    success: { status: 201, schema: GoodsAnswer },
    problems: [],
    idempotent: true,
  },
  getGoods: {
    method: 'GET',
    path: '/v1/goods/{id}',
    summary: 'Filed goods; they are in force as long as their merchant is 商品详情',
    roles: ROLES,
    success: { status: 200, schema: GoodsAnswer },
    problems: [],
  },
  listGoods: {
    method: 'GET',
    path: '/v1/goods',
    summary: 'Filed goods, of one merchant or all 商品查询',
    roles: ROLES,
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
    success: { status: 200, schema: GoodsAnswer },
    problems: ['WRONG_STATE'],
    ifMatch: true,
  },
  cancelGoods: {
    method: 'POST',
    path: '/v1/goods/{id}/cancellation',
    summary: 'Cancel filed goods 商品注销',
    roles: FILERS,
    body: Reason,
    success: { status: 200, schema: GoodsAnswer },
    problems: ['WRONG_STATE'],
  },
  listGoodsVersions: {
    method: 'GET',
    path: '/v1/goods/{id}/versions',
    summary: 'Every version of filed goods, with who made it, when and why 历次版本',
    roles: ROLES,
    success: { status: 200, schema: GoodsVersions },
    problems: [],
  },
  registerAgreement: {
    method: 'POST',
    path: '/v1/agency-agreements',
    summary:
      'Register a signed agreement between merchant and trade operator (clerk), or propose one to the other party 委托代理出口协议',
    roles: FILERS,
    body: AgreementForm,
    success: { status: 201, schema: AgreementAnswer },
    problems: [],
    idempotent: true,
  },
  getAgreement: {
    method: 'GET',
    path: '/v1/agency-agreements/{id}',
    summary: 'An agency agreement 协议详情',
    roles: ROLES,
    success: { status: 200, schema: AgreementAnswer },
    problems: [],
  },
  listAgreements: {
    method: 'GET',
    path: '/v1/agency-agreements',
    summary: 'Agency agreements, of one merchant or all 协议查询',
    roles: ROLES,
    query: OfMerchant,
    success: { status: 200, schema: AgreementList },
    problems: [],
  },
  acceptAgreement: {
    method: 'POST',
    path: '/v1/agency-agreements/{id}/acceptance',
    summary: 'Accept an agreement that the other party proposed 接受协议',
    roles: ['merchant', 'agent'],
    success: { status: 200, schema: AgreementAnswer },
    problems: ['WRONG_STATE', 'RULE_VIOLATION'],
  },
  revokeAgreement: {
    method: 'POST',
    path: '/v1/agency-agreements/{id}/revocation',
    summary: 'Revoke an agreement, or turn down a proposal 撤销协议',
    roles: FILERS,
    body: Reason,
    success: { status: 200, schema: AgreementAnswer },
    problems: ['WRONG_STATE'],
  },
});
