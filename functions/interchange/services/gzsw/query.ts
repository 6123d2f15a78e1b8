import { dayInChina } from '../../../shared/kernel/china-time.ts';
import { comparableNumber, searchForm } from '../../../shared/kernel/comparison.ts';
import { field } from '../../domain/gzsw/element.ts';
import { type Item, type Receipt, taken } from '../../domain/gzsw/receipt.ts';
import { type DocumentType, goodsNumberOf, type Kept } from '../../store/gzsw-documents.ts';
import type { Exchange } from './exchange.ts';

/** GOODSINFO, PURCHASER and MANUFACTUR: what the sender has filed by messages, narrowed by the fields that are filled. */

export const goodsInfo = (exchange: Exchange): Promise<Receipt> =>
  rows(exchange, 'GOODS', (kept) => ({
    goodsCode: goodsNumberOf(kept),
    goodsName: kept.document.nameZh,
    model: kept.document.specification,
    cunit: kept.document.dealUnit,
    qunit: kept.document.legalUnit,
    wunit: kept.document.secondUnit ?? '',
    createOrg: kept.document.createOrg,
    // Goods are filed at once, without a review.
    goodsStatus: '03',
  }));

export const purchaserInfo = (exchange: Exchange): Promise<Receipt> => organisations(exchange, 'BUYER');

export const manufacturerInfo = (exchange: Exchange): Promise<Receipt> => organisations(exchange, 'MAF');

const organisations = (exchange: Exchange, type: 'BUYER' | 'MAF'): Promise<Receipt> =>
  rows(exchange, type, ({ number, document }) => ({
    orgId: number,
    corpCode: document.code,
    corpCname: document.name,
    createOrg: exchange.message.sender,
  }));

async function rows<T extends DocumentType>(
  { store, districtId, message }: Exchange,
  type: T,
  rowOf: (kept: Kept<T>) => Item,
): Promise<Receipt> {
  const [begin, end] = [field(message.body, 'dateBegin'), field(message.body, 'dateEnd')];
  const kept = await store.ofClient(districtId, type, message.sender);
  const inTime = kept.filter(({ createdAt }) => {
    const day = dayInChina(createdAt);
    return (begin === undefined || begin <= day) && (end === undefined || day <= end);
  });
  return taken(inTime.map(rowOf).filter((row) => matches(row, message.body)));
}

/** Every field of the query that the row has too must say the same; a name may be given in part. */
const matches = (row: Item, query: Exchange['message']['body']): boolean =>
  Object.entries(row).every(([name, value]) => {
    const wanted = field(query, name);
    if (wanted === undefined) return true;
    return /name$/i.test(name)
      ? searchForm(String(value)).includes(searchForm(wanted))
      : comparableNumber(String(value)) === comparableNumber(wanted);
  });
