import { z } from 'zod';
import { ROLES } from '../shared/auth/caller.ts';
import { contract } from '../shared/http/contract.ts';
import { accepted, ListQuery } from '../shared/http/schemas.ts';
import { id, text } from '../shared/kernel/fields.ts';
import {
  AgreementAnswer,
  EntityAnswer,
  EntityList,
  FilingAnswer,
  FilingList,
  GoodsAnswer,
  GoodsList,
} from './answers.ts';
import { AgreementForm } from './domain/agreement.ts';
import { FILING_STATUSES } from './domain/filing.ts';
import { GoodsForm } from './domain/goods.ts';
import { KINDS } from './domain/reference.ts';
import { Submission } from './domain/submission.ts';

const FilingAccepted = accepted(z.enum(FILING_STATUSES));

const kind = z.enum(KINDS).optional().meta({ title: '备案种类' });

/** A form of the filing's own kind; it is judged by that kind's schema, as in `POST /v1/filings`. */
const Revision = z.strictObject({ entity: z.looseObject({}).meta({ title: '备案内容' }) });

const DecisionBody = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('APPROVE').meta({ title: '审核决定' }),
    reasons: z.array(text('理由', 500)).max(50).default([]).meta({ title: '理由' }),
  }),
  z.strictObject({
    decision: z.enum(['RETURN', 'REJECT']).meta({ title: '审核决定' }),
    reasons: z.array(text('理由', 500)).min(1).max(50).meta({ title: '理由' }),
  }),
]);

const FILERS = ['clerk', 'merchant', 'agent'] as const;

export const filingApi = contract({
  fileEntity: {
    method: 'POST',
    path: '/v1/filings',
    summary: 'File an entity of one of ten kinds 主体备案',
    roles: FILERS,
    body: Submission,
    success: { status: 202, schema: FilingAccepted },
    problems: ['DUPLICATE'],
    idempotent: true,
  },
  getFiling: {
    method: 'GET',
    path: '/v1/filings/{id}',
    summary: 'A filing with its findings, revisions and decisions 备案详情',
    roles: ROLES,
    success: { status: 200, schema: FilingAnswer },
    problems: [],
  },
  listFilings: {
    method: 'GET',
    path: '/v1/filings',
    summary: 'Filings by time of change, oldest first; with status=PENDING_REVIEW the reviewers’ queue 待审列表',
    roles: ROLES,
    query: ListQuery.extend({ status: z.enum(FILING_STATUSES).optional().meta({ title: '备案状态' }), kind }),
    success: { status: 200, schema: FilingList },
    problems: [],
  },
  decideFiling: {
    method: 'POST',
    path: '/v1/filings/{id}/decision',
    summary: 'Approve, return or reject; a return lists everything to be supplied at once 审核',
    roles: ['reviewer'],
    body: DecisionBody,
    success: { status: 202, schema: FilingAccepted },
    problems: ['WRONG_STATE'],
  },
  reviseFiling: {
    method: 'PUT',
    path: '/v1/filings/{id}',
    summary: 'Answer a return with a new revision 补正',
    roles: FILERS,
    body: Revision,
    success: { status: 202, schema: FilingAccepted },
    problems: ['WRONG_STATE', 'DUPLICATE'],
    ifMatch: true,
  },
  withdrawFiling: {
    method: 'POST',
    path: '/v1/filings/{id}/withdrawal',
    summary: 'Withdraw a filing that is not yet decided, or was returned 撤回',
    roles: FILERS,
    success: { status: 202, schema: FilingAccepted },
    problems: ['WRONG_STATE'],
  },
  getEntity: {
    method: 'GET',
    path: '/v1/entities/{id}',
    summary: 'A filed entity 已备案主体',
    roles: ROLES,
    success: { status: 200, schema: EntityAnswer },
    problems: [],
  },
  listEntities: {
    method: 'GET',
    path: '/v1/entities',
    summary: 'Filed entities; q matches names, filing number and identifier 主体查询',
    roles: ROLES,
    query: ListQuery.extend({ kind, q: text('查询词').optional() }),
    success: { status: 200, schema: EntityList },
    problems: [],
  },
  fileGoods: {
    method: 'POST',
    path: '/v1/goods',
    summary: 'File goods against a merchant 商品备案',
    roles: FILERS,
    body: GoodsForm,
    success: { status: 201, schema: GoodsAnswer },
    problems: [],
    idempotent: true,
  },
  getGoods: {
    method: 'GET',
    path: '/v1/goods/{id}',
    summary: 'Filed goods 商品详情',
    roles: ROLES,
    success: { status: 200, schema: GoodsAnswer },
    problems: [],
  },
  listGoods: {
    method: 'GET',
    path: '/v1/goods',
    summary: 'Filed goods, of one merchant or all 商品查询',
    roles: ROLES,
    query: ListQuery.extend({ merchantId: id('所属经营户', 'entity').optional() }),
    success: { status: 200, schema: GoodsList },
    problems: [],
  },
  registerAgreement: {
    method: 'POST',
    path: '/v1/agency-agreements',
    summary: 'Register a signed agreement between merchant and trade operator 委托代理出口协议登记',
    roles: ['clerk'],
    body: AgreementForm,
    success: { status: 201, schema: AgreementAnswer },
    problems: [],
    idempotent: true,
  },
  getAgreement: {
    method: 'GET',
    path: '/v1/agency-agreements/{id}',
    summary: 'A registered agreement 协议详情',
    roles: ROLES,
    success: { status: 200, schema: AgreementAnswer },
    problems: [],
  },
});
