import { countryOf } from '../../domain/codes.ts';
import { type Element, field } from '../../domain/gzsw/element.ts';
import { type ItemOutcome, type Receipt, receiptOf } from '../../domain/gzsw/receipt.ts';
import type { Exchange } from './exchange.ts';
import { items } from './message.ts';
import { fileOrganisation } from './organisation.ts';

/** BUYER 采购商: a foreign buyer is known by its certificate; the message does not say of which kind that is. */
export async function buyer(exchange: Exchange): Promise<Receipt> {
  const outcomes: ItemOutcome[] = [];
  for (const item of items(exchange.message.body, 'Buyer')) outcomes.push(await fileBuyer(exchange, item));
  return receiptOf(outcomes, '采购商');
}

async function fileBuyer(exchange: Exchange, item: Element): Promise<ItemOutcome> {
  const [code, name, country] = [field(item, 'corpCode'), field(item, 'corpCname'), field(item, 'finvest1')];
  const missing = [...(code === undefined ? ['证件号为空'] : []), ...(name === undefined ? ['采购商名称为空'] : [])];
  if (code === undefined || name === undefined) return { refused: missing };
  const outcome = await fileOrganisation(exchange, {
    type: 'BUYER',
    code: code.toUpperCase(),
    name,
    duplicate: '私有数据已存在不需要新建',
    forms: [
      {
        kind: 'buyer',
        entity: {
          name,
          certificateType: 'OTHER',
          certificateNumber: code,
          nationality: country === undefined ? undefined : (countryOf(country, exchange.lists) ?? country),
          phone: field(item, 'telno'),
          address: field(item, 'address'),
          documents: [{ type: 'GZSW_MESSAGE', documentId: exchange.message.id }],
        },
      },
    ],
  });
  return 'taken' in outcome ? { taken: { corpCode: code, ...outcome.taken } } : outcome;
}
