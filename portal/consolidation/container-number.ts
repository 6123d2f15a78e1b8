import {
  CONTAINER_NUMBER,
  checkDigit,
  containerNumberOf,
  isContainerNumber,
} from '../../functions/shared/kernel/container-number.ts';

const STEM = 10;

/** What is said of a container number while it is typed; undefined where nothing is. */
export function judgement(typed: string): { readonly isGood: boolean; readonly says: string } | undefined {
  const number = containerNumberOf(typed);
  if (number === '') return undefined;
  if (isContainerNumber(number)) return { isGood: true, says: `${number} 校验码正确` };
  if (CONTAINER_NUMBER.test(number)) {
    return { isGood: false, says: `校验码应为 ${checkDigit(number.slice(0, STEM))}，请对照箱门核对` };
  }
  if (number.length > STEM || !/^([A-Z]{0,3}|[A-Z]{3}U\d*)$/.test(number))
    return { isGood: false, says: '应为 3 位箱主代码、字母 U、6 位顺序号和 1 位校验码' };
  return undefined;
}
