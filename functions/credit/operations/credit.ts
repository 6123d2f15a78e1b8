import { maySee } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem } from '../../shared/http/problem.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { CreditApi } from '../contract.ts';
import { GRADE_HANDLING } from '../domain/handling.ts';
import { scorecardStore } from '../scorecard-store.ts';
import { assessor, today } from '../scoring.ts';
import { standingStore } from '../standing-store.ts';
import { creditStore } from '../store.ts';
import { assessmentView, pastStandingView } from '../view.ts';

/** The credit of an entity, computed from its facts on every reading. */
export function creditOperations(runtime: Runtime): Pick<Operations<CreditApi>, 'getCredit' | 'getGradeHandling'> {
  const store = creditStore(runtime.table);
  const standings = standingStore(runtime.table);
  const cards = scorecardStore(runtime.table);
  return {
    getCredit: async ({ caller, params, query, at }) => {
      const entityId = params['id'] ?? '';
      const districtId = parseIdentifier('entity', entityId)?.districtId ?? '';
      if (!maySee(caller, { districtId, parties: [entityId] })) throw notFound();
      const subject = await store.subject(entityId);
      if (!subject) throw notFound();
      const asOf = query.asOf ?? today(at);
      if (asOf < subject.registeredOn || asOf > today(at)) {
        throw new Problem(
          'BAD_PARAMETER',
          `asOf ${asOf} 不在可评分的日期之内；该主体自备案日 ${subject.registeredOn} 起至今天 ${today(at)} 有信用分`,
        );
      }
      const [events, history, published] = await Promise.all([
        store.events(entityId),
        standings.history(entityId),
        cards.published(),
      ]);
      return {
        body: {
          entityId,
          asOf,
          ...assessmentView(assessor(published)(subject, events, asOf)),
          history: history.filter(({ data }) => data.asOf <= asOf).map((past) => pastStandingView(past, events)),
        },
      };
    },

    getGradeHandling: async () => ({ body: GRADE_HANDLING }),
  };
}
