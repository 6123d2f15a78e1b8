import { z } from 'zod';
import { sha256 } from '../../../shared/digest.ts';
import { ownNumber, seriesOf } from '../../domain/gzsw/numbers.ts';
import { type ItemOutcome, type Receipt, receiptOf } from '../../domain/gzsw/receipt.ts';
import { sentences } from '../../domain/refusal.ts';
import type { DocumentOf } from '../../store/gzsw-documents.ts';
import type { Element } from '../xml.ts';
import { type Exchange, onceKey, ownersOf, partyInForce } from './exchange.ts';
import { clientIdOf, field, items } from './message.ts';

/** GOODS 商品备案. Goods sent again under their number are filed anew, and the number then stands for the new filing. */
export async function goods(exchange: Exchange): Promise<Receipt> {
  const outcomes: ItemOutcome[] = [];
  for (const [index, item] of items(exchange.message.body, 'Good').entries()) {
    outcomes.push(await one(exchange, item, index));
  }
  return receiptOf(outcomes, '商品');
}

const REQUIRED: readonly (readonly [name: string, label: string])[] = [
  ['createOrg', '创建企业编码'],
  ['goodsCname', '中文名称'],
  ['model', '规格型号'],
  ['cunit', '成交单位'],
  ['qunit', '法定单位'],
  ['hsCode', 'HS 编码'],
];

const Filed = z.object({ id: z.string() });

async function one(exchange: Exchange, item: Element, index: number): Promise<ItemOutcome> {
  const missing = REQUIRED.filter(([name]) => field(item, name) === undefined).map(([, label]) => `商品${label}为空`);
  if (missing.length > 0) return { refused: missing };
  const { store, districtId, message, registry } = exchange;
  const merchant = await partyInForce(exchange, 'merchant', '商品创建企业编码', message.sender);
  if (!merchant.party) return { refused: [merchant.missing] };
  const producer = await producerOf(exchange, field(item, 'producer'));
  if ('missing' in producer) return { refused: [producer.missing] };

  const form = formOf(item, merchant.party.entityId, producer.entityId);
  const [given, number] = [field(item, 'goodsId'), field(item, 'goodsCode')];
  const clientId = clientIdOf(message, given, index);
  const before =
    number === undefined
      ? await store.findByClient(districtId, 'GOODS', message.sender, clientId)
      : await store.find(districtId, 'GOODS', number);
  if (number !== undefined && before?.document.createOrg !== message.sender) {
    return { refused: [`商品库无对应的商品：${number}；首次报送请将商品编码留空`] };
  }
  const digest = sha256(form);
  const answer = (goodsCode: string): ItemOutcome => ({ taken: { goodsId: given ?? '', goodsCode } });
  if (before?.document.digest === digest) return answer(before.number);

  const headers = onceKey('GOODS', message.sender, clientId, digest, before?.document.goodsId);
  const filed = await registry.send('FilingApi', { method: 'POST', path: '/v1/goods', headers, body: form }, Filed);
  if (filed.refused) return { refused: sentences(filed.refused) };
  const { nameZh, specification, dealUnit, legalUnit, secondUnit, merchantId } = form;
  const document: DocumentOf<'GOODS'> = {
    type: 'GOODS',
    createOrg: message.sender,
    parties: ownersOf(exchange, merchantId),
    goodsId: filed.done.id,
    merchantId,
    nameZh,
    specification,
    dealUnit,
    legalUnit,
    secondUnit,
    digest,
  };
  if (before) return answer((await store.change(districtId, before, document)).number);
  const series = seriesOf('SC', districtId, exchange.madeOn);
  const free = await store.freeNumber(districtId, series, ownNumber(series, given));
  return answer(
    (await store.keep(districtId, free, exchange.at, document, { createOrg: message.sender, id: clientId })).number,
  );
}

/** A producer goes by its organisation code, its unified social credit code, or the code its MAF message gave. */
async function producerOf(
  exchange: Exchange,
  code: string | undefined,
): Promise<{ readonly entityId: string | undefined } | { readonly missing: string }> {
  if (code === undefined) return { entityId: undefined };
  const named = await exchange.store.findByClient(exchange.districtId, 'MAF', exchange.message.sender, code);
  const found = await partyInForce(exchange, 'producer', '商品生产厂家', named?.document.code ?? code);
  return found.party ? { entityId: found.party.entityId } : { missing: found.missing };
}

const required = (item: Element, name: string): string => field(item, name) ?? '';

/** `hsCode` has 8 digits and `hsCodeS` the other 2; `isBrand` is 0 even where a brand is named. */
const formOf = (item: Element, merchantId: string, producerId: string | undefined) => ({
  merchantId,
  producerId,
  nameZh: required(item, 'goodsCname'),
  nameEn: field(item, 'goodsEname'),
  hsCode: required(item, 'hsCode') + (field(item, 'hsCodeS') ?? ''),
  specification: required(item, 'model'),
  brand: brandOf(field(item, 'cBrand') ?? field(item, 'eBrand')),
  dealUnit: required(item, 'cunit'),
  legalUnit: required(item, 'qunit'),
  secondUnit: field(item, 'wunit'),
  ownCode: field(item, 'corpOwnerCode'),
});

const brandOf = (name: string | undefined) =>
  name === undefined || /^无(品牌|牌)?$/.test(name) ? { type: 'NONE' } : { type: 'DOMESTIC', name };
