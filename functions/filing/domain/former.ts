import { z } from 'zod';
import { date, namesOne } from '../../shared/kernel/fields.ts';
import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
import { dateFindings } from '../../shared/kernel/plausible-date.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { inOrder, plainText } from './fields.ts';

/** 接收原备案: what a record was in the books or the system that a centre had before, where it was filed and reviewed. */

const filed = {
  number: plainText('原备案号', 60).superRefine(namesOne('原备案号')),
  filedOn: date('原备案日期'),
  source: plainText('来源', 100),
};

/** What a sheet says of goods and agreements, which have no term beside their own. */
export const FormerForm = z.strictObject(filed);

/** What a sheet says of parties. */
export const FormerParty = z
  .strictObject({ ...filed, validUntil: date('有效期至').optional() })
  .superRefine(inOrder('原备案有效期', 'filedOn', 'validUntil'));

export type FormerForm = z.output<typeof FormerParty>;

/** As a record keeps it: what was told, and by which batch and when it came in. */
export const Former = z.object({
  number: z.string(),
  filedOn: z.string(),
  source: z.string(),
  batchId: z.string(),
  /** Day of China; what is told of the record from then on begins with it. */
  takenOverOn: z.string(),
});

export type Former = z.infer<typeof Former>;

/**
 * What stands against what was filed before.
 *
 * @param isTaken whether another record of its kind bears the number
 */
export const formerFindings = (
  { number, filedOn, validUntil }: FormerForm,
  { today, lists, isTaken }: { readonly today: string; readonly lists: Lists; readonly isTaken: boolean },
): Finding[] => [
  ...(isTaken
    ? [
        danger(
          'FORMER_NUMBER_TAKEN',
          '/former/number',
          says(`原备案号“${number}”已经接收过，不会重复接收`, '请核对；确属另一备案的请改正编号'),
        ),
      ]
    : []),
  ...dateFindings('原备案日期', filedOn, '/former/filedOn', today, lists),
  ...(validUntil === undefined ? [] : dateFindings('有效期至', validUntil, '/former/validUntil', today, lists)),
  ...(filedOn > today
    ? [
        danger(
          'FORMER_DATE_IN_FUTURE',
          '/former/filedOn',
          says(`原备案日期“${filedOn}”晚于今天（${today}）`, '请按原备案填写；尚未备案的请照常申请'),
        ),
      ]
    : []),
];
