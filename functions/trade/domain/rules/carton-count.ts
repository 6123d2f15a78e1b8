import { danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { CartonRule } from '../cartons.ts';
import { MAX_CARTONS } from '../request.ts';

/** A trade has no more cartons than one record takes (designed for this project): several times what one container holds. */
export const cartonCount = rule<CartonRule>(
  {
    name: '纸箱数上限',
    looksAt: 'cartons of a whole trade, against the most that one record takes (MAX_CARTONS in domain/request.ts)',
    severity: ['DANGER'],
  },
  (lines) => {
    const count = lines.flatMap(({ cartons }) => cartons).reduce((sum, group) => sum + group.count, 0);
    return count <= MAX_CARTONS
      ? []
      : [
          danger(
            'TOO_MANY_CARTONS',
            '/lines',
            says(`本笔共 ${count} 箱，一笔交易至多 ${MAX_CARTONS} 箱`, '请分成几笔登记'),
          ),
        ];
  },
);
