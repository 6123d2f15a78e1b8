import { TRADE_OFFER_STATUS_NAMES } from '../../events/names.ts';
import { type Caller, isParty, maySee } from '../../shared/auth/caller.ts';
import { districtsOf, ownersFor } from '../../shared/auth/scope.ts';
import type { Answer, Operations } from '../../shared/http/api.ts';
import { Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { visible } from '../../shared/http/visible.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { says } from '../../shared/kernel/finding.ts';
import { identifier } from '../../shared/kernel/identifier.ts';
import { isTaken } from '../../shared/ledger/ledger.ts';
import { onceEach } from '../../shared/once.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import { offerToJson } from '../contract/offer-json.ts';
import type { OfferJson, offersApi } from '../contract/offers.ts';
import { ended, lastDayOfOffer, type Offer, offerStatusOn, ownersOf, standing } from '../domain/offer.ts';
import { type OfferableTrade, offerFindings } from '../domain/offer-findings.ts';
import { isAgreed } from '../domain/rules/entrusted-export.ts';
import { scopeOf, type Trade } from '../domain/trade.ts';
import { tradeStore } from '../store/index.ts';
import { offerStore } from '../store/offers.ts';

/** Offers of trades to consolidators, from their making to their end. */
export function offerOperations(runtime: Runtime): Operations<typeof offersApi> {
  const store = offerStore(runtime.table);
  const trades = tradeStore(runtime.table);

  const readable = visible('tradeoffer', store.load, (caller, offer) => maySee(caller, partiesOf(offer)));

  const offerable = async (caller: Caller, tradeIds: readonly string[], day: string): Promise<OfferableTrade[]> => {
    const agreementsWith = onceEach((merchantId) =>
      trades.agreements(caller.districtId, merchantId, caller.entityId ?? ''),
    );
    const [ledgers, loaded] = await Promise.all([
      store.ledgers(tradeIds),
      Promise.all(tradeIds.map((tradeId) => trades.load(tradeId))),
    ]);
    return Promise.all(
      loaded.map(async (stored, index) => {
        const trade = stored?.data;
        const ledger = ledgers[index];
        const isThere = trade !== undefined && maySee(caller, scopeOf(trade));
        const isEntrusted = async (merchantId: string): Promise<boolean> =>
          caller.role !== 'agent' || isAgreed(await agreementsWith(merchantId), day);
        return {
          trade: isThere ? trade : undefined,
          goods: isTaken(ledger) ? 'TAKEN' : ledger?.state === 'WITHDRAWN' ? 'WITHDRAWN' : 'FREE',
          offeredUntil: ledger?.offer?.until,
          isEntrusted: isThere && (await isEntrusted(trade.merchant.id)),
        };
      }),
    );
  };

  return {
    offerTrades: async ({ caller, body, at }) => {
      const { districtId } = caller;
      const day = dayInChina(at);
      const [consolidator, found] = await Promise.all([
        trades.party(districtId, body.consolidatorId),
        offerable(caller, body.tradeIds, day),
      ]);
      const findings = offerFindings(body, found, consolidator, day);
      if (findings.length > 0) throw ruleViolation(findings);
      const { counterpartyTerms } = await runtime.reference.at(at);
      const offer: Offer = {
        id: identifier('tradeoffer', districtId, runtime.newUlid()),
        districtId,
        status: 'OFFERED',
        consolidatorId: body.consolidatorId,
        consolidatorName: consolidator?.name ?? '',
        trades: found.flatMap(({ trade }) => (trade ? [offeredTrade(trade)] : [])),
        ...(body.note === undefined ? {} : { note: body.note }),
        validUntil: lastDayOfOffer(day, counterpartyTerms.offerDays),
        offeredBy: caller.sub,
      };
      const { after, writes } = store.make(offer, { actor: caller, at, action: 'OFFER' }, day);
      const answer = answered(caller, after, at);
      return { ...answer, headers: { ...answer.headers, Location: `/v1/trade-offers/${offer.id}` }, writes };
    },

    readOffer: async ({ caller, params, at }) => answered(caller, await readable(caller, params['id']), at),

    listOffers: async ({ caller, query: { districtId, status, ...query }, at }) => {
      const page = await store.list({
        ...query,
        at,
        districts: districtsOf(caller, districtId, (await runtime.reference.at(at)).tenants),
        state: status,
        owners: ownersFor(caller),
        keep: (offer) => maySee(caller, partiesOf(offer)) && (status === undefined || offer.status === status),
      });
      return { body: { ...page, items: page.items.map((stored) => answered(caller, stored, at).body) } };
    },

    acceptOffer: async ({ caller, params, at }) => {
      const stored = await readable(caller, params['id']);
      requireConsolidator(caller, stored.data);
      requireStatus(stored.data, ['OFFERED'], '接受', at);
      await requireOffered(stored.data);
      const accepted: Offer = { ...stored.data, status: 'ACCEPTED', acceptedAt: at };
      const { after, writes } = store.change(accepted, stored, { actor: caller, at, action: 'ACCEPT' });
      return { ...answered(caller, after, at), writes };
    },

    refuseOffer: async ({ caller, params, body, at }) => {
      const stored = await readable(caller, params['id']);
      requireConsolidator(caller, stored.data);
      return end(caller, stored, standing(stored.data), 'REFUSED', body.reason, at);
    },

    withdrawOffer: async ({ caller, params, body, at }) => {
      const stored = await readable(caller, params['id']);
      const own = standing(stored.data).filter((trade) => isOwn(caller, trade));
      if (own.length === 0 && stored.data.consolidatorId === caller.entityId) {
        throw new Problem('FORBIDDEN', says('提交须由提交的一方撤回', '不接受的，请办理“不接受”并说明理由'));
      }
      return end(caller, stored, own, 'WITHDRAWN', body.reason, at);
    },
  };

  /**
   * Another may have taken the goods meanwhile, by the right of the centre or of the operator: an offer to it alone ends by
   * that.
   */
  async function requireOffered(offer: Offer): Promise<void> {
    const ledgers = await store.ledgers(standing(offer).map(({ tradeId }) => tradeId));
    if (ledgers.some((ledger) => ledger?.offer?.offerId === offer.id)) return;
    throw new Problem('WRONG_STATE', says('这次提交的货物都已由他人组货，没有可以接受的交易', '无须办理'));
  }

  /** Ends some trades of an offer, of which none may be held by it. */
  async function end(
    caller: Caller,
    stored: Stored<Offer>,
    ending: Offer['trades'],
    as: 'REFUSED' | 'WITHDRAWN',
    reason: string,
    at: string,
  ): Promise<Answer<OfferJson>> {
    const { data } = stored;
    const deed = as === 'REFUSED' ? '不接受' : '撤回';
    requireStatus(data, ['OFFERED', 'ACCEPTED', 'LAPSED'], deed, at);
    if (ending.length === 0) throw new Problem('WRONG_STATE', `这次提交中已没有可以${deed}的交易`);
    const ledgers = await store.ledgers(ending.map(({ tradeId }) => tradeId));
    const held = ledgers.filter(isTaken).filter(({ offer }) => offer?.offerId === data.id);
    if (held.length > 0) {
      const fact = `交易 ${held.map(({ tradeId }) => tradeId).join('、')} 的货物已由组货人组货，不能${deed}`;
      throw new Problem('WRONG_STATE', says(fact, '请先由组货人释放组货单'));
    }
    const tradeIds = ending.map(({ tradeId }) => tradeId);
    const over = ended(data, tradeIds, as, { reason, by: caller.sub, at });
    const action = as === 'REFUSED' ? 'REFUSE' : 'WITHDRAW';
    const { after, writes } = store.end(over, stored, ledgers, { actor: caller, at, action, reasons: [reason] });
    return { ...answered(caller, after, at), writes };
  }
}

const answered = (caller: Caller, stored: Stored<Offer>, at: string) => ({
  body: offerToJson(stored, shownTo(caller, stored.data), dayInChina(at)),
  headers: etag(stored.version),
});

const offeredTrade = ({ id: tradeId, merchant, tradeOperatorId }: Trade): Offer['trades'][number] => ({
  tradeId,
  merchantId: merchant.id,
  merchantName: merchant.name,
  ...(merchant.stall === undefined ? {} : { stall: merchant.stall }),
  ...(tradeOperatorId === undefined ? {} : { tradeOperatorId }),
});

const partiesOf = ({ districtId, consolidatorId, trades }: Offer) => ({
  districtId,
  parties: [consolidatorId, ...ownersOf(trades)],
});

/**
 * Whether the trade is one of whoever takes it back: of the merchant, of its operator, or of any that the centre acts for.
 */
const isOwn = (caller: Caller, { merchantId, tradeOperatorId }: Offer['trades'][number]): boolean =>
  !isParty(caller) || caller.entityId === merchantId || caller.entityId === tradeOperatorId;

/** Of an offer of several merchants' trades each sees its own. */
const shownTo = (caller: Caller, { consolidatorId, trades }: Offer): Offer['trades'] =>
  caller.entityId === consolidatorId ? trades : trades.filter((trade) => isOwn(caller, trade));

function requireConsolidator(caller: Caller, { consolidatorId }: Offer): void {
  if (caller.role === 'agent' && caller.entityId !== consolidatorId) {
    throw new Problem('FORBIDDEN', says('只有收到提交的组货人可以答复', '要撤回的，请办理“撤回”'));
  }
}

function requireStatus(offer: Offer, wanted: readonly string[], deed: string, at: string): void {
  const status = offerStatusOn(offer, dayInChina(at));
  if (wanted.includes(status)) return;
  throw new Problem('WRONG_STATE', `这次提交为“${TRADE_OFFER_STATUS_NAMES[status]}”状态，不能${deed}`);
}
