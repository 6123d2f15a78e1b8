import { z } from 'zod';
import { type Caller, isParty, maySee } from '../../shared/auth/caller.ts';
import { districtsOf, ownersFor } from '../../shared/auth/scope.ts';
import { preferred } from '../../shared/http/accept.ts';
import type { Operations } from '../../shared/http/api.ts';
import { PAGE_HEADERS } from '../../shared/http/html.ts';
import { notFound, Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { requireVersion } from '../../shared/http/version.ts';
import { visible } from '../../shared/http/visible.ts';
import type { CallApi } from '../../shared/invoke/invoke.ts';
import { addWorkingDays } from '../../shared/kernel/calendar.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
import { identifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { PeopleApi } from '../contract/index.ts';
import { copyUntil, requestToJson } from '../contract/request-json.ts';
import { heldUntil } from '../domain/held.ts';
import { ANSWER_WORKING_DAYS, isAnsweredAtOnce, OWN_WAYS, type PersonalRequest } from '../domain/request.ts';
import { copyPage } from '../print/copy.ts';
import { asking } from '../services/asking.ts';
import { copyPart } from '../services/copy.ts';
import { peopleStore, requestWrites } from '../store/index.ts';

/** What of the party the register says, to whoever asks. */
const Party = z.object({ name: z.string(), kind: z.string(), validUntil: z.string() });

const maySeeRequest = (caller: Caller, { districtId, entityId }: PersonalRequest): boolean =>
  maySee(caller, { districtId, parties: [entityId] });

export function requestOperations(runtime: Runtime, callApi: CallApi): Operations<PeopleApi> {
  const store = peopleStore(runtime.table);
  const readable = visible('personalrequest', store.request, maySeeRequest);

  const partyOf = async (caller: Caller, entityId: string) => {
    if (!maySee(caller, { districtId: caller.districtId, parties: [entityId] })) throw notFound();
    const found = await asking(callApi, caller)('FilingApi', '/v1/entities/{id}', { params: { id: entityId } });
    if (!found) throw notFound();
    return Party.parse(found);
  };

  return {
    askPersonalData: async ({ caller, body, at }) => {
      const findings = faultsOf(caller, body);
      if (findings.length > 0) throw ruleViolation(findings);
      const party = await partyOf(caller, body.entityId);
      const today = dayInChina(at);
      const { districtId, sub, role } = caller;
      const isAnswered = isAnsweredAtOnce(body);
      const request: PersonalRequest = {
        ...body,
        id: identifier('personalrequest', districtId, runtime.newUlid()),
        districtId,
        name: party.name,
        isMerchant: party.kind === 'merchant',
        status: isAnswered ? 'ANSWERED' : 'OPEN',
        by: { sub, role },
        askedAt: at,
        ...(!isAnswered && { dueOn: addWorkingDays(today, ANSWER_WORKING_DAYS) }),
      };
      const { retention } = await runtime.reference.at(at);
      const held = body.kind === 'ERASURE' ? heldUntil(retention.values(), party.validUntil, today) : undefined;
      return {
        body: requestToJson({ data: request, version: 1 }, held),
        headers: { Location: `/v1/personal-requests/${request.id}`, ...etag(1) },
        writes: requestWrites(request, undefined, { actor: caller, at, action: 'ASK', reasons: [body.kind] }),
      };
    },

    listPersonalRequests: async ({ caller, query: { districtId, ...query }, at }) => {
      const { tenants } = await runtime.reference.at(at);
      const page = await store.page({
        ...query,
        at,
        districts: districtsOf(caller, districtId, tenants),
        owners: ownersFor(caller),
        keep: (request) => maySeeRequest(caller, request),
      });
      return { body: { ...page, items: page.items.map((one) => requestToJson(one)) } };
    },

    getPersonalRequest: async ({ caller, params }) => {
      const stored = await readable(caller, params['id']);
      return { body: requestToJson(stored), headers: etag(stored.version) };
    },

    readPersonalCopy: async ({ caller, params, query, accept, at }) => {
      const { data } = await readable(caller, params['id']);
      // A copy is for the party, and for the one person who took the request at the counter.
      if (data.kind !== 'COPY' || (!isParty(caller) && caller.sub !== data.by.sub)) throw notFound();
      if (dayInChina(at) > copyUntil(data)) {
        throw new Problem('WRONG_STATE', says(`副本可取至 ${copyUntil(data)}，已经过期`, '请重新提出请求'));
      }
      const part = await copyPart(runtime.table, callApi, data, { caller, ...query, cursor: query.cursor, at });
      if (preferred(accept, ['application/json', 'text/html']) !== 'text/html') return { body: part };
      return { body: copyPage(part), contentType: 'text/html; charset=utf-8', headers: { ...PAGE_HEADERS } };
    },

    answerPersonalRequest: async ({ caller, params, body, expectedVersion, at }) => {
      const stored = await readable(caller, params['id']);
      requireVersion(stored, expectedVersion, says('该请求在您读取之后已有变化', '请重新读取后再答复'));
      if (stored.data.status !== 'OPEN') {
        throw new Problem('WRONG_STATE', says('该请求已经答复', '需要再更正的请重新提出'));
      }
      const { dueOn: _due, ...request } = stored.data;
      const data: PersonalRequest = { ...request, status: 'ANSWERED', answer: { ...body, by: caller.sub, at } };
      const version = stored.version + 1;
      return {
        body: requestToJson({ data, version }),
        headers: etag(version),
        writes: requestWrites(data, stored, { actor: caller, at, action: 'ANSWER', reasons: [body.outcome] }),
      };
    },
  };
}

type Body = Pick<PersonalRequest, 'kind' | 'about' | 'says' | 'reason'>;

/** What a request lacks, or has a better way for. */
function faultsOf(caller: Caller, { kind, about, says: content, reason }: Body): Finding[] {
  const lacks = (pointer: string, what: string) =>
    danger('MISSING_FIELD', pointer, says(`缺少“${what}”`, `请填写${what}`));
  const way = about && OWN_WAYS[about];
  return [
    ...(!isParty(caller) && reason === undefined ? [lacks('/reason', '事由')] : []),
    ...(kind === 'CORRECTION' && about === undefined ? [lacks('/about', '更正对象')] : []),
    ...(kind === 'CORRECTION' && content === undefined && !way ? [lacks('/says', '更正内容')] : []),
    ...(kind === 'CORRECTION' && way
      ? [danger('HAS_OWN_WAY', '/about', says(`该项由“${way.way}”更正`, `请办理${way.way}（${way.path}）`))]
      : []),
  ];
}
