import { type Element, field } from '../../domain/gzsw/element.ts';
import { type ItemOutcome, type Receipt, receiptOf } from '../../domain/gzsw/receipt.ts';
import type { Exchange } from './exchange.ts';
import { items } from './message.ts';
import { fileOrganisation } from './organisation.ts';

/** MAF 生产商: `identCode` carries the unified social credit code, `corpCode` the client's own or the organisation code. */
export async function maf(exchange: Exchange): Promise<Receipt> {
  const outcomes: ItemOutcome[] = [];
  for (const item of items(exchange.message.body, 'Manufacturer')) outcomes.push(await fileProducer(exchange, item));
  return receiptOf(outcomes, '生产商');
}

async function fileProducer(exchange: Exchange, item: Element): Promise<ItemOutcome> {
  const [clientCode, code, name] = [field(item, 'corpCode'), field(item, 'identCode'), field(item, 'corpCname')];
  const missing = [
    ...(clientCode === undefined ? ['组织机构代码为空'] : []),
    ...(code === undefined ? ['统一社会信用代码（identCode）为空'] : []),
    ...(name === undefined ? ['中文名称为空'] : []),
  ];
  if (clientCode === undefined || code === undefined || name === undefined) return { refused: missing };
  const outcome = await fileOrganisation(exchange, {
    type: 'MAF',
    code: code.toUpperCase(),
    clientCode,
    name,
    duplicate: '私有数据已存在不需要新建',
    forms: [
      {
        kind: 'producer',
        entity: {
          unifiedSocialCreditCode: code,
          name,
          nameEn: field(item, 'corpEname'),
          contact: { name: field(item, 'contractMan'), phone: field(item, 'telno') },
          address: field(item, 'caddress'),
          documents: [{ type: 'GZSW_MESSAGE', documentId: exchange.message.id }],
        },
      },
    ],
  });
  return 'taken' in outcome ? { taken: { corpCode: clientCode, ...outcome.taken } } : outcome;
}
