/** How a phone is reached: a mobile or landline of the mainland, or a number with its country code (E.164). */
const MOBILE = /^1[3-9]\d{9}$/;
const LANDLINE = /^0\d{2,3}[1-9]\d{6,7}$/;
const INTERNATIONAL = /^\+[1-9]\d{6,14}$/;

/**
 * One form for one number, however it was typed: blanks, hyphens and brackets go, `+86`, `0086` and `86` before a mobile
 * go, so that `+86 138 0000 0000` and `138-0000-0000` are the same.
 */
export function canonicalPhone(text: string): string {
  const compact = text.replaceAll(/[ ()-]/g, '').replace(/^00/, '+');
  const domestic = compact.replace(/^\+86/, '').replace(/^86(?=1\d{10}$)/, '');
  if (domestic === compact) return compact;
  return MOBILE.test(domestic) || domestic.startsWith('0') ? domestic : `0${domestic}`;
}

/** Whether a canonical number is a mainland mobile or a landline with its area code. */
export const isMainlandPhone = (canonical: string): boolean => MOBILE.test(canonical) || LANDLINE.test(canonical);

/** Whether a canonical number can be dialled from abroad, or is a mainland one. */
export const isPhone = (canonical: string): boolean => INTERNATIONAL.test(canonical) || isMainlandPhone(canonical);
