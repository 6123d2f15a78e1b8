/** How a phone is reached: a mobile or landline of the mainland, or a number with its country code (E.164). */
const MOBILE = /^1[3-9]\d{9}$/;
const LANDLINE = /^0\d{2,3}[1-9]\d{6,7}(-\d{1,6})?$/;
/** Numbers of companies that have no area code. */
const SERVICE = /^[48]00\d{7}(-\d{1,6})?$/;
const INTERNATIONAL = /^\+[1-9]\d{6,14}$/;
/** Hong Kong, Macao and Taiwan. */
const NEIGHBOUR = /^\+(?:852\d{8}|853\d{8}|886\d{8,9})$/;

/**
 * One form for one number, however it was typed: blanks, hyphens and brackets go, `+86`, `0086` and `86` before a mobile
 * go, so that `+86 138 0000 0000` and `138-0000-0000` are the same. An extension stays behind a hyphen.
 */
export function canonicalPhone(text: string): string {
  const [, head = '', extension = ''] = /^(.*)(?:-|转|EXT\.?|X|#)\s*(\d{1,6})$/i.exec(text.trim()) ?? [];
  const main = withoutExtension(head);
  return extension !== '' && (LANDLINE.test(main) || SERVICE.test(main)) && !main.includes('-')
    ? `${main}-${extension}`
    : withoutExtension(text);
}

/** The last four digits of a canonical number, an extension apart. */
export const lastDigits = (canonical: string): string => canonical.replace(/-\d{1,6}$/, '').slice(-4);

function withoutExtension(text: string): string {
  const compact = text.replaceAll(/[ ()-]/g, '').replace(/^00/, '+');
  const domestic = compact.replace(/^\+86/, '').replace(/^86(?=1\d{10}$)/, '');
  if (domestic === compact) return compact;
  return MOBILE.test(domestic) || SERVICE.test(domestic) || domestic.startsWith('0') ? domestic : `0${domestic}`;
}

/** Whether a canonical number is a mainland mobile, a landline with its area code, or one of 400 and 800. */
export const isMainlandPhone = (canonical: string): boolean =>
  MOBILE.test(canonical) || LANDLINE.test(canonical) || SERVICE.test(canonical);

/**
 * Whether a canonical number is one by which an organisation here is reached: of the mainland, Hong Kong, Macao or Taiwan.
 */
export const isChinesePhone = (canonical: string): boolean => isMainlandPhone(canonical) || NEIGHBOUR.test(canonical);

/** Whether a canonical number can be dialled from abroad, or is a mainland one. */
export const isPhone = (canonical: string): boolean => INTERNATIONAL.test(canonical) || isMainlandPhone(canonical);

/**
 * The number to which a text message can be sent: a mainland mobile, or a number abroad, of which nobody knows beforehand;
 * undefined for landlines and service numbers. However it was typed.
 */
export function textableNumber(text: string): string | undefined {
  const number = canonicalPhone(text);
  return MOBILE.test(number) || INTERNATIONAL.test(number) ? number : undefined;
}
