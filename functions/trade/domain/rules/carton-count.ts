import { danger } from '../../../shared/kernel/finding.ts';
import type { CartonRule } from '../cartons.ts';
import { MAX_CARTONS } from '../request.ts';

/** A trade has at most 20,000 cartons (designed for this project): several times what one container holds. */
export const cartonCount: CartonRule = (lines) => {
  const count = lines.flatMap(({ cartons }) => cartons).reduce((sum, group) => sum + group.count, 0);
  return count <= MAX_CARTONS
    ? []
    : [danger('TOO_MANY_CARTONS', '/lines', `本笔共 ${count} 箱，一笔交易至多 ${MAX_CARTONS} 箱；请分成几笔登记`)];
};
