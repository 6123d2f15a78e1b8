import { danger, type Finding, review, says } from '../../../shared/kernel/finding.ts';
import type { RowOf } from '../../../shared/reference/lists/index.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { idCardBirthDate } from '../id-card.ts';
import type { IntakeRule } from './rule.ts';

const POINTER = '/entity/legalRepresentative/idNumber';

/** The birth date in an ID number is one that a living, capable person can have on the day of filing. */
export const birthDate = rule<IntakeRule>(
  {
    name: '法定代表人的年龄',
    looksAt: 'the birth date in a legal representative’s ID number, against the day of filing',
    threshold: ['personAges'],
    source: '民法典第十八条；市场主体登记管理条例第十二条',
    severity: ['DANGER', 'REVIEW'],
  },
  ({ entity }, { today, lists: { personAges } }) => {
    const person = 'legalRepresentative' in entity ? entity.legalRepresentative : undefined;
    const born = person?.idType === 'ID_CARD' ? idCardBirthDate(person.idNumber) : undefined;
    return born === undefined ? [] : findings(born, today, personAges);
  },
);

function findings(
  born: string,
  today: string,
  { fullAge, workingAge, earliestBirth, legalBasis }: RowOf<'personAges'>,
): Finding[] {
  const stated = `身份证号码中的出生日期 ${born}`;
  if (born > today) {
    return [danger('ID_CARD_BIRTH_DATE', POINTER, says(`${stated} 晚于今天 ${today}`, '请对照身份证核对后重填'))];
  }
  if (born < earliestBirth) {
    return [
      danger(
        'ID_CARD_BIRTH_DATE',
        POINTER,
        says(`${stated} 早于 ${earliestBirth}，不会是在世的人`, '请对照身份证核对后重填'),
      ),
    ];
  }
  const years = age(born, today);
  if (years < workingAge) {
    const message = says(
      `${stated} 表明本人 ${years} 岁，未满 ${workingAge} 周岁，不能担任法定代表人或经营者`,
      '请对照身份证核对',
    );
    return [danger('PERSON_UNDER_AGE', POINTER, message, legalBasis)];
  }
  if (years >= fullAge) return [];
  const message = says(
    `${stated} 表明本人 ${years} 岁，未满 ${fullAge} 周岁`,
    '请核实其以自己的劳动收入为主要生活来源',
  );
  return [review('PERSON_UNDER_AGE', POINTER, message, legalBasis)];
}

/** Whole years on a day. Somebody born on 29 February completes a year on 1 March where there is no such day. */
function age(born: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}
