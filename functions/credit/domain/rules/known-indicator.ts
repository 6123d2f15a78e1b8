import { ENTITY_KIND_NAMES } from '../../../events/names.ts';
import { danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { appliesTo } from '../scorecard.ts';
import type { Recording } from './recording.ts';

/**
 * The indicator stands on the scorecard of the day of the fact, is one that is recorded, and applies to the entity's kind.
 */
export const knownIndicator = rule(
  {
    name: '指标在评分卡中且适用',
    looksAt: 'the indicator of a fact, against the scorecard of its day and the kind of the entity',
    severity: ['DANGER'],
  },
  ({ request, subject, card, indicator }: Recording) => {
    if (!indicator) {
      return [
        danger(
          'UNKNOWN_INDICATOR',
          '/indicator',
          `指标“${request.indicator}”不在 ${request.occurredOn} 的评分卡 ${card.version} 中，请从评分卡中选用指标代码`,
        ),
      ];
    }
    if (indicator.effect === 'CLEAN_PERIOD') {
      return [
        danger(
          'INDICATOR_COMPUTED',
          '/indicator',
          says(`“${indicator.name}”由系统按记录自动计入，不能登记`, '如有失信记录有误，请对该记录提出异议'),
        ),
      ];
    }
    if (appliesTo(indicator, subject.kind)) return [];
    return [
      danger(
        'INDICATOR_NOT_FOR_KIND',
        '/indicator',
        `指标“${indicator.name}”不适用于${ENTITY_KIND_NAMES[subject.kind]}，请核对主体，或选用适用的指标`,
      ),
    ];
  },
);
