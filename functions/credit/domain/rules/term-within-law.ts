import { danger, type Finding } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { isLoss, type Scorecard } from '../scorecard.ts';
import { boundsOf, type SeverityTerms } from '../severity.ts';

/** A fact of a card counts no shorter and no longer than its class may on the day from which the card scores. */
export const termWithinLaw = rule(
  {
    name: '计入月数在法定期限内',
    looksAt: 'the months for which each indicator of a drafted scorecard counts, against the bounds of its class',
    threshold: ['severityTerms'],
    source: '《信用修复管理办法》',
    severity: ['DANGER'],
  },
  ({ indicators }: Scorecard, terms: SeverityTerms): Finding[] =>
    indicators.flatMap((indicator, index) => {
      if (!isLoss(indicator)) return [];
      const { name, minimumMonths, maximumMonths, legalBasis } = boundsOf(indicator.severity, terms);
      if (minimumMonths <= indicator.months && indicator.months <= maximumMonths) return [];
      return [
        danger(
          'TERM_OUTSIDE_LAW',
          `/indicators/${index}/months`,
          `指标 ${indicator.code} 计入 ${indicator.months} 个月；${name}须在 ${minimumMonths} 至 ${maximumMonths} 个月之内`,
          legalBasis,
        ),
      ];
    }),
);
