import { Problem } from '../../shared/http/problem.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { danger, saidOf, says } from '../../shared/kernel/finding.ts';
import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { isTaken, offerTo, type TradeLedger } from '../../shared/ledger/ledger.ts';
import { onceEach } from '../../shared/once.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Application } from '../domain/application.ts';
import { type Consent, type Consolidating, consentTo } from '../domain/consent.ts';
import type { ConsolidationRequest } from '../domain/request.ts';
import { knownAs, type TradeSnapshot } from '../domain/trade.ts';
import type { consolidationStore } from '../store/index.ts';

/**
 * Gathers what is known of the trades and parties that a request names. Nothing of another district is read.
 *
 * @throws Problem WRONG_STATE naming the trades that stand in another consolidation
 */
export async function apply(
  store: ReturnType<typeof consolidationStore>,
  districtId: DistrictId,
  request: ConsolidationRequest,
  by: Pick<Consolidating, 'agentId' | 'messageId'>,
  at: string,
  lists: Lists,
): Promise<Application> {
  const own = request.tradeIds.filter((id) => parseIdentifier('trade', id)?.districtId === districtId);
  const [snapshots, ledgers] = await Promise.all([store.trades(own), store.ledgers(own)]);
  const consents = await consentsTo(store, districtId, snapshots, ledgers, {
    ...by,
    consolidatorId: request.consolidatorId,
    day: dayInChina(at),
  });
  const consentOf = (tradeId: string) =>
    consents[own.indexOf(tradeId)] ?? (by.agentId === undefined ? CENTRE : undefined);
  const held = ledgers.filter(isTaken).filter(({ tradeId }) => consentOf(tradeId) !== undefined);
  const pointerOf = (tradeId: string): string => `/tradeIds/${request.tradeIds.indexOf(tradeId)}`;
  const nameOf = (tradeId: string): string => {
    const trade = snapshots.find((one) => one?.tradeId === tradeId);
    return trade ? knownAs(trade) : tradeId;
  };
  if (held.length > 0) {
    const findings = held.map(({ tradeId, consolidationId, consolidationNumber = consolidationId }) =>
      danger(
        'TRADE_RESERVED',
        pointerOf(tradeId),
        says(`交易 ${nameOf(tradeId)} 已在组货单 ${consolidationNumber} 中`, '请从清单中删去，或先释放该次组货'),
      ),
    );
    throw new Problem('WRONG_STATE', saidOf(...findings), findings);
  }
  const buyers = snapshots.flatMap((snapshot) => (snapshot ? [snapshot.buyerId] : []));
  return {
    request,
    trades: request.tradeIds.map((tradeId) => {
      const ledger = ledgers.find((candidate) => candidate?.tradeId === tradeId);
      const unmeasured = ledger?.state === 'UNMEASURED';
      const consent = consentOf(tradeId);
      return {
        tradeId,
        pointer: pointerOf(tradeId),
        // Goods without a ledger are nobody's to hold: such a trade is as good as unknown.
        snapshot: ledger && consent && snapshots.find((candidate) => candidate?.tradeId === tradeId),
        open: ledger?.state === 'OPEN',
        unmeasured,
        consent,
      };
    }),
    parties: await store.parties(districtId, [request.consolidatorId, request.tradeOperatorId, ...new Set(buyers)]),
    at,
    lists,
  };
}

/** The centre answers for what is not there too: it is told so by the other rules. */
const CENTRE: Consent = { basis: 'CENTRE' };

/** By what right each of the trades may be held. */
function consentsTo(
  store: ReturnType<typeof consolidationStore>,
  districtId: DistrictId,
  snapshots: readonly (TradeSnapshot | undefined)[],
  ledgers: readonly (TradeLedger | undefined)[],
  by: Consolidating,
): Promise<(Consent | undefined)[]> {
  const { agentId, consolidatorId, day } = by;
  const agreementsOf = onceEach((merchantId) => store.agreements(districtId, merchantId, agentId ?? ''));
  return Promise.all(
    snapshots.map(async (trade, index) => {
      const tradeOperatorId = trade?.tradeOperatorId;
      const isOperator = trade && agentId !== undefined && agentId === tradeOperatorId;
      const agreements = isOperator ? await agreementsOf(trade.merchantId) : [];
      const offerId = offerTo(ledgers[index], consolidatorId, day)?.offerId;
      return consentTo({ offerId, tradeOperatorId, agreements }, by);
    }),
  );
}
