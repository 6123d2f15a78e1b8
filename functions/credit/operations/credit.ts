import { preferred } from '../../shared/http/accept.ts';
import type { Operations } from '../../shared/http/api.ts';
import { PAGE_HEADERS } from '../../shared/http/html.ts';
import { notFound, Problem } from '../../shared/http/problem.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { assessmentToJson, pastStandingToJson } from '../contract/credit-json.ts';
import type { CreditJson } from '../contract/credits.ts';
import type { CreditApi } from '../contract/index.ts';
import { factsOf } from '../domain/event.ts';
import { handlingOf } from '../domain/handling.ts';
import { cardOn } from '../domain/scorecard.ts';
import { reportPage } from '../print/report.ts';
import { prospects } from '../services/prospects.ts';
import { mayKnow } from '../services/scope.ts';
import { assessor, today } from '../services/scoring.ts';
import { creditStore } from '../store/index.ts';
import { scorecardStore } from '../store/scorecards.ts';
import { standingStore } from '../store/standings.ts';

/** The credit of an entity, computed from its facts on every reading. */
export function creditOperations(runtime: Runtime): Pick<Operations<CreditApi>, 'getCredit' | 'getGradeHandling'> {
  const store = creditStore(runtime.table);
  const standings = standingStore(runtime.table);
  const cards = scorecardStore(runtime.table);
  return {
    getCredit: async ({ caller, params, query, at, accept }) => {
      const entityId = params['id'] ?? '';
      if (!(await mayKnow(store, caller, entityId, [entityId]))) throw notFound();
      const subject = await store.subject(entityId);
      if (!subject) throw notFound();
      const asOf = query.asOf ?? today(at);
      if (asOf < subject.registeredOn || asOf > today(at)) {
        throw new Problem(
          'BAD_PARAMETER',
          `评分日期 ${asOf} 不在可评分的日期之内；该主体自备案日 ${subject.registeredOn} 起至今天 ${today(at)} 有信用分`,
        );
      }
      const [events, history, published] = await Promise.all([
        store.events(entityId),
        standings.history(entityId),
        cards.published(),
      ]);
      const [assess, lists] = await Promise.all([assessor(runtime, published), runtime.reference.at(at)]);
      const report: CreditJson = {
        entityId,
        name: subject.name,
        kind: subject.kind,
        ...(subject.filingNumber !== undefined && { filingNumber: subject.filingNumber }),
        asOf,
        ...assessmentToJson(assess(subject, factsOf(events), asOf), lists),
        // Of a past day it is known how it went on: that is the history's.
        ...(asOf === today(at)
          ? prospects(subject, events, asOf, published, assess, lists)
          : { outlook: [], advice: [] }),
        history: history.filter(({ data }) => data.asOf <= asOf).map((past) => pastStandingToJson(past, events)),
      };
      if (preferred(accept, ['application/json', 'text/html']) !== 'text/html') return { body: report };
      return {
        body: reportPage(report, events, cardOn(published, asOf), lists.creditTerms),
        contentType: 'text/html; charset=utf-8',
        headers: PAGE_HEADERS,
      };
    },

    getGradeHandling: async ({ at }) => {
      const { title, source, asOf } = await runtime.reference.origin('gradeHandling');
      const { gradeHandling } = await runtime.reference.at(at);
      const items = [...gradeHandling.values()].map(({ grade }) => ({
        grade,
        ...handlingOf(grade, { gradeHandling }),
      }));
      return { body: { title, source, asOf, designed: true, items } };
    },
  };
}
