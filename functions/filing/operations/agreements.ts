import type { z } from 'zod';
import type { AgreementStatus } from '../../events/agreement.ts';
import { AGREEMENT_STATUS_NAMES } from '../../events/names.ts';
import { type Caller, maySee } from '../../shared/auth/caller.ts';
import { districtsOf, ownersFor } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { visible } from '../../shared/http/visible.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { blocks, says } from '../../shared/kernel/finding.ts';
import { identifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { AgreementJson } from '../contract/answers.ts';
import type { filingApi } from '../contract/index.ts';
import { type Agreement, agreementStatusOn } from '../domain/agreement.ts';
import { agreementJudgement, isOfOthers, newAgreement, OF_OTHERS } from '../services/agreements.ts';
import { filingStore } from '../store/index.ts';
import { agreementWrites } from '../store/register.ts';

type AgreementOperations = Pick<
  Operations<typeof filingApi>,
  'registerAgreement' | 'getAgreement' | 'listAgreements' | 'acceptAgreement' | 'revokeAgreement'
>;

export function agreementOperations(runtime: Runtime): AgreementOperations {
  const store = filingStore(runtime.table);
  const readable = visible('agreement', store.agreement, mayRead);

  return {
    registerAgreement: async ({ caller, body, at }) => {
      const { districtId } = caller;
      const today = dayInChina(at);
      if (isOfOthers(caller, body)) throw new Problem('FORBIDDEN', OF_OTHERS);
      await refuseHindered(districtId, body, at);
      const lists = await runtime.reference.at(at);
      const id = identifier('agreement', districtId, runtime.newUlid());
      const { agreement, writes } = await newAgreement(store, { id, caller, districtId, form: body, at, lists });
      return {
        body: agreementToJson(agreement, today),
        headers: { Location: `/v1/agency-agreements/${agreement.id}`, ...etag(1) },
        writes,
      };
    },

    acceptAgreement: async ({ caller, params, at }) => {
      const stored = await readable(caller, params['id']);
      const { data } = stored;
      const today = dayInChina(at);
      demand(data, ['PROPOSED'], today, '接受');
      if (caller.entityId === data.proposedBy) {
        throw new Problem('FORBIDDEN', says('协议须由对方接受：提出的一方不能自己接受', '请通知对方办理'));
      }
      await refuseHindered(data.districtId, data, at);
      return answered(stored, { ...data, status: 'IN_FORCE', acceptedAt: at }, caller, at, 'ACCEPT');
    },

    revokeAgreement: async ({ caller, params, body, at }) => {
      const stored = await readable(caller, params['id']);
      const { data } = stored;
      demand(data, ['PROPOSED', 'UPCOMING', 'IN_FORCE'], dayInChina(at), '撤销');
      const revocation = { reason: body.reason, by: caller.sub, at };
      return answered(stored, { ...data, status: 'REVOKED', revocation }, caller, at, 'REVOKE', [body.reason]);
    },

    getAgreement: async ({ caller, params, at }) => {
      const stored = await readable(caller, params['id']);
      return { body: agreementToJson(stored.data, dayInChina(at)), headers: etag(stored.version) };
    },

    listAgreements: async ({ caller, query, at }) => {
      const { merchantId } = query;
      const page = await store.agreementPage({
        ...query,
        at,
        districts: districtsOf(caller, query.districtId, (await runtime.reference.at(at)).tenants),
        owners: ownersFor(caller) ?? (merchantId === undefined ? undefined : [merchantId]),
        keep: (agreement) =>
          mayRead(caller, agreement) && (merchantId === undefined || agreement.merchantId === merchantId),
      });
      return { body: { ...page, items: page.items.map(({ data }) => agreementToJson(data, dayInChina(at))) } };
    },
  };

  async function refuseHindered(
    districtId: string,
    form: Parameters<typeof agreementJudgement>[2],
    at: string,
  ): Promise<void> {
    const findings = await agreementJudgement(store, districtId, form, at, await runtime.reference.at(at));
    if (blocks(findings)) throw ruleViolation(findings);
  }

  function answered(
    before: Stored<Agreement>,
    after: Agreement,
    actor: Caller,
    at: string,
    action: string,
    reasons: readonly string[] = [],
  ) {
    return {
      body: agreementToJson(after, dayInChina(at)),
      headers: etag(before.version + 1),
      writes: agreementWrites(before, after, { actor, at, action, reasons }),
    };
  }
}

const mayRead = (caller: Caller, { districtId, merchantId, tradeOperatorId }: Agreement): boolean =>
  maySee(caller, { districtId, parties: [merchantId, tradeOperatorId] });

function demand(agreement: Agreement, wanted: readonly AgreementStatus[], today: string, deed: string): void {
  const status = agreementStatusOn(agreement, today);
  if (wanted.includes(status)) return;
  throw new Problem(
    'WRONG_STATE',
    `协议 ${agreement.agreementNumber} 为“${AGREEMENT_STATUS_NAMES[status]}”状态，不能${deed}`,
  );
}

const agreementToJson = (agreement: Agreement, today: string): z.input<typeof AgreementJson> => ({
  ...agreement,
  status: agreementStatusOn(agreement, today),
});
