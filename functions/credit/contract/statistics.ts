import { z } from 'zod';
import { Grade } from '../../events/credit.ts';
import { EntityKind } from '../../events/entity.ts';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';

const GradeCounts = z.array(z.object({ grade: Grade, entities: z.int() }));

const Psi = z.number().nullable().meta({
  description: 'population stability index against the previous month; null where one of the months has no run',
});

export const CreditStatisticsJson = z.object({
  month: z.string(),
  runs: z
    .array(z.object({ districtId: z.string(), runId: z.string(), startedAt: z.string() }))
    .meta({ description: 'the last finished run of each district in the month, which the figures are of' }),
  entities: z.int(),
  grades: GradeCounts,
  scores: z.array(z.object({ from: z.int(), to: z.int(), entities: z.int() })),
  kinds: z.array(z.object({ kind: EntityKind, grades: GradeCounts })),
  stability: z.object({
    previousMonth: z.string(),
    scores: Psi,
    indicators: z.array(
      z.object({
        indicator: z.string(),
        entities: z
          .object({ none: z.int(), one: z.int(), more: z.int() })
          .meta({ description: 'entities by facts of the indicator in force' }),
        psi: Psi,
      }),
    ),
  }),
  discrimination: z
    .object({ available: z.literal(false), reason: z.string() })
    .meta({ description: 'KS and Gini need labelled outcomes; there are none yet' }),
});

concepts({ CreditStatistics: CreditStatisticsJson });

export const statisticsApi = contract({
  getCreditStatistics: {
    method: 'GET',
    path: '/v1/credit-statistics',
    summary:
      "Grades and scores in a month, and how far they moved from the month before: the caller's district or city",
    roles: READING_ROLES,
    query: z.object({
      month: z
        .string()
        .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
        .optional()
        .meta({ title: '月份', example: '2026-03', description: 'this month where absent' }),
      districtId: ListQuery.shape.districtId,
    }),
    success: { status: 200, schema: CreditStatisticsJson },
    problems: [],
  },
});
