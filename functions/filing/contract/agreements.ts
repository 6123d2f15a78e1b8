import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { AgreementForm } from '../domain/agreement.ts';
import { AgreementJson, AgreementList, FILERS, OfMerchant, Reason } from './answers.ts';

/** Agency agreements 委托代理出口协议. */
export const agreementsApi = contract({
  registerAgreement: {
    method: 'POST',
    path: '/v1/agency-agreements',
    summary:
      'Register a signed agreement between merchant and trade operator (clerk), or propose one to the other party 委托代理出口协议',
    roles: FILERS,
    body: AgreementForm,
    success: { status: 201, schema: AgreementJson },
    problems: [],
    idempotent: true,
    dryRun: true,
  },
  getAgreement: {
    method: 'GET',
    path: '/v1/agency-agreements/{id}',
    summary: 'An agency agreement 协议详情',
    roles: READING_ROLES,
    success: { status: 200, schema: AgreementJson },
    problems: [],
  },
  listAgreements: {
    method: 'GET',
    path: '/v1/agency-agreements',
    summary: 'Agency agreements, of one merchant or all 协议查询',
    roles: READING_ROLES,
    query: OfMerchant,
    success: { status: 200, schema: AgreementList },
    problems: [],
  },
  acceptAgreement: {
    method: 'POST',
    path: '/v1/agency-agreements/{id}/acceptance',
    summary: 'Accept an agreement that the other party proposed 接受协议',
    roles: ['merchant', 'agent'],
    success: { status: 200, schema: AgreementJson },
    problems: ['WRONG_STATE', 'RULE_VIOLATION'],
  },
  revokeAgreement: {
    method: 'POST',
    path: '/v1/agency-agreements/{id}/revocation',
    summary: 'Revoke an agreement, or turn down a proposal 撤销协议',
    roles: FILERS,
    body: Reason,
    success: { status: 200, schema: AgreementJson },
    problems: ['WRONG_STATE'],
  },
});
