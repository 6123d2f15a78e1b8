import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { text } from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { CLAIM_OUTCOME_NAMES, CLAIM_STATE_NAMES } from '../domain/names.ts';

const ClaimJson = z.object({
  id: z.string().meta({ title: '备案申请编号' }),
  name: z.string().optional().meta({ title: '经营户名称' }),
  state: named(CLAIM_STATE_NAMES).meta({ title: '状态' }),
  marketId: z.string().optional().meta({ title: '市场' }),
  stall: z.string().optional().meta({ title: '摊位' }),
  code: z.string().optional().meta({ title: '统一社会信用代码' }),
  from: z.string().optional().meta({ title: '租期起' }),
  until: z.string().optional().meta({ title: '租期止' }),
  reason: z.string().optional().meta({ title: '理由' }),
  at: z.string().meta({ title: '提出时间' }),
});

concepts({ MarketClaim: ClaimJson });

/** What merchants' filings say of stalls and leases, for the market's operator to confirm, where the district wants it. */
export const claimsApi = contract({
  listMarketClaims: {
    method: 'GET',
    path: '/v1/market-claims',
    summary: 'Stalls and leases that merchants’ filings claim 摊位确认',
    roles: ['market', 'clerk', 'reviewer', 'operator', 'centreHead'],
    query: ListQuery.pick({ limit: true, cursor: true, districtId: true }).extend({
      state: named(CLAIM_STATE_NAMES).optional().meta({ title: '状态' }),
    }),
    success: { status: 200, schema: listOf(ClaimJson) },
    problems: [],
  },
  answerMarketClaim: {
    method: 'POST',
    path: '/v1/market-claims/{id}/answer',
    summary:
      'Confirms a stall and its lease as the filing says them, which it then shows; or says why not, which the list of claims ' +
      'shows 确认摊位及租期',
    roles: ['market'],
    body: z.strictObject({
      outcome: named(CLAIM_OUTCOME_NAMES).meta({ title: '结果' }),
      reason: text('理由', 200).optional(),
    }),
    success: { status: 201, schema: ClaimJson },
    problems: ['WRONG_STATE'],
    idempotent: true,
    dryRun: true,
  },
});
