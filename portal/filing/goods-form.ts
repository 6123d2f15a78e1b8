import form from 'virtual:form/filing/fileGoods';
import { pick } from '../forms/pick.ts';

/** The form of goods: what they are first, papers last; the number that they bring along is rarely known. */
export const GOODS_FORM = pick(form, [
  'merchantId',
  'nameZh',
  'hsCode',
  'specification',
  'ownCode',
  'nameEn',
  'ciqCode',
  'dealUnit',
  'legalUnit',
  'secondUnit',
  'producerId',
  'brand',
  'documents',
]);

/** The same where they are filed first. */
export const NEW_GOODS_FORM = pick(form, [...Object.keys(GOODS_FORM.fields).slice(0, -1), 'goodsNumber', 'documents']);

/** What of goods stays whatever is amended. */
export const AMENDED_GOODS_FORM = pick(form, Object.keys(GOODS_FORM.fields).slice(1));
