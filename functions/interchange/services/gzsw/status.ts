import { z } from 'zod';
import { seesMasked } from '../../../shared/auth/caller.ts';
import { dayInChina, timeInChina } from '../../../shared/kernel/china-time.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { nameOf } from '../../../shared/reference/names.ts';
import type { QueryAnswer, QueryType } from '../../contract/gzsw.ts';
import { countryCode, currencyCode } from '../../domain/codes.ts';
import type { Item } from '../../domain/gzsw/receipt.ts';
import type { DocumentOf, DocumentType, Kept } from '../../store/gzsw-documents.ts';
import { findReadable, ownerOfSender, type Reader, readsGoods, readsParty } from './ownership.ts';
import { waitsFor } from './waiting.ts';

/** What clients ask of declaring and of tax, which this registry does not do. */
const ELSEWHERE: Readonly<Partial<Record<QueryType, string>>> = {
  CUSTOM: '报关',
  '8': '报关',
  DECL: '报检',
  '9': '报检',
  GOODSCERT: '代理出口货物证明',
  '12': '代理出口货物证明',
  '13': '代理出口货物证明',
  FREE: '免税申报',
  '14': '免税申报',
  '15': '免税申报',
};

const NUMBERED: Readonly<Partial<Record<QueryType, Named>>> = {
  '2': 'TRAD',
  '3': 'TRAD_DETAIL',
  '4': 'COMB',
  '5': 'COMB_DETAIL',
  '6': 'PACK',
  '7': 'PACK_DETAIL',
  '10': 'CONT',
};

type Named = Exclude<QueryType, `${number}` | 'CUSTOM' | 'DECL' | 'GOODSCERT' | 'FREE'>;

interface Query extends Reader {
  readonly key: string;
  readonly lists: Lists;
}

/** To whoever may not see what a key names it is answered as a key that names nothing. */
export async function statusOf(type: QueryType, query: Query): Promise<QueryAnswer> {
  const business = ELSEWHERE[type];
  if (business) return { result: '0', errorMessage: `${business}（${type}）不由本系统办理，请在相应系统查询` };
  const found = await QUERIES[NUMBERED[type] ?? (type as Named)](query);
  return found ?? { result: '0', errorMessage: `没有“${query.key}”的记录，或尚未报送` };
}

const QUERIES: Readonly<Record<Named, (query: Query) => Promise<QueryAnswer | undefined>>> = {
  COMP: (query) =>
    organisation(query, 'COMP', ['merchant', 'tradeOperator', 'freightForwarder', 'consolidator', 'customsBroker']),
  BUYER: (query) => organisation(query, 'BUYER', ['buyer']),
  MAF: (query) => organisation(query, 'MAF', ['producer']),
  GOODS: goodsStatus,
  TRAD: (query) => rows(query, 'TRAD', tradeHead),
  TRAD_DETAIL: (query) => rows(query, 'TRAD', tradeDetail),
  COMB: (query) => rows(query, 'COMB', combinationHead),
  COMB_DETAIL: (query) => rows(query, 'COMB', combinationDetail),
  PACK: (query) => rows(query, 'PACK', packingHead),
  PACK_DETAIL: (query) =>
    rows(query, 'PACK', async ({ document }) =>
      document.rows.map(({ combination, containerType, containerNumber }) => ({
        comboId: combination,
        containerType: marketNameOf(containerType, query.lists),
        containerNo: containerNumber,
      })),
    ),
  CONT: (query) => rows(query, 'CONT', async (kept) => [contractRow(kept)]),
  RECEIPT: receiptOf,
};

const marketNameOf = (containerType: string, { containerTypes }: Lists): string =>
  containerTypes.get(containerType)?.marketName ?? containerType;

const statuses = (dataList: { statusCode: string; status: string }[]): QueryAnswer => ({ result: '1', dataList });

const Filing = z.object({
  status: z.string(),
  decisions: z.array(z.object({ decision: z.string(), reasons: z.array(z.string()) })),
});

/** 核实中 until every filing of an organisation is decided; 不通过 with the reasons as soon as one is not. */
async function organisation(
  query: Query,
  type: 'COMP' | 'BUYER' | 'MAF',
  kinds: readonly string[],
): Promise<QueryAnswer | undefined> {
  const { store, apis, districtId, key } = query;
  const kept = await store.organisation(districtId, type, key);
  if (!kept) return registered(query, kinds);
  const filings = [];
  for (const { filingId } of kept.document.filings) {
    const call = { method: 'GET', path: '/v1/filings/{id}', params: { id: filingId } } as const;
    const filing = await apis.send('FilingApi', call, Filing);
    if (filing.refused) return registered(query, kinds);
    filings.push(filing.done);
  }
  const refused = filings.filter(({ status }) => ENDED.has(status));
  if (refused.length > 0) {
    const reasons = refused.flatMap(({ decisions }) => decisions.at(-1)?.reasons ?? []);
    return statuses([{ statusCode: '2', status: `核实不通过：${reasons.join('；')}` }]);
  }
  return statuses([filings.every(({ status }) => status === 'APPROVED') ? APPROVED : PENDING]);
}

/** Goods are filed at once, without a review: by the number of the registry, or by one that an earlier release gave. */
async function goodsStatus(query: Query): Promise<QueryAnswer | undefined> {
  const { known, districtId, key } = query;
  const filed = (await known.goodsByNumber(districtId, [key])).get(key);
  if (filed) return (await readsGoods(query, filed.goodsId)) ? statuses([goodsState(filed.status)]) : undefined;
  return (await findReadable(query, 'GOODS', key)) && statuses([APPROVED]);
}

const goodsState = (status: string) => (status === 'ACTIVE' ? APPROVED : { statusCode: '2', status: '已注销' });

/** Asks the register of parties that were filed by another way than the caller's messages. */
async function registered(query: Query, kinds: readonly string[]): Promise<QueryAnswer | undefined> {
  const { known, districtId, key } = query;
  const parties = await Promise.all(kinds.map((kind) => known.party(districtId, kind, key)));
  for (const party of parties) {
    if (party && (await readsParty(query, party.entityId))) return statuses([APPROVED]);
  }
  return undefined;
}

/** The receipt of a message, for those who may speak as its sender. */
async function receiptOf(query: Query): Promise<QueryAnswer | undefined> {
  const { store, districtId, key } = query;
  const answered = await store.answered(districtId, key);
  if (!answered) return undefined;
  const { sender = '', receipt } = answered;
  if ((await ownerOfSender(query, sender)) !== 'CALLER') return undefined;
  if (!key.startsWith('BUYER_')) return receipt;
  const items = (receipt.otherMessage ?? []).map(async ({ corpCode, ...item }) => ({
    corpCode: await certificateShown(query, String(corpCode)),
    ...item,
  }));
  return { ...receipt, otherMessage: await Promise.all(items) };
}

const Buyer = z.object({ entity: z.object({ certificateNumber: z.string() }) });

/** A buyer's certificate number as the register shows it to the caller. */
async function certificateShown({ caller, known, apis, districtId }: Query, number: string): Promise<string> {
  if (!seesMasked(caller)) return number;
  const party = await known.party(districtId, 'buyer', number);
  const call = { method: 'GET', path: '/v1/entities/{id}', params: { id: party?.entityId ?? '' } } as const;
  const buyer = await apis.send('FilingApi', call, Buyer);
  return buyer.done?.entity.certificateNumber ?? '*'.repeat(number.length);
}

const APPROVED = { statusCode: '1', status: '核实通过' };
const PENDING = { statusCode: '0', status: '核实中(管委会)' };
const ENDED = new Set(['RETURNED', 'REJECTED', 'WITHDRAWN', 'LAPSED']);

async function rows<T extends DocumentType>(
  query: Query,
  type: T,
  rowsOf: (kept: Kept<T>, query: Query) => Promise<Item[]>,
): Promise<QueryAnswer | undefined> {
  const kept = await findReadable(query, type, query.key);
  return kept && { result: 1, otherMessage: await rowsOf(kept, query) };
}

/** `1` 预录入, `2` 已提交, as the platform's heads say. */
const submitted = (isSubmitted: boolean): string => (isSubmitted ? '2' : '1');

const tradeHead = async ({ number, createdAt, document }: Kept<'TRAD'>, query: Query): Promise<Item[]> => [
  {
    tradingNo: number,
    buyer: await certificateShown(query, document.buyer),
    buyerName: document.buyerName,
    solderName: document.sellerName,
    proxyer: document.operator ?? '',
    proxyerName: document.operatorName ?? '',
    remark: document.remark ?? '',
    status: submitted(document.warnings.length === 0),
    createTime: timeInChina(createdAt),
    auditTime: document.registeredAt === undefined ? '' : timeInChina(document.registeredAt),
    mssbType: Number(document.taxWay ?? 0),
    is_dl_sh_flag: document.agencyReceipt ?? '',
    jn_rmb_money: Number(document.rmbMoney ?? 0),
  },
];

const tradeDetail = async ({ document }: Kept<'TRAD'>, { lists }: Query): Promise<Item[]> =>
  document.lines.map((line) => ({
    goodsInnerCode: line.goodsCode,
    goodsName: line.name,
    model: line.model,
    camount: Number(line.dealQuantity),
    cunitname: nameOf(lists.units, line.dealUnit),
    quantity: Number(line.legalQuantity),
    quantityUnit: nameOf(lists.units, line.legalUnit),
    weight: line.secondQuantity === undefined ? '' : Number(line.secondQuantity),
    weightUnit: line.secondUnit === undefined ? '' : nameOf(lists.units, line.secondUnit),
    price: Number(line.unitPrice),
    totalPrice: Number(line.amount),
    ccyCode: currencyCode(line.currency, lists),
  }));

const combinationHead = async ({ number, createdAt, document }: Kept<'COMB'>, query: Query): Promise<Item[]> => [
  {
    orderCode: number,
    createTime: dayInChina(createdAt),
    proxyer: document.forwarder,
    proxyerName: document.forwarderName,
    destCountry: countryCode(document.destinationCountry, query.lists),
    destCountryName: nameOf(query.lists.countries, document.destinationCountry),
    carno: document.carNo ?? '',
    auditStatus: submitted(document.consolidationId !== undefined),
    remark: [document.remark, await waitsFor(query.apis, document.consolidationId)].filter(Boolean).join('；'),
  },
];

async function combinationDetail({ createdAt, document }: Kept<'COMB'>, { store, districtId }: Query): Promise<Item[]> {
  const trades = await Promise.all(document.tradingNos.map((number) => store.find(districtId, 'TRAD', number)));
  return document.tradingNos.map((tradingNo, index) => ({
    tradingNo,
    solderCode: trades[index]?.document.seller ?? '',
    createTime: dayInChina(createdAt),
  }));
}

const packingHead = async ({ number, createdAt, document }: Kept<'PACK'>, query: Query): Promise<Item[]> => [
  {
    billno: number,
    packDate: document.packedOn ?? '',
    operateTime: timeInChina(createdAt),
    customCorp: document.operator,
    packWarehouse: document.warehouse ?? '',
    ...destinationOf(document, query.lists),
    billCode: document.billOfLading ?? '',
    customProxyer: document.broker ?? '',
    customProxyerName: document.brokerName ?? '',
    ciqCorp: document.inspectionBroker ?? '',
    ciqCorpName: document.inspectionBrokerName ?? '',
    // Declaring and inspection are not this registry's.
    operator: '',
    customStatus: '',
    customTime: '',
    ciqStatus: '',
    ciqTime: '',
    remark: document.isConfirmed
      ? ''
      : `预录入，尚未确认装箱${document.problem === undefined ? '' : `：${document.problem}`}`,
  },
];

const destinationOf = ({ destinationCountry }: DocumentOf<'PACK'>, lists: Lists): Item =>
  destinationCountry === undefined
    ? { destCountry: '', destCountryName: '' }
    : {
        destCountry: countryCode(destinationCountry, lists),
        destCountryName: nameOf(lists.countries, destinationCountry),
      };

const contractRow = ({ number, document }: Kept<'CONT'>): Item => ({
  contractNo: number,
  tradeBillId: document.tradingNo,
  trusteeCorpSgsCode: document.operator,
  trusteeCorpName: document.operatorName,
  entrustCorpName: document.sellerName,
  makeDate: document.madeOn,
  status: '2',
});
