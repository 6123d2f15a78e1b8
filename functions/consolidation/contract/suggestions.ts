import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { MoneyJson } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { country, instant, text } from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { MAX_SUGGESTED } from '../domain/consolidation.ts';
import { ADVICE_NAMES, ADVICE_REASON_NAMES, LEFT_OUT_NAMES } from '../domain/names.ts';

const SuggestionsJson = z.object({
  items: z.array(
    z.object({
      destinationCountry: z.string(),
      portOfDischarge: z.string(),
      /** Absent where all merchants export in their own name. */
      tradeOperatorId: z.string().optional(),
      tradeIds: z.array(z.string()),
      /** 交易单号 in the order of `tradeIds`; null of a trade that has none. */
      tradeNumbers: z.array(z.string().nullable()),
      containers: z.array(
        z.object({
          type: z.string(),
          marketName: z.string(),
          volumeM3: z.number(),
          /** Volume of the container that mixed cartons fill as a rule. */
          usableM3: z.number(),
          grossWeightKg: z.number(),
          payloadKg: z.number(),
          missingM3: z.number(),
          missingKg: z.number(),
        }),
      ),
      /** Share of the emptiest container, by volume or payload, whichever is nearer its limit. */
      fill: z.number(),
      totalUsd: MoneyJson,
      declarations: z.int(),
      /** The most that so many declarations may hold. */
      valueLimit: MoneyJson,
      cost: z.number(),
      advice: named(ADVICE_NAMES),
      code: named(ADVICE_REASON_NAMES),
      reason: z.string(),
      hasPriority: z.boolean(),
      siteCheckMerchantIds: z.array(z.string()),
    }),
  ),
  /** Open trades in no suggestion. */
  left: z.array(
    z.object({
      tradeId: z.string(),
      tradeNumber: z.string().optional(),
      code: named(LEFT_OUT_NAMES),
      reason: z.string(),
    }),
  ),
});

concepts({ ConsolidationSuggestions: SuggestionsJson });

export type SuggestionsJson = z.input<typeof SuggestionsJson>;

export const suggestionsApi = contract({
  suggestConsolidations: {
    method: 'GET',
    path: '/v1/consolidation-suggestions',
    summary:
      `Which open trades of the district to consolidate now: groups of the ${MAX_SUGGESTED} oldest that fill containers, ` +
      'by port and trade operator, with fill, value against the limit and what is missing. Grades give merchants ' +
      'priority; a cut-off within two days makes what there is worth sending. An agent is told of what is offered to it, or entrusted',
    roles: ['clerk', 'reviewer', 'operator', 'agent', 'manager', 'centreHead'],
    query: z.object({
      destinationCountry: country('运抵国').optional(),
      portOfDischarge: text('指运港', 50).optional(),
      cutoffAt: instant('截关时间').optional(),
      districtId: z
        .string()
        .regex(/^\d{6}$/)
        .optional()
        .meta({ title: '区县代码' }),
    }),
    success: { status: 200, schema: SuggestionsJson },
    problems: ['BUSY'],
  },
});
