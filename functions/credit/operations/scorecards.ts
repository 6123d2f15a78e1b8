import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import { CITY, identifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import { scorecardToJson } from '../contract/credit-json.ts';
import type { CreditApi } from '../contract/index.ts';
import { publicationFindings, type ScorecardRecord } from '../domain/publication.ts';
import { termWithinLaw } from '../domain/rules/term-within-law.ts';
import { today } from '../services/scoring.ts';
import { runStore } from '../store/runs.ts';
import { SHIPPED_SCORECARDS, scorecardStore } from '../store/scorecards.ts';
import { accepted } from './runs.ts';

type Scorecards = Pick<
  Operations<CreditApi>,
  'listScorecards' | 'getScorecard' | 'draftScorecard' | 'simulateScorecard' | 'publishScorecard'
>;

/** Scorecards from draft over simulation to publication. */
export function scorecardOperations(runtime: Runtime): Scorecards {
  const cards = scorecardStore(runtime.table);
  const runs = runStore(runtime.table);

  const all = async () => [
    ...SHIPPED_SCORECARDS.map((card) => ({ card, status: 'PUBLISHED' as const })),
    ...(await cards.records()),
  ];

  const visible = async (role: string) =>
    (await all()).filter(({ status }) => status === 'PUBLISHED' || role === 'operator');

  const draft = async (version: string | undefined): Promise<Stored<ScorecardRecord>> => {
    const stored = await cards.record(version ?? '');
    if (stored?.data.status === 'DRAFT') return stored;
    if (stored || SHIPPED_SCORECARDS.some((card) => card.version === version)) {
      throw new Problem('WRONG_STATE', says(`评分卡 ${version} 已发布，不能再改`, '请以新版本另拟'));
    }
    throw notFound();
  };

  return {
    listScorecards: async ({ caller }) => {
      const latestFirst = (await visible(caller.role)).toSorted((a, b) =>
        a.card.effectiveFrom < b.card.effectiveFrom ? 1 : -1,
      );
      return { body: { items: latestFirst.map(scorecardToJson), nextCursor: null } };
    },

    getScorecard: async ({ caller, params }) => {
      const found = (await visible(caller.role)).find(({ card }) => card.version === params['version']);
      if (!found) throw notFound();
      return { body: scorecardToJson(found) };
    },

    draftScorecard: async ({ caller, body, at }) => {
      if ((await all()).some(({ card }) => card.version === body.version)) {
        throw new Problem('DUPLICATE', says(`评分卡 ${body.version} 已有`, '请用下一个版本号'));
      }
      const { severityTerms } = await runtime.reference.on(body.effectiveFrom);
      const findings = termWithinLaw(body, severityTerms);
      if (findings.length > 0) throw ruleViolation(findings);
      const record: ScorecardRecord = { card: body, status: 'DRAFT', author: caller.sub };
      return {
        body: scorecardToJson(record),
        headers: { Location: `/v1/scorecards/${body.version}` },
        writes: cards.draft(record, { actor: caller, at, action: 'DRAFT' }),
      };
    },

    simulateScorecard: async ({ caller, params, query, at }) => {
      const { card } = (await draft(params['version'])).data;
      const run = {
        id: identifier('creditrun', CITY, runtime.newUlid()),
        districtId: CITY,
        districtIds: [...(await runtime.reference.at(at)).tenants.keys()],
        simulation: { scorecardVersion: card.version, asOf: query.asOf ?? today(at) },
        status: 'RUNNING' as const,
        startedAt: at,
        startedBy: caller.sub,
      };
      return { ...accepted(runtime, run), writes: runs.start(run, caller) };
    },

    publishScorecard: async ({ caller, params, at }) => {
      const before = await draft(params['version']);
      if (before.data.author === caller.sub) {
        throw new Problem('FORBIDDEN', says('评分卡不能由起草人自己发布', '请由另一名管理人员发布'));
      }
      const findings = publicationFindings(before.data, await cards.published(), today(at));
      if (findings.length > 0) throw ruleViolation(findings);
      const record: ScorecardRecord = { ...before.data, status: 'PUBLISHED', publishedAt: at };
      return {
        body: scorecardToJson(record),
        writes: cards.publish(record, before, { actor: caller, at, action: 'PUBLISH' }),
      };
    },
  };
}
