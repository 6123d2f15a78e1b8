import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import { stallText } from '../../shared/kernel/stall.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { MarketApi } from '../contract/index.ts';
import { CLAIM_STATE_NAMES } from '../domain/names.ts';
import { emptyRoster } from '../domain/roster.ts';
import { changedRoster } from '../services/changed-roster.ts';
import { type Claim, claimWrite, marketStore, rosterWrites } from '../store/index.ts';

/** What merchants' filings claim, and what the market says of it. */
export function claimOperations(
  runtime: Runtime,
): Pick<Operations<MarketApi>, 'listMarketClaims' | 'answerMarketClaim'> {
  const store = marketStore(runtime.table);
  return {
    listMarketClaims: async ({ caller, query: { districtId, ...query }, at }) => {
      const { tenants } = await runtime.reference.at(at);
      const page = await store.claimPage({ ...query, at, districts: districtsOf(caller, districtId, tenants) });
      return { body: { ...page, items: page.items.map(claimToJson) } };
    },

    answerMarketClaim: async ({ caller, params, body: { outcome, reason }, at }) => {
      const filingId = params['id'] ?? '';
      const isNear = parseIdentifier('filing', filingId)?.districtId === caller.districtId;
      const kept = isNear ? await store.claim(filingId) : undefined;
      if (!kept?.claim) throw notFound();
      if (kept.state !== 'OPEN') {
        throw new Problem('WRONG_STATE', says(`该摊位“${CLAIM_STATE_NAMES[kept.state]}”`, '请刷新后查看'));
      }
      const { marketId, ...claimed } = kept.claim;
      const before = await store.roster(kept.districtId, marketId);
      const { roster: next, changed } = changedRoster(
        before?.data ?? emptyRoster(kept.districtId, marketId),
        outcome === 'CONFIRMED' ? [{ ...claimed, state: 'LEASED' }] : [],
      );
      const answered: Claim = { ...kept, state: outcome, ...(reason !== undefined && { reason }) };
      const cause = {
        actor: caller,
        at,
        action: outcome === 'CONFIRMED' ? 'CONFIRM_CLAIM' : 'DENY_CLAIM',
        reasons: reason === undefined ? [] : [reason],
      } as const;
      return {
        body: claimToJson(answered),
        writes: [claimWrite(answered, kept), ...rosterWrites(next, before, changed, cause)],
      };
    },
  };
}

function claimToJson({ filingId, name, state, reason, claim, at }: Claim) {
  return {
    id: filingId,
    ...(name !== undefined && { name }),
    state,
    ...(reason !== undefined && { reason }),
    at,
    ...(claim && {
      marketId: claim.marketId,
      stall: stallText(claim),
      code: claim.code,
      from: claim.from,
      until: claim.until,
    }),
  };
}
