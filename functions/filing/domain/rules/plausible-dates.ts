import { yearsAfter } from '../../../shared/kernel/calendar.ts';
import { danger, type Finding, says } from '../../../shared/kernel/finding.ts';
import { dateFindings } from '../../../shared/kernel/plausible-date.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Submission } from '../submission.ts';
import type { Intake, IntakeRule } from './rule.ts';

/** The dates of a form are of this age: a licence has begun, and no lease runs longer than the law lets it. */
export const plausibleDates = rule<IntakeRule>(
  {
    name: '日期可信',
    looksAt: 'the first and last days of licence, lease and certificate, against what they can be',
    threshold: ['plausibleDates'],
    source: '民法典第七百零五条',
    severity: ['DANGER'],
  },
  (submission, { today, lists }) =>
    datesOf(submission).flatMap(({ label, pointer, date, mayComeLater, leasedFrom }) => {
      const found = dateFindings(label, date, pointer, today, lists);
      if (found.length > 0) return found;
      if (!mayComeLater && date > today) {
        return [
          danger(
            'NOT_BEGUN',
            pointer,
            says(`${label}“${date}”晚于今天（${today}）`, '请核对；尚未生效的请在生效后办理'),
          ),
        ];
      }
      return leasedFrom === undefined ? [] : tooLong(label, date, pointer, leasedFrom, lists);
    }),
);

interface Dated {
  readonly label: string;
  readonly pointer: string;
  readonly date: string;
  readonly mayComeLater: boolean;
  /** The first day of the lease that ends on it. */
  readonly leasedFrom?: string;
}

function tooLong(
  label: string,
  date: string,
  pointer: string,
  from: string,
  { plausibleDates: dates }: Intake['lists'],
): Finding[] {
  if (date <= yearsAfter(from, dates.leaseYears)) return [];
  const message = says(
    `${label}“${date}”距起期 ${from} 超过 ${dates.leaseYears} 年，超过的部分无效`,
    `请填写 ${dates.leaseYears} 年以内的止期，到期后续租变更`,
  );
  return [danger('LEASE_TOO_LONG', pointer, message, dates.leaseBasis)];
}

function datesOf({ entity }: Submission): Dated[] {
  const licence = 'businessLicence' in entity ? entity.businessLicence : undefined;
  const lease = 'stallLease' in entity ? entity.stallLease : undefined;
  const certificate = 'certificateValidUntil' in entity ? entity.certificateValidUntil : undefined;
  const of = (
    label: string,
    pointer: string,
    date: string | undefined,
    mayComeLater = true,
    leasedFrom?: string,
  ): Dated[] =>
    date === undefined
      ? []
      : [
          {
            label,
            pointer: `/entity/${pointer}`,
            date,
            mayComeLater,
            ...(leasedFrom === undefined ? {} : { leasedFrom }),
          },
        ];
  return [
    ...of('营业执照起期', 'businessLicence/validFrom', licence?.validFrom, false),
    ...of('营业执照止期', 'businessLicence/validUntil', licence?.validUntil),
    ...of('摊位租期起', 'stallLease/from', lease?.from),
    ...of('摊位租期止', 'stallLease/to', lease?.to, true, lease?.from),
    ...of('证件有效期止', 'certificateValidUntil', certificate),
  ];
}
