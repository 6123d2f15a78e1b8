import { danger } from '../../../shared/kernel/finding.ts';
import type { Rule } from '../submission.ts';

/** R08 (designed for this project): no carton's net weight is above its gross weight. */
export const weights: Rule = ({ request }) =>
  request.lines.flatMap((line, index) =>
    line.cartons.flatMap(({ grossWeightKg, netWeightKg }, group) =>
      netWeightKg <= grossWeightKg
        ? []
        : [
            danger(
              'NET_ABOVE_GROSS',
              `/lines/${index}/cartons/${group}/netWeightKg`,
              `第 ${index + 1} 行第 ${group + 1} 组纸箱的净重 ${netWeightKg} 千克大于毛重 ${grossWeightKg} 千克；请核对是否填反`,
            ),
          ],
    ),
  );
