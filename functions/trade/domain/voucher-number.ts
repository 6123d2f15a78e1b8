import type { VoucherType } from '../../events/trade.ts';
import { NUMERALS, withArabic, withZeros } from '../../shared/kernel/chinese-number.ts';
import { comparableNumber, untilSame } from '../../shared/kernel/comparison.ts';
import { simplified } from '../../shared/kernel/simplified.ts';

/**
 * The form in which numbers of vouchers are compared, so that one contract is counted once however its number was typed:
 * `HT1号`, `No.HT1`, `合同HT1` and `合同編號：HT1` are one contract. What is left is letters and digits, in simplified characters
 * and Arabic numerals; zeros stay, as nothing says where a number of a trader's own making has its parts.
 *
 * Words that say the type go, because the key has the type; the words of other types stay, so that receipt 1 is another
 * voucher than delivery note 1. A number without a type is taken for a contract's. Letters stay, even those of an
 * abbreviation, as in `PO1` and `INV1`: they begin numbers more often than they name one. Designed for this project.
 */
export const voucherNumberForm = (type: VoucherType, typed: string): string =>
  untilSame((text) => once(type, text), typed);

const once = (type: VoucherType, typed: string): string =>
  withArabic(withZeros(simplified(comparableNumber(typed))), NUMERAL)
    .replace(WORDS[type] ?? NONE, '')
    .replace(LABEL, '')
    .replace(LABEL_BEHIND_WORD, '')
    .replaceAll(/第(?=\d)/gu, '')
    // The sign # is none of the form, so `1#2` and `1 No. 2` are the same.
    .replaceAll(/(?<=\d)NO(?=\d)/g, '')
    .replaceAll(/(?<=(?<!\d)(?:19|20)\d\d)年度?(?=\d)/gu, '')
    .replace(/(?<=[A-Z\d])号$/u, '');

const CONTRACT =
  /^(?:(?:购销|销售|采购|买卖|外销|内销|出口|供货|订货|贸易|商品|货物)*(?:合同|合约|协议|订单|订货单)书?|(?:SALES|PURCHASE)?(?:CONTRACT|AGREEMENT|ORDER))(?=.)/u;

/** Words for a voucher of a type, before its number. */
const WORDS: Partial<Record<VoucherType, RegExp>> = {
  CONTRACT,
  OTHER: CONTRACT,
  INVOICE:
    /^(?:(?:增值税|专用|普通|电子|数电|商业|形式|出口|销售|统一)*发票|(?:COMMERCIAL|PROFORMA|VAT|TAX)?INVOICE)(?=.)/u,
};

const NONE = /(?!)/;

/** What says that a number follows. */
const LABEL = /^(?:单据号码?|凭证号码?|单号|编号|号码|字号|号(?=[A-Z\d])|NUMBER|NO)(?=.)/u;

/** The same behind a word that stays: `收据号1` is `收据1`. */
const LABEL_BEHIND_WORD = /(?<=^\p{Script=Han}{2,10})(?:编号|号码|单号|号|NUMBER|NO)(?=[A-Z\d])/u;

/** Numerals where a number stands; others are a word's, as in 三峡. */
const NUMERAL = new RegExp(`(?<=[第\\d])[${NUMERALS}]+|[${NUMERALS}]+(?=[第号年]|$)`, 'gu');
