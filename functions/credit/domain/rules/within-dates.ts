import { danger, type Finding } from '../../../shared/kernel/finding.ts';
import { dateFindings } from '../../../shared/kernel/plausible-date.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Recording } from './recording.ts';

/** A fact lies between the filing of the entity and today; its document is not of the future. */
export const withinDates = rule(
  {
    name: '事实与文书日期',
    looksAt: 'the day of a fact and of its document, against the filing and today',
    threshold: ['plausibleDates'],
    severity: ['DANGER'],
  },
  ({ request, subject, today, plausibleDates }: Recording) => {
    const { occurredOn, source } = request;
    const findings: Finding[] = [];
    if (occurredOn > today) {
      findings.push(
        danger('FUTURE_DATE', '/occurredOn', `发生日期 ${occurredOn} 晚于今天 ${today}，请填写事实发生的日期`),
      );
    }
    if (occurredOn < subject.registeredOn) {
      findings.push(
        danger(
          'BEFORE_FILING',
          '/occurredOn',
          `发生日期 ${occurredOn} 早于主体备案日期 ${subject.registeredOn}；备案前的事实不计入信用，请核对主体和日期`,
        ),
      );
    }
    if (source.documentDate > today) {
      findings.push(
        danger('FUTURE_DATE', '/source/documentDate', `文书日期 ${source.documentDate} 晚于今天 ${today}，请核对文书`),
      );
    }
    findings.push(...dateFindings('文书日期', source.documentDate, '/source/documentDate', today, { plausibleDates }));
    return findings;
  },
);
