import { danger, type Finding, review } from '../../../shared/kernel/finding.ts';
import { idCardBirthDate } from '../id-card.ts';
import type { IntakeRule } from './rule.ts';

const POINTER = '/entity/legalRepresentative/idNumber';

/** Nobody alive was born before. In samples people are born on this day, so that nobody living is meant. */
const EARLIEST = '1900-01-01';

/** A person is fully capable from 18, from 16 where it lives by its own labour; a legal representative must be. */
const FULL_AGE = 18;
const WORKING_AGE = 16;
const BASIS = '民法典第十八条；市场主体登记管理条例第十二条';

/** The birth date in an ID number is one that a living, capable person can have on the day of filing. */
export const birthDate: IntakeRule = ({ entity }, { today }) => {
  const person = 'legalRepresentative' in entity ? entity.legalRepresentative : undefined;
  const born = person?.idType === 'ID_CARD' ? idCardBirthDate(person.idNumber) : undefined;
  return born === undefined ? [] : findings(born, today);
};

function findings(born: string, today: string): Finding[] {
  const stated = `身份证号码中的出生日期 ${born}`;
  if (born > today) {
    return [danger('ID_CARD_BIRTH_DATE', POINTER, `${stated} 晚于今天 ${today}；请对照身份证核对后重填`)];
  }
  if (born < EARLIEST) {
    return [
      danger('ID_CARD_BIRTH_DATE', POINTER, `${stated} 早于 ${EARLIEST}，不会是在世的人；请对照身份证核对后重填`),
    ];
  }
  const years = age(born, today);
  if (years < WORKING_AGE) {
    const message = `${stated} 表明本人 ${years} 岁，未满 ${WORKING_AGE} 周岁，不能担任法定代表人或经营者；请对照身份证核对`;
    return [danger('PERSON_UNDER_AGE', POINTER, message, BASIS)];
  }
  if (years >= FULL_AGE) return [];
  const message = `${stated} 表明本人 ${years} 岁，未满 ${FULL_AGE} 周岁；请核实其以自己的劳动收入为主要生活来源`;
  return [review('PERSON_UNDER_AGE', POINTER, message, BASIS)];
}

/** Whole years on a day. Somebody born on 29 February completes a year on 1 March where there is no such day. */
function age(born: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}
