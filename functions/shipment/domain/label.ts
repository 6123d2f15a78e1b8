import { normaliseCode } from '../../shared/kernel/text.ts';

/**
 * The code of a label on a carton, a pile or a container: `MP1:C:<lot>:<carton>:<check>`, `MP1:P:<lot>:<pile>:<count>:<check>`,
 * `MP1:B:<container>:<check>`. Every part is of A–Z and 0–9; it names no person, no goods and no value. A label that is
 * printed again has the same code.
 */
export type Label =
  | { readonly of: 'CARTON'; readonly lot: string; readonly carton: number }
  | { readonly of: 'PILE'; readonly lot: string; readonly pile: string; readonly count: number }
  | { readonly of: 'BOX'; readonly container: string };

/** Why a text that begins as a label is none. */
export type Misread = 'TWO_CODES' | 'CHECK' | 'FORM';

const LABEL =
  /^MP1:(?:C:([A-Z0-9]{3,30}):(\d{5})|P:([A-Z0-9]{3,30}):([A-Z0-9]{1,6}):(\d{3,5})|B:([A-Z]{3}U\d{7})):([A-Z0-9])$/;

const SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Whether a text is read off a label, whole or not. */
export const isLabel = (text: string): boolean => normaliseCode(text).includes('MP1:');

/** @returns what the label says, or why it cannot be what was printed */
export function parseLabel(typed: string): Label | Misread {
  const text = normaliseCode(typed);
  if (text.split('MP1:').length > 2) return 'TWO_CODES';
  const [, lot, carton, lotOfPile, pile, count, container, check] = LABEL.exec(text) ?? [];
  if (check === undefined) return 'FORM';
  if (checkOf(text.slice(0, -2)) !== check) return 'CHECK';
  if (lot !== undefined) return { of: 'CARTON', lot, carton: Number(carton) };
  if (lotOfPile !== undefined) return { of: 'PILE', lot: lotOfPile, pile: pile ?? '', count: Number(count) };
  return { of: 'BOX', container: container ?? '' };
}

/** The code that is printed. @throws RangeError for parts that no label can have */
export function printLabel(label: Label): string {
  const stem = `MP1:${stemOf(label)}`;
  const text = `${stem}:${checkOf(stem)}`;
  if (!LABEL.test(text)) throw new RangeError(`${text} is no label`);
  return text;
}

function stemOf(label: Label): string {
  switch (label.of) {
    case 'CARTON':
      return `C:${label.lot}:${String(label.carton).padStart(5, '0')}`;
    case 'PILE':
      return `P:${label.lot}:${label.pile}:${String(label.count).padStart(3, '0')}`;
    default:
      return `B:${label.container}`;
  }
}

/** The check character of ISO 7064 MOD 37,36 over all but the colons. */
export function checkOf(stem: string): string {
  const product = Array.from(stem.replaceAll(':', '')).reduce((so, sign) => {
    const sum = (so + SIGNS.indexOf(sign)) % 36;
    return ((sum === 0 ? 36 : sum) * 2) % 37;
  }, 36);
  return SIGNS.charAt((37 - product) % 36);
}
