import { danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { type CargoRule, known } from '../application.ts';
import { MAX_CARTONS, MAX_LINES } from '../consolidation.ts';
import { sum } from '../sums.ts';
import { cartonCount } from '../trade.ts';

/** A plan is answered as a whole, so there are not more cartons and lines than one answer takes. */
export const planSize = rule<CargoRule>(
  {
    name: '一次组货的规模',
    looksAt: 'cartons and lines, against what one answer takes (domain/consolidation.ts)',
    severity: ['DANGER'],
  },
  (application) => {
    const lines = known(application).flatMap(({ snapshot }) => snapshot.lines);
    const cartons = sum(lines, cartonCount);
    const sizes = [
      { code: 'TOO_MANY_CARTONS', count: cartons, unit: '箱', max: MAX_CARTONS },
      { code: 'TOO_MANY_LINES', count: lines.length, unit: '行明细', max: MAX_LINES },
    ];
    return sizes
      .filter(({ count, max }) => count > max)
      .map(({ code, count, unit, max }) =>
        danger(code, '/tradeIds', says(`共 ${count} ${unit}，一次组货至多 ${max} ${unit}`, '请把交易分成几次组货')),
      );
  },
);
