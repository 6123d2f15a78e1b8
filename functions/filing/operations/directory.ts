import type { HomeParty } from '../../events/admission.ts';
import { isAgreementInForce } from '../../events/agreement.ts';
import { isParty } from '../../shared/auth/caller.ts';
import { ownersFor } from '../../shared/auth/scope.ts';
import { numberDigest } from '../../shared/digest.ts';
import type { Answer, Operations } from '../../shared/http/api.ts';
import { Problem } from '../../shared/http/problem.ts';
import type { Request } from '../../shared/http/request.ts';
import { certificateNumberOf } from '../../shared/kernel/certificate-number.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { searchForm } from '../../shared/kernel/comparison.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Listed } from '../../shared/table/list.ts';
import type { CounterpartyJson, directoryApi } from '../contract/directory.ts';
import { isAdmissible } from '../domain/admission.ts';
import { buyerCodeFrom } from '../domain/buyer-code.ts';
import { isOpen, type Reach, reachOf } from '../domain/directory.ts';
import { statusOn } from '../domain/entity.ts';
import { buyerCodeWrite, lookupWrite, tradedName } from '../store/directory.ts';
import { filingStore } from '../store/index.ts';
import type { ListedEntity } from '../store/register.ts';
import { marksOf } from '../store/search.ts';
import { readableEntity } from './entities.ts';

type Api = typeof directoryApi;
type Found = Listed<CounterpartyJson>;

/** Whom a caller may name as counterparty. */
export function directoryOperations(runtime: Runtime): Operations<Api> {
  const store = filingStore(runtime.table);

  const ofDistrict = async (asked: Asked, owners?: readonly string[]): Promise<Found> => {
    const { caller, query, at } = asked;
    const today = dayInChina(at);
    const page = await store.entityPage({
      ...query,
      at,
      districts: [caller.districtId],
      owners,
      mayAskForPhones: !isParty(caller),
      keep: ({ data, brief }, owner) =>
        brief.kind === query.kind &&
        statusOn(data, today) === 'ACTIVE' &&
        // Who filed a buyer and traded with it too finds it by the one name, and not again by the other.
        (owner === undefined || owner === caller.entityId || !data.parties.includes(caller.entityId ?? '')),
    });
    return { ...page, items: page.items.map(counterpartyToJson) };
  };

  /** The parties of other districts that this one has admitted. */
  const admitted = async ({ caller, query, at }: Asked): Promise<Found> => {
    const today = dayInChina(at);
    const page = await store.admissionPage({
      ...query,
      at,
      districts: [caller.districtId],
      status: 'ADMITTED',
      keep: ({ party }) => statusOn(party, today) === 'ACTIVE',
    });
    return { ...page, items: page.items.map(({ data: { party } }) => admittedToJson(party)) };
  };

  /** Those of the district first, then those that it has admitted, as pages of one list. */
  const everyone = async (asked: Asked): Promise<Found> => {
    const { cursor, limit } = asked.query;
    if (cursor?.startsWith(ADMITTED)) {
      const rest = cursor.slice(ADMITTED.length);
      const query = { ...asked.query, cursor: rest === '' ? undefined : rest };
      return marked(await admitted({ ...asked, query }));
    }
    const own = await ofDistrict(asked);
    if (own.nextCursor !== null || !isAdmissible(asked.query.kind)) return own;
    const left = limit - own.items.length;
    if (left === 0) return { ...own, nextCursor: ADMITTED };
    const others = await admitted({ ...asked, query: { ...asked.query, cursor: undefined, limit: left } });
    return marked({ ...others, items: [...own.items, ...others.items] });
  };

  /** The merchants with an agreement in force. Who has several with one merchant finds it once a page. */
  const entrusting = async ({ caller, query: { q, ...query }, at }: Asked): Promise<Found> => {
    const { entityId } = caller;
    const today = dayInChina(at);
    const page = await store.agreementPage({
      ...query,
      at,
      districts: [caller.districtId],
      owners: ownersFor(caller),
      keep: (agreement) => agreement.tradeOperatorId === entityId && isAgreementInForce(agreement, today),
    });
    const ids = [...new Set(page.items.map(({ data }) => data.merchantId))];
    const parties = await store.parties(caller.districtId, ids, today);
    const wanted = q === undefined ? '' : searchForm(q);
    const merchants = [...parties.values()].filter(
      ({ status, name, filingNumber }) =>
        status === 'ACTIVE' && [name, filingNumber].some((one) => searchForm(one).includes(wanted)),
    );
    return {
      nextCursor: page.nextCursor,
      items: merchants.map(({ id, kind, name, filingNumber, validUntil }) => ({
        id,
        kind,
        name,
        filingNumber,
        validUntil,
      })),
    };
  };

  const FINDERS: Readonly<Record<Reach, (asked: Asked) => Promise<Found>>> = {
    DISTRICT: everyone,
    OWN: (asked) => ofDistrict(asked, ownersFor(asked.caller)),
    TRADED: (asked) =>
      ofDistrict(
        asked,
        ownersFor(asked.caller)?.flatMap((entityId) => [entityId, tradedName(entityId)]),
      ),
    ENTRUSTED: entrusting,
  };

  /** The buyer of a whole certificate number, or of the code that it shows. */
  const buyerBy = async ({ caller, query, at }: Asked): Promise<CounterpartyJson[]> => {
    const today = dayInChina(at);
    const { certificateNumber, code } = query;
    if (code !== undefined) {
      const found = await store.buyerOfCode(caller.districtId, code, at);
      return found && statusOn(found.data, today) === 'ACTIVE' ? [counterpartyToJson(found)] : [];
    }
    const marks = marksOf(certificateNumber ?? '');
    const { items } = await store.entityPage({
      kind: 'buyer',
      q: certificateNumber,
      limit: 10,
      at,
      districts: [caller.districtId],
      keep: ({ data, brief }) => marks.includes(brief.identifier) && statusOn(data, today) === 'ACTIVE',
    });
    if (items.length > 0) return items.map(counterpartyToJson);
    const typed = certificateNumber ?? '';
    const digests = new Set([typed, certificateNumberOf(typed)].map(numberDigest));
    const others = await store.admissionPage({
      kind: 'buyer',
      status: 'ADMITTED',
      limit: 10,
      at,
      districts: [caller.districtId],
      keep: ({ party }) => digests.has(party.identifierDigest) && statusOn(party, today) === 'ACTIVE',
    });
    return others.items.map(({ data: { party } }) => admittedToJson(party));
  };

  return {
    findCounterparties: async (asked) => {
      const { caller, query, at } = asked;
      const today = dayInChina(at);
      if (query.certificateNumber === undefined && query.code === undefined) {
        const found = await FINDERS[reachOf(caller.role, query.kind)](asked);
        if (!isOpen(query.kind)) return { body: found };
        const grades = await store.gradesOf(found.items.map(({ id }) => id));
        const items = found.items.map((item) => {
          const grade = grades.get(item.id);
          return grade === undefined ? item : { ...item, grade };
        });
        return { body: { ...found, items } };
      }
      requireOneWay(query);
      const buyers = await buyerBy(asked);
      const { counterpartyTerms } = await runtime.reference.at(at);
      const searcher = caller.entityId ?? caller.sub;
      const most = counterpartyTerms.buyerLookupsADay;
      return {
        body: { items: buyers, nextCursor: null },
        writes: isParty(caller) ? [lookupWrite(caller.districtId, searcher, most, at, today)] : [],
      };
    },

    issueBuyerCode: async ({ caller, params, at }): Promise<Answer<{ code: string; issuedAt: string }>> => {
      const { data } = await readableEntity(store, caller, params['id']);
      if (data.submission.kind !== 'buyer') {
        throw new Problem('WRONG_STATE', says('只有境外采购商有采购商代码', '请核对备案种类'));
      }
      const issued = { code: buyerCodeFrom(runtime.newUlid()), issuedAt: at, issuedBy: caller.sub };
      return {
        body: { code: issued.code, issuedAt: issued.issuedAt },
        writes: [buyerCodeWrite(data.id, issued)],
      };
    },
  };
}

type Asked = Pick<Request<Api['findCounterparties']>, 'caller' | 'query' | 'at'>;

/** What a cursor begins with among the admitted, who come last; others are base64url, which has no point. */
const ADMITTED = 'admitted.';

const marked = (page: Found): Found => ({
  ...page,
  nextCursor: page.nextCursor === null ? null : ADMITTED + page.nextCursor,
});

/** @throws Problem BAD_PARAMETER where a number or code is not all that is asked for */
function requireOneWay({ kind, q, certificateNumber, code }: Asked['query']): void {
  if (kind !== 'buyer') {
    throw new Problem('BAD_PARAMETER', says('证件号和采购商代码只用于查找境外采购商', '请把备案种类改为境外采购商'));
  }
  if ([q, certificateNumber, code].filter((one) => one !== undefined).length > 1) {
    throw new Problem('BAD_PARAMETER', says('查询词、证件号和采购商代码一次只能用一种', '请只留下一种'));
  }
}

const admittedToJson = ({ entityId, kind, name, nameEn, filingNumber, validUntil }: HomeParty): CounterpartyJson => ({
  id: entityId,
  kind,
  name,
  nameEn,
  filingNumber,
  validUntil,
});

const counterpartyToJson = ({ data, brief }: ListedEntity): CounterpartyJson => ({
  id: data.id,
  kind: brief.kind,
  name: brief.name,
  nameEn: brief.nameEn,
  filingNumber: data.filingNumber,
  validUntil: data.validUntil,
});
