import { at, says, warning } from '../../../shared/kernel/finding.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { type CartonLine, type CartonRule, netG } from '../cartons.ts';
import { ACCEPT_WITH_EXPLANATION } from '../remedies.ts';
import { threeDigits } from '../scale.ts';

/** R07: a line's dollars per kilogram lie in the usual band of its HS chapter. */
export const valuePerKilogram = rule<CartonRule>(
  {
    id: 'R07',
    name: '单位重量价值异常',
    looksAt: 'dollars per kilogram net, against the usual band of the HS chapter',
    threshold: ['valuePerKilogram.bands'],
    severity: ['WARNING'],
  },
  (lines, lists) =>
    lines.flatMap((line) => {
      const { lineNo, pointer, hsCode, usdCents } = line;
      const mass = netMassG(line);
      if (hsCode === undefined || usdCents === undefined || mass === undefined) return [];
      const chapter = hsCode.slice(0, 2);
      const { least, most } = bandOf(chapter, lists);
      // Figures of a line on the bound are divided on both sides of it by turns: a billionth is no difference.
      const value = Math.round((usdCents * 10 * BILLION) / mass) / BILLION;
      if (least <= value && value <= most) return [];
      return [
        warning(
          'VALUE_PER_KILOGRAM_UNUSUAL',
          pointer,
          at(
            `第 ${lineNo} 行`,
            says(
              `每千克 ${threeDigits(value)} 美元，第 ${chapter} 章商品通常为 ${least} 至 ${most} 美元`,
              `请核对重量、数量和金额。${ACCEPT_WITH_EXPLANATION}`,
            ),
          ),
        ),
      ];
    }),
);

const BILLION = 1e9;

/** Customs units of mass in grams: 千克, 克, 吨. */
const GRAMS: Readonly<Record<string, number>> = { '035': 1_000, '036': 1, '070': 1_000_000 };

/** What the cartons say, else the legal quantity where it is a mass. */
function netMassG({ cartons, legalUnit = '', legalQuantity }: CartonLine): number | undefined {
  if (cartons.length > 0) return netG(cartons);
  const unit = GRAMS[legalUnit];
  return unit === undefined ? undefined : (legalQuantity / 100_000) * unit;
}

function bandOf(chapter: string, { valuePerKilogram: { bands } }: Lists): { least: number; most: number } {
  const band = bands.find(({ chapters }) => chapters === undefined || chapters.includes(chapter));
  if (!band) throw new Error('value-per-kilogram.json has no entry for every other chapter');
  return band;
}
