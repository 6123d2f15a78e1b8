import type { z } from 'zod';
import { EntityKind } from '../../events/entity.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { CreditApi } from '../contract/index.ts';
import type { CreditStatisticsJson } from '../contract/statistics.ts';
import {
  entitiesIn,
  factsIn,
  gradesIn,
  monthBefore,
  scoresIn,
  stabilityIndex,
  sumOf,
  type Tally,
} from '../domain/statistics.ts';
import { today } from '../services/scoring.ts';
import { statisticsStore } from '../store/statistics.ts';

/** The distributions of a month, as the runs counted them. */
export function statisticsOperations(runtime: Runtime): Pick<Operations<CreditApi>, 'getCreditStatistics'> {
  const statistics = statisticsStore(runtime.table);
  return {
    getCreditStatistics: async ({ caller, query, at }) => {
      const month = query.month ?? today(at).slice(0, 7);
      const previousMonth = monthBefore(month);
      const districtIds = districtsOf(caller, query.districtId, (await runtime.reference.at(at)).tenants);
      const [now, before] = await Promise.all([
        statistics.of(districtIds, month),
        statistics.of(districtIds, previousMonth),
      ]);
      return {
        body: {
          month,
          runs: now.map(({ districtId, runId, startedAt }) => ({ districtId, runId, startedAt })),
          ...distributionToJson(sumOf(now.map(({ tally }) => tally))),
          stability: {
            previousMonth,
            ...stabilityToJson(sumOf(before.map(({ tally }) => tally)), sumOf(now.map(({ tally }) => tally))),
          },
          discrimination: {
            available: false,
            reason: 'KS 与 Gini 须以有标签的结果（评分之后确认的失信或守信）计算；本平台尚未积累此类结果，故不给出数值',
          },
        },
      };
    },
  };
}

type Body = z.input<typeof CreditStatisticsJson>;

const distributionToJson = (tally: Tally): Pick<Body, 'entities' | 'grades' | 'scores' | 'kinds'> => ({
  entities: entitiesIn(tally),
  grades: gradesIn(tally),
  scores: scoresIn(tally),
  kinds: EntityKind.options
    .map((kind) => ({ kind, grades: gradesIn(tally, [kind]) }))
    .filter(({ grades }) => grades.some(({ entities }) => entities > 0)),
});

function stabilityToJson(before: Tally, now: Tally): Omit<Body['stability'], 'previousMonth'> {
  const indicators = new Set([...Object.keys(before.indicators), ...Object.keys(now.indicators)]);
  return {
    scores: rounded(stabilityIndex(entitiesOf(scoresIn(before)), entitiesOf(scoresIn(now)))),
    indicators: [...indicators].toSorted().map((indicator) => {
      const [was, is] = [factsIn(before, indicator), factsIn(now, indicator)];
      const psi = rounded(stabilityIndex(Object.values(was), Object.values(is)));
      return { indicator, entities: { none: is.NONE, one: is.ONE, more: is.MORE }, psi };
    }),
  };
}

const entitiesOf = (bins: readonly { readonly entities: number }[]): number[] => bins.map(({ entities }) => entities);

const rounded = (index: number | undefined): number | null =>
  index === undefined ? null : Math.round(index * 10_000) / 10_000;
