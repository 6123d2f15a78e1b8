import { TRADE_REVIEW_NAMES, TRADE_STATUS_NAMES } from '../../events/names.ts';
import { type Caller, isParty, maySee } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { requireVersion } from '../../shared/http/version.ts';
import { visible } from '../../shared/http/visible.ts';
import { chinaTime, dayInChina, spanOfDay } from '../../shared/kernel/china-time.ts';
import { type Said, says } from '../../shared/kernel/finding.ts';
import { identifier } from '../../shared/kernel/identifier.ts';
import { isTaken, type TradeLedger } from '../../shared/ledger/ledger.ts';
import { prefixOf } from '../../shared/numbers/numbers.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import { offeredTradeToJson } from '../contract/offered-trade-json.ts';
import { tradeSummaryToJson, tradeToJson } from '../contract/trade-json.ts';
import type { tradesApi } from '../contract/trades.ts';
import { versionToJson } from '../contract/version-json.ts';
import { correct } from '../domain/correction.ts';
import { measure } from '../domain/measure.ts';
import { register } from '../domain/register.ts';
import { type TradeRequest, withFiles } from '../domain/request.ts';
import { decide } from '../domain/review.ts';
import { unentrusted } from '../domain/rules/entrusted-export.ts';
import { SERVICE_CENTRE } from '../domain/rules/voucher-documents.ts';
import { knownAs, scopeOf, type Trade } from '../domain/trade.ts';
import { keysOfTrade } from '../domain/voucher-use.ts';
import { readableOrOffered, shownIn } from '../services/offered.ts';
import { voucherFiles } from '../store/files.ts';
import { tradeStore } from '../store/index.ts';

/** A trade from its registration to its withdrawal. */
export function tradeOperations(runtime: Runtime): Operations<typeof tradesApi> {
  const store = tradeStore(runtime.table);
  const files = voucherFiles(runtime.table);

  const readable = visible('trade', store.load, (caller, trade) => maySee(caller, scopeOf(trade)));

  /** The goods must be where their parties can still change them, or have the state in which a consolidation lets them. */
  const requireUnreserved = async (trade: Trade, action: string, allowed?: TradeLedger['state']) => {
    const ledger = await store.ledger(trade.id);
    const { state, consolidationId, consolidationNumber = consolidationId } = ledger;
    const called = knownAs(trade);
    if (state === 'WITHDRAWN') throw new Problem('WRONG_STATE', `交易 ${called} 已经撤回，不能再${action}`);
    if (isTaken(ledger) && state !== allowed) {
      throw new Problem(
        'WRONG_STATE',
        says(
          `交易 ${called} 的货物在组货单 ${consolidationNumber} 中，不能${action}`,
          '请先由组货人释放该组货单，或变更方案撤出这笔交易',
        ),
      );
    }
    return ledger;
  };

  /** A request with the files of its vouchers, and everything that it names. */
  const named = async <R extends TradeRequest>(caller: Caller, body: R, at: string) => {
    const records = await store.filed(caller.districtId, body);
    requireEntrusted(caller, { request: body, filed: records, day: dayInChina(at) });
    const citable = records.documents.filter(({ owner }) => !isParty(caller) || owner !== SERVICE_CENTRE);
    const filed = { ...records, documents: await files.cited(citable) };
    return { request: withFiles(body, filed.documents), filed, lists: await runtime.reference.at(at) };
  };

  return {
    registerTrade: async ({ caller, body, acceptedWarnings, at }) => {
      requireOwnTrade(caller, body);
      const { districtId } = caller;
      const { request, filed, lists } = await named(caller, body, at);
      const history = await store.history(districtId, request, filed, at, lists.thresholds);
      const registration = register(request, filed, history, {
        id: identifier('trade', districtId, runtime.newUlid()),
        districtId,
        at,
        by: caller.sub,
        acceptedWarnings,
        lists,
      });
      if ('refused' in registration) throw ruleViolation(registration.refused);
      // Taken last: what is refused takes none.
      const tradeNumber = await store.takeNumber(districtId, prefixOf('trade', lists), dayInChina(at));
      const trade: Trade = { ...registration.trade, tradeNumber };
      const voucherUses = registration.voucherUses.map((use) =>
        use.tradeId === trade.id ? { ...use, tradeNumber } : use,
      );
      const { after, writes } = store.register(trade, voucherUses, {
        actor: caller,
        at,
        action: 'REGISTER',
      });
      return {
        body: tradeSummaryToJson(after),
        headers: { ...etag(after.version), Location: `/v1/trades/${trade.id}` },
        findings: trade.review?.findings ?? [],
        writes: [...writes, ...(await files.citeWrites(filed.documents, at))],
      };
    },

    readTrade: async ({ caller, params, at }) => {
      const stored = await readableOrOffered(store, dayInChina(at))(caller, params['id']);
      const shown = tradeToJson(stored, await store.names(stored.data.districtId, [stored.data]));
      const isOwn = maySee(caller, scopeOf(stored.data));
      return { body: isOwn ? shown : offeredTradeToJson(shown), headers: etag(stored.version) };
    },

    listTrades: async ({ caller, query: { districtId, review, from, to, ...query }, at }) => {
      const ownOnly = isParty(caller);
      if (ownOnly && caller.entityId === undefined) return { body: { items: [], nextCursor: null } };
      const page = await store.list({
        ...query,
        at,
        districts: districtsOf(caller, districtId, (await runtime.reference.at(at)).tenants),
        party: ownOnly ? caller.entityId : undefined,
        mayBeOffered: caller.role === 'agent',
        inReview: review === 'OPEN',
        ...((from !== undefined || to !== undefined) && {
          registered: { from: from && spanOfDay(from).from, to: to && spanOfDay(to).to },
        }),
      });
      const shown = await shownIn(store, caller, page.items, dayInChina(at));
      return { body: { ...page, items: shown } };
    },

    measureTrade: async ({ caller, params, body, expectedVersion, acceptedWarnings, at }) => {
      const stored = await readable(caller, params['id']);
      requireVersion(stored, expectedVersion, changedMeanwhile(stored));
      const { state } = await requireUnreserved(stored.data, '更改装箱测量', 'AWAITED');
      const measuring = measure(stored.data, body, acceptedWarnings, await runtime.reference.at(at));
      if ('refused' in measuring) throw ruleViolation(measuring.refused);
      const cause = { actor: caller, at, action: 'MEASURE' } as const;
      const { after, writes } =
        state === 'AWAITED'
          ? store.measureAwaited(measuring.trade, stored, cause)
          : store.settle(measuring.trade, stored, cause);
      return { body: tradeSummaryToJson(after), headers: etag(after.version), writes };
    },

    correctTrade: async ({ caller, params, body, expectedVersion, acceptedWarnings, at }) => {
      const stored = await readable(caller, params['id']);
      const { districtId, registeredAt } = stored.data;
      requireVersion(stored, expectedVersion, changedMeanwhile(stored));
      const { offer } = await requireUnreserved(stored.data, '更正');
      const { request, filed, lists } = await named(caller, body, at);
      const keys = keysOfTrade(stored.data);
      const history = await store.history(districtId, request, filed, registeredAt, lists.thresholds, keys);
      const correction = correct(stored.data, request, filed, history, { at, by: caller.sub, acceptedWarnings, lists });
      if ('refused' in correction) throw ruleViolation(correction.refused);
      const { after, writes } = store.correct(correction.trade, correction.voucherUses, stored, {
        actor: caller,
        at,
        action: 'CORRECT',
        reasons: [body.reason],
        offeredTo: standingOffer(offer, at),
      });
      return {
        body: tradeSummaryToJson(after),
        headers: etag(after.version),
        findings: after.data.review?.state === 'OPEN' ? after.data.review.findings : [],
        writes: [...writes, ...(await files.citeWrites(filed.documents, at))],
      };
    },

    listTradeVersions: async ({ caller, params }) => {
      const stored = await readable(caller, params['id']);
      const versions = await store.versions(stored);
      const names = await store.names(
        stored.data.districtId,
        versions.map(({ data }) => data),
      );
      return { body: { items: versions.map((version, index) => versionToJson(version, versions[index - 1], names)) } };
    },

    reviewTrade: async ({ caller, params, body, expectedVersion, at }) => {
      const stored = await readable(caller, params['id']);
      requireVersion(stored, expectedVersion, changedMeanwhile(stored));
      const { review, status, registeredBy, correction } = stored.data;
      if (review?.state !== 'OPEN' || status === 'WITHDRAWN') {
        throw new Problem('WRONG_STATE', `交易 ${knownAs(stored.data)} 没有待决定的复核`);
      }
      if ([registeredBy, ...(correction?.correctors ?? [])].includes(caller.sub))
        throw new Problem('FORBIDDEN', says('复核人不能是登记或更正本笔交易的人', '请由另一位审核员复核'));
      const { decision, reasons } = body;
      const trade = decide(stored.data, body, caller.sub, at);
      const cause = { actor: caller, at, reasons };
      const { after, writes } =
        decision === 'RELEASE'
          ? store.settle(trade, stored, { ...cause, action: 'RELEASE' })
          : await store.withdraw(trade, stored, { ...cause, action: 'REJECT' });
      return { body: tradeSummaryToJson(after), headers: etag(after.version), writes };
    },

    withdrawTrade: async ({ caller, params, body: { reason }, expectedVersion, at }) => {
      const stored = await readable(caller, params['id']);
      requireVersion(stored, expectedVersion, changedMeanwhile(stored));
      const { offer } = await requireUnreserved(stored.data, '撤回');
      const withdrawn: Trade = { ...stored.data, status: 'WITHDRAWN' };
      const cause = {
        actor: caller,
        at,
        action: 'WITHDRAW',
        reasons: reason === undefined ? [] : [reason],
        offeredTo: standingOffer(offer, at),
      } as const;
      const { after, writes } = await store.withdraw(withdrawn, stored, cause);
      return { body: tradeSummaryToJson(after), headers: etag(after.version), writes };
    },
  };
}

/** The consolidator to whom goods stand offered at an instant. */
const standingOffer = (offer: TradeLedger['offer'], at: string): string | undefined =>
  offer && dayInChina(at) <= offer.until ? offer.consolidatorId : undefined;

/** What is told where a trade is no more what was read of it: what it is by now. */
function changedMeanwhile({ data, updatedAt }: Stored<Trade>): Said {
  const reviewed = data.review ? `，复核“${TRADE_REVIEW_NAMES[data.review.state]}”` : '';
  return says(
    `交易 ${knownAs(data)} 在您读取之后已有变化：现为“${TRADE_STATUS_NAMES[data.status]}”状态${reviewed}，变更于 ${chinaTime(updatedAt)}`,
    '请重新读取，核对后再办理',
  );
}

/** The merchant or the trade operator enters its own trade (国家税务总局公告2015年第89号第五条); a clerk enters any of the district. */
function requireOwnTrade(caller: Caller, { merchantId, tradeOperatorId }: TradeRequest): void {
  if (caller.role === 'merchant' && caller.entityId !== merchantId) {
    throw new Problem('FORBIDDEN', says('市场经营户只能登记自己的交易', '“市场经营户”请填写本户'));
  }
  if (caller.role === 'agent' && (caller.entityId === undefined || caller.entityId !== tradeOperatorId)) {
    throw new Problem(
      'FORBIDDEN',
      says('市场采购贸易经营者只能登记委托给自己的交易', '“市场采购贸易经营者”请填写本企业'),
    );
  }
}

/**
 * An agent enters trades of merchants that have entrusted it, in whatever mode they export. Of another's merchant it is told
 * nothing else: the other rules speak of its goods, vouchers and trades.
 */
function requireEntrusted(caller: Caller, entrustment: Parameters<typeof unentrusted>[0]): void {
  const findings = caller.role === 'agent' ? unentrusted(entrustment) : [];
  if (findings.length > 0) throw ruleViolation(findings);
}
