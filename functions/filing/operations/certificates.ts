import { ENTITY_STATUS_NAMES } from '../../events/names.ts';
import { preferred } from '../../shared/http/accept.ts';
import type { Answer, Operations } from '../../shared/http/api.ts';
import { PAGE_HEADERS } from '../../shared/http/html.ts';
import { Problem } from '../../shared/http/problem.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { says } from '../../shared/kernel/finding.ts';
import { parseIdentifier, TRIAL } from '../../shared/kernel/identifier.ts';
import { nameOf } from '../../shared/reference/names.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { kmsSigner, type Signer } from '../../shared/signing/signer.ts';
import type { certificatesApi } from '../contract/certificates.ts';
import { certificateLines, claimsOf } from '../domain/certificate.ts';
import { type Entity, statusOn } from '../domain/entity.ts';
import { readableEntity, shownCode } from '../operations/entities.ts';
import { certificatePage, checkPage, unknownPage } from '../print/certificate.ts';
import { claimsIn, publicKeys, signedClaims } from '../services/signature.ts';
import { filingStore } from '../store/index.ts';

export function certificateOperations(
  runtime: Runtime,
  signer: Signer = kmsSigner(),
): Operations<typeof certificatesApi> {
  const store = filingStore(runtime.table);

  return {
    getCertificate: async ({ caller, params, accept, baseUrl, at }) => {
      const form = formOf(accept);
      const { data } = await readableEntity(store, caller, params['id']);
      if (data.districtId === TRIAL)
        throw new Problem('WRONG_STATE', says('试运行的备案没有证书', '请到区县服务中心备案'));
      const issuedOn = dayInChina(at);
      const facts = await factsOf(data, issuedOn);
      if (facts.status !== 'ACTIVE') throw notInForce(data, facts.status);
      const signature = await signedClaims(signer, claimsOf(data, issuedOn));
      const checkUrl = `${baseUrl}/certificates/${signature}`;
      if (form === JSON_TYPE) return { body: { ...facts, issuedOn, signature, checkUrl } };
      const { districtId } = data;
      const lists = await runtime.reference.at(at);
      const code = await shownCode(store, caller, data);
      return page(
        certificatePage({
          lines: [...certificateLines(data, lists), ...(code === undefined ? [] : [['采购商代码', code] as const])],
          district: nameOf(lists.tenants, districtId),
          grade: facts.grade,
          issuedOn,
          checkUrl,
        }),
      );
    },

    checkCertificate: async ({ params, accept, at }) => {
      const form = formOf(accept);
      const claims = await claimsIn(signer, params['signature'] ?? '');
      const entity =
        claims && parseIdentifier('entity', claims.entityId) && (await store.entity(claims.entityId))?.data;
      if (!claims || entity?.filingNumber !== claims.filingNumber) {
        if (form === JSON_TYPE) throw new Problem('NOT_FOUND', says('这不是本平台签发的备案证书', '请当心伪造'));
        return { ...page(unknownPage()), status: 404 };
      }
      const { issuedOn, unifiedSocialCreditCode } = claims;
      const check = { ...(await factsOf(entity, dayInChina(at))), unifiedSocialCreditCode, issuedOn, checkedAt: at };
      return form === JSON_TYPE ? { body: check } : page(checkPage(check));
    },

    certificateKeys: async () => ({ body: await publicKeys(signer) }),
  };

  async function factsOf(entity: Entity, today: string) {
    const grade = await store.grade(entity.id);
    return {
      filingNumber: entity.filingNumber,
      kind: entity.submission.kind,
      status: statusOn(entity, today),
      validUntil: entity.validUntil,
      ...(grade ? { grade: grade.grade } : {}),
    };
  }
}

const JSON_TYPE = 'application/json';

/** @throws Problem NOT_ACCEPTABLE */
function formOf(accept: string): 'text/html' | typeof JSON_TYPE {
  const form = preferred(accept, ['text/html', JSON_TYPE]);
  if (form) return form;
  throw new Problem('NOT_ACCEPTABLE', `备案证书有 text/html 和 application/json 两种格式，没有“${accept}”`);
}

const page = (body: string): Answer<string> => ({
  body,
  contentType: 'text/html; charset=utf-8',
  headers: { ...PAGE_HEADERS },
});

function notInForce({ filingNumber, statusReason }: Entity, status: Entity['status']): Problem {
  const why = statusReason === undefined ? '' : `（${statusReason}）`;
  return new Problem('WRONG_STATE', `备案 ${filingNumber} ${ENTITY_STATUS_NAMES[status]}${why}，不能出具证书`);
}
