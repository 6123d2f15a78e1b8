import { z } from 'zod';
import { sha256 } from '../../../shared/digest.ts';
import { says } from '../../../shared/kernel/finding.ts';
import { type Element, field } from '../../domain/gzsw/element.ts';
import { ownersOf } from '../../domain/gzsw/owners.ts';
import {
  type ItemOutcome,
  type NotTaken,
  notTaken,
  type Receipt,
  receiptOf,
  refusedBy,
} from '../../domain/gzsw/receipt.ts';
import { idempotencyKey } from '../other-apis.ts';
import type { Exchange } from './exchange.ts';
import { items } from './message.ts';
import { partyInForce } from './party-in-force.ts';
import { type Content, type RecordKind, upsertRecord } from './upsert-record.ts';

/** GOODS 商品备案. Goods sent again under their number are filed anew, and the number then stands for the new filing. */
export async function goods(exchange: Exchange): Promise<Receipt> {
  const outcomes: ItemOutcome[] = [];
  for (const [index, item] of items(exchange.message.body, 'Good').entries()) {
    outcomes.push(await answerGoods(exchange, item, index));
  }
  return receiptOf(outcomes, '商品');
}

async function answerGoods(exchange: Exchange, item: Element, index: number): Promise<ItemOutcome> {
  const missing = REQUIRED.filter(([name]) => field(item, name) === undefined).map(([, label]) => `商品${label}为空`);
  if (missing.length > 0) return notTaken(...missing);
  const goodsId = field(item, 'goodsId');
  const named = { number: field(item, 'goodsCode'), clientId: goodsId, index };
  const kept = await upsertRecord(exchange, GOODS, named, () => contentOf(exchange, item));
  return 'refused' in kept ? kept : { taken: { goodsId: goodsId ?? '', goodsCode: kept.number } };
}

const REQUIRED: readonly (readonly [name: string, label: string])[] = [
  ['createOrg', '创建企业编码'],
  ['goodsCname', '中文名称'],
  ['model', '规格型号'],
  ['cunit', '成交单位'],
  ['qunit', '法定单位'],
  ['hsCode', 'HS 编码'],
];

interface GoodsContent extends Content {
  readonly form: ReturnType<typeof formOf>;
}

const Filed = z.object({ id: z.string() });

/** 商品 as records of the dialect; what is filed stays in force until it is filed anew. */
const GOODS: RecordKind<'GOODS', GoodsContent> = {
  type: 'GOODS',
  series: 'SC',
  unknown: (number) => says(`商品库无对应的商品：${number}`, '首次报送请将商品编码留空'),
  isInForce: async () => true,
  carryOut: async (exchange, { form, digest }, { clientId, before }) => {
    const { message, apis, senderIds } = exchange;
    const headers = idempotencyKey('GOODS', message.sender, clientId, digest, before?.document.goodsId);
    const filed = await apis.send('FilingApi', { method: 'POST', path: '/v1/goods', headers, body: form }, Filed);
    if (filed.refused) return refusedBy(filed.refused);
    const { nameZh, specification, dealUnit, legalUnit, secondUnit, merchantId } = form;
    return {
      type: 'GOODS',
      createOrg: message.sender,
      parties: ownersOf(senderIds, merchantId),
      goodsId: filed.done.id,
      merchantId,
      nameZh,
      specification,
      dealUnit,
      legalUnit,
      secondUnit,
      digest,
    };
  },
};

async function contentOf(exchange: Exchange, item: Element): Promise<GoodsContent | NotTaken> {
  const merchant = await partyInForce(exchange, 'merchant', '商品创建企业编码', exchange.message.sender);
  if (merchant.missing) return merchant.missing;
  const producer = await producerOf(exchange, field(item, 'producer'));
  if ('refused' in producer) return producer;
  const form = formOf(item, merchant.party.entityId, producer.entityId);
  return { form, digest: sha256(form) };
}

/** A producer goes by its organisation code, its unified social credit code, or the code its MAF message gave. */
async function producerOf(
  exchange: Exchange,
  code: string | undefined,
): Promise<{ readonly entityId: string | undefined } | NotTaken> {
  if (code === undefined) return { entityId: undefined };
  const named = await exchange.store.findByClient(exchange.districtId, 'MAF', exchange.message.sender, code);
  const found = await partyInForce(exchange, 'producer', '商品生产厂家', named?.document.code ?? code);
  return found.missing ?? { entityId: found.party.entityId };
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
