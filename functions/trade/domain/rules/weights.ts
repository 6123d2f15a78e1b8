import { at, danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { CartonRule } from '../cartons.ts';
import { kilograms } from '../scale.ts';

/** R08 (designed for this project): no carton's net weight is above its gross weight. */
export const weights = rule<CartonRule>(
  { id: 'R08', name: '净重不大于毛重', looksAt: 'net and gross weight of every carton', severity: ['DANGER'] },
  (lines) =>
    lines.flatMap(({ lineNo, pointer, cartons }) =>
      cartons.flatMap(({ grossG, netG }, group) =>
        netG <= grossG
          ? []
          : [
              danger(
                'NET_ABOVE_GROSS',
                `${pointer}/cartons/${group}/netWeightKg`,
                at(
                  `第 ${lineNo} 行`,
                  says(
                    `第 ${group + 1} 组纸箱的净重 ${kilograms(netG)} 千克大于毛重 ${kilograms(grossG)} 千克`,
                    '请核对是否填反',
                  ),
                ),
              ),
            ],
      ),
    ),
);
