import { danger } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { boundsOf } from '../severity.ts';
import type { Recording } from './recording.ts';

/** A class may be given to a deduction only: a bonus has none, and a veto is always serious. */
export const fittingSeverity = rule(
  {
    name: '失信类别与指标相符',
    looksAt: 'the class of a fact, against the effect of its indicator',
    severity: ['DANGER'],
  },
  ({ request: { severity }, indicator, severityTerms }: Recording) => {
    if (severity === undefined || !indicator || indicator.effect === 'DEDUCTION') return [];
    if (indicator.effect === 'VETO' && severity === 'SERIOUS') return [];
    const { name } = boundsOf(severity, severityTerms);
    return [
      danger(
        'SEVERITY_NOT_ALLOWED',
        '/severity',
        indicator.effect === 'VETO'
          ? `“${indicator.name}”一律为严重失信，不能认定为${name}，请不要填写失信类别`
          : `“${indicator.name}”是加分项，没有失信类别，请不要填写失信类别`,
      ),
    ];
  },
);
