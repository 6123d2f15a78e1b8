import type { z } from 'zod';
import { maySee } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { blocks } from '../../shared/kernel/finding.ts';
import { identifier, parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { AgreementAnswer } from '../answers.ts';
import type { filingApi } from '../contract.ts';
import { type Agreement, agreementFindings, agreementStatusOn } from '../domain/agreement.ts';
import { dayOf } from '../domain/calendar.ts';
import { agreementWrites } from '../store/register.ts';
import { filingStore } from '../store.ts';

/** Series of numbers for agreements that bear none of their own: 委托. */
const PREFIX = 'WT';

export function agreementOperations(
  runtime: Runtime,
): Pick<Operations<typeof filingApi>, 'registerAgreement' | 'getAgreement'> {
  const store = filingStore(runtime.table);

  return {
    registerAgreement: async ({ caller, body, at }) => {
      const { districtId } = caller;
      const today = dayOf(at);
      const parties = await store.parties(districtId, [body.merchantId, body.tradeOperatorId], today);
      const merchant = parties.get(body.merchantId);
      const tradeOperator = parties.get(body.tradeOperatorId);
      const findings = agreementFindings(body, { today, merchant, tradeOperator });
      if (blocks(findings)) throw ruleViolation(findings);
      const agreementNumber = body.agreementNumber ?? (await store.takeNumber(districtId, PREFIX, today));
      const id = identifier('agreement', districtId, runtime.newUlid());
      const agreement: Agreement = { ...body, id, districtId, agreementNumber, status: 'IN_FORCE' };
      return {
        body: agreementJson(agreement, today),
        headers: { Location: `/v1/agency-agreements/${id}`, ...etag(1) },
        writes: agreementWrites(undefined, agreement, { actor: caller, at, action: 'REGISTER' }),
      };
    },

    getAgreement: async ({ caller, params, at }) => {
      const id = params['id'] ?? '';
      const stored = parseIdentifier('agreement', id) && (await store.agreement(id));
      if (!stored) throw notFound();
      const { districtId, merchantId, tradeOperatorId } = stored.data;
      if (!maySee(caller, { districtId, parties: [merchantId, tradeOperatorId] })) throw notFound();
      return { body: agreementJson(stored.data, dayOf(at)), headers: etag(stored.version) };
    },
  };
}

const agreementJson = (agreement: Agreement, today: string): z.input<typeof AgreementAnswer> => ({
  ...agreement,
  status: agreementStatusOn(agreement, today),
});
