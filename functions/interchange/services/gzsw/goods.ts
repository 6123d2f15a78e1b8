import { z } from 'zod';
import { sha256 } from '../../../shared/digest.ts';
import { comparableNumber } from '../../../shared/kernel/comparison.ts';
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
import { goodsNumberOf, type Kept } from '../../store/gzsw-documents.ts';
import { idempotencyKey } from '../other-apis.ts';
import type { Exchange } from './exchange.ts';
import { items } from './message.ts';
import { partyInForce } from './party-in-force.ts';
import { type Content, type Place, type RecordKind, upsertRecord } from './upsert-record.ts';

/** GOODS 商品备案. Goods sent again under their number are amended; the number stands for the same goods everywhere. */
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
  return 'refused' in kept ? kept : { taken: { goodsId: goodsId ?? '', goodsCode: goodsNumberOf(kept) } };
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

const Filed = z.object({ id: z.string(), goodsNumber: z.string(), status: z.string(), merchantId: z.string() });

type Filed = z.infer<typeof Filed>;

/** 商品 as records of the dialect: they go by the number that the registry gives them. */
const GOODS: RecordKind<'GOODS', GoodsContent> = {
  type: 'GOODS',
  series: 'SC',
  unknown: (number) => says(`商品库无对应的商品：${number}`, '首次报送请将商品编码留空'),
  registered: ({ goodsNumber }) => goodsNumber,
  isInForce: async ({ apis }, { document }) => (await read(apis, document.goodsId)).done?.status === 'ACTIVE',
  carryOut: async (exchange, { form, digest }, record) => {
    const { message, senderIds } = exchange;
    const filed = record.before
      ? await amend(exchange, form, record.before)
      : await file(exchange, { form, digest }, record);
    if ('refused' in filed) return filed;
    const { nameZh, specification, dealUnit, legalUnit, secondUnit, merchantId } = form;
    return {
      type: 'GOODS',
      createOrg: message.sender,
      parties: ownersOf(senderIds, merchantId),
      goodsId: filed.id,
      goodsNumber: filed.goodsNumber,
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

const read = (apis: Exchange['apis'], id: string) =>
  apis.send('FilingApi', { method: 'GET', path: '/v1/goods/{id}', params: { id } }, Filed);

/** Files goods under the client's own number where the registry has given it to none, else under the registry's next. */
async function file(
  { apis, message: { sender } }: Exchange,
  { form, digest }: GoodsContent,
  { number, clientId }: Place<'GOODS'>,
): Promise<Filed | NotTaken> {
  const post = (goodsNumber: string) => {
    const headers = idempotencyKey('GOODS', sender, clientId, digest, goodsNumber || undefined);
    const body = goodsNumber === '' ? form : { ...form, goodsNumber };
    return apis.send('FilingApi', { method: 'POST', path: '/v1/goods', headers, body }, Filed);
  };
  const asNumbered = await post(number);
  const isOthers = asNumbered.refused?.errors.some(({ pointer }) => pointer === '/goodsNumber') ?? false;
  const filed = isOthers ? await post('') : asNumbered;
  return filed.refused ? refusedBy(filed.refused) : filed.done;
}

/** Goods that are sent again with another content are amended, and keep their number. */
async function amend(
  { apis }: Exchange,
  form: GoodsContent['form'],
  { number, document: { goodsId } }: Kept<'GOODS'>,
): Promise<Filed | NotTaken> {
  const filed = await read(apis, goodsId);
  if (filed.refused) return refusedBy(filed.refused);
  if (filed.done.status !== 'ACTIVE') {
    return notTaken(says(`商品 ${number} 已注销，不能变更`, '需要时请以新的商品序号（goodsId）重新报送，商品编码留空'));
  }
  const amended = await apis.send(
    'FilingApi',
    {
      method: 'PUT',
      path: '/v1/goods/{id}',
      params: { id: goodsId },
      headers: { 'If-Match': filed.headers['ETag'] ?? '' },
      body: form,
    },
    Filed,
  );
  return amended.refused ? refusedBy(amended.refused) : amended.done;
}

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
  const { store, known, districtId, message } = exchange;
  const named = await store.findByClient(districtId, 'MAF', message.sender, code);
  const registered = await known.party(districtId, 'producer', code);
  if (named && registered && registered.identifier !== comparableNumber(named.document.code)) {
    return notTaken(
      says(
        `商品生产厂家“${code}”是“${registered.name}”的代码，又是您报送的“${named.document.name}”的自编代码，不能确定是哪一家`,
        '请改填其统一社会信用代码',
      ),
    );
  }
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
