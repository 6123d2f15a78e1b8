import { danger, type Finding, review, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import { describe, overOf, type Subject, shortOf } from '../../loaded/subjects.ts';

/**
 * Cartons as loaded against those that are registered. Fewer are told and loaded on; more are not, before the trade is
 * corrected (designed for this project).
 */
export const loadedCounts = rule(
  {
    name: '实装件数与登记相符',
    looksAt: 'the cartons of a packing list, against those of the trades; what is not stated is not judged',
    severity: ['DANGER', 'REVIEW'],
  },
  (subjects: readonly Subject[]): Finding[] =>
    subjects.flatMap((subject) => {
      const { registered, least, entries } = subject;
      const over = overOf(subject);
      const short = shortOf(subject);
      const what = describe(subject);
      if (entries.length === 0) {
        const count = registered === undefined ? '' : `（登记 ${registered} 箱）`;
        return [
          review('NOT_LOADED', '', says(`${what}${count}未列入任何集装箱`, '未装的请释放后另行组货，漏列的请补报清单')),
        ];
      }
      if (over > 0) {
        const fact = `${what}登记 ${registered} 箱，清单列 ${least} 箱，超出 ${over} 箱`;
        return [danger('OVER', entries.at(-1)?.pointer ?? '', says(fact, '超出部分请单独存放，更正交易后方可装箱'))];
      }
      if (short === 0) return [];
      const fact = `${what}登记 ${registered} 箱，实装 ${least} 箱，短装 ${short} 箱`;
      return [review('SHORT', entries[0]?.pointer ?? '', says(fact, '请补装，或更正交易后重新组货'))];
    }),
);
