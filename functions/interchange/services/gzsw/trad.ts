import assumptions from '../../../../seeds/reference/gzsw-assumptions.json' with { type: 'json' };
import { isParty } from '../../../shared/auth/caller.ts';
import { sha256 } from '../../../shared/digest.ts';
import { currencyOf } from '../../domain/codes.ts';
import { ownNumber, seriesOf } from '../../domain/gzsw/numbers.ts';
import { type Item, type Receipt, receiptOf } from '../../domain/gzsw/receipt.ts';
import { codeOf, type KnownParty } from '../../domain/known.ts';
import type { DocumentOf, Kept, TradeLine } from '../../store/gzsw-documents.ts';
import type { Element } from '../xml.ts';
import { agree } from './agreement.ts';
import { type Exchange, type Found, ownersOf, partyInForce } from './exchange.ts';
import { clientIdOf, field, items } from './message.ts';
import { type Registration, registerTrade, stands } from './trade-registration.ts';

/**
 * TRAD 交易单. A trade that the registry doubts is answered with an exception and waits as 预录入; sent again with a remark
 * it is registered, the remark being the explanation. One that is registered answers the same again, and with another
 * content is withdrawn and registered anew under its number.
 */
export async function trad(exchange: Exchange): Promise<Receipt> {
  const outcomes = [];
  for (const [index, item] of items(exchange.message.body, 'Trade').entries()) {
    outcomes.push(await one(exchange, item, index));
  }
  return receiptOf(outcomes, '交易单');
}

interface Parties {
  readonly buyer: KnownParty;
  readonly seller: KnownParty;
  readonly operator: KnownParty | undefined;
}

async function one(
  exchange: Exchange,
  item: Element,
  index: number,
): Promise<{ readonly taken: Item } | { readonly refused: readonly string[] }> {
  const { store, districtId, message } = exchange;
  const foreign = foreignTo(exchange, item);
  if (foreign !== undefined) return { refused: [foreign] };
  const parties = await partiesOf(exchange, item);
  if ('refused' in parties) return parties;
  const [tradingNo, tradingId, remark] = ['tradingNo', 'tradingId', 'remark'].map((name) => field(item, name));
  const clientId = clientIdOf(message, tradingId, index);
  const before =
    tradingNo === undefined
      ? await store.findByClient(districtId, 'TRAD', message.sender, clientId)
      : await store.find(districtId, 'TRAD', tradingNo);
  if (tradingNo !== undefined && before?.document.createOrg !== message.sender) {
    return { refused: [`交易单号“${tradingNo}”不存在；首次报送请留空`] };
  }
  const unentrusted = before?.document.seller !== codeOf(parties.seller) && (await unentrustedTo(exchange, parties));
  // Which goods a merchant has filed is told to those who act for it.
  if (unentrusted) return { refused: [unentrusted] };
  const lines = await linesOf(exchange, item, parties.seller);
  if ('refused' in lines) return lines;
  const currencies = new Set(lines.map(({ currency }) => currency));
  const currency = lines[0]?.currency ?? '';
  if (currencies.size > 1) return { refused: ['同一交易单只能有一种币制，请按币制分单'] };
  const body = bodyOf(parties, currency, lines);
  const digest = sha256(body);
  if (before && before.document.digest === digest && (await stands(exchange, before))) {
    return { taken: answerOf(before, index) };
  }
  const refused = parties.operator && (await entrust(exchange, parties.seller, parties.operator));
  if (refused) return { refused };

  const series = seriesOf('JY', districtId, exchange.madeOn);
  const number = before?.number ?? (await store.freeNumber(districtId, series, ownNumber(series, tradingId)));
  const registration = await registerTrade(exchange, {
    once: ['TRAD', message.sender, clientId, digest],
    body,
    before,
    remark,
  });
  if ('refused' in registration) return registration;
  const document = documentOf(exchange, item, parties, {
    digest,
    registration,
    lines: await numbered(exchange, number, lines, before?.document.lines ?? []),
  });
  const kept = before
    ? await store.change(districtId, before, document)
    : await store.keep(districtId, number, exchange.at, document, { createOrg: message.sender, id: clientId });
  return { taken: answerOf(kept, index) };
}

async function partiesOf(
  exchange: Exchange,
  item: Element,
): Promise<Parties | { readonly refused: readonly string[] }> {
  const find = async (kind: string, label: string, name: string): Promise<Found> => {
    const code = field(item, name);
    if (code === undefined) return { missing: `${label}（${name}）为空` };
    return partyInForce(exchange, kind, label, code.toUpperCase());
  };
  const seller = await find('merchant', '供货商', 'solder');
  const buyer = await find('buyer', '采购商', 'buyer');
  const operator = field(item, 'proxyer') === undefined ? undefined : await find('tradeOperator', '代理商', 'proxyer');
  if (seller.party && buyer.party && !operator?.missing) {
    return { seller: seller.party, buyer: buyer.party, operator: operator?.party };
  }
  return { refused: [seller.missing, buyer.missing, operator?.missing].filter((sentence) => sentence !== undefined) };
}

/** A line before it has its return number. */
type Line = Omit<TradeLine, 'returnId'> & { readonly goodsId: string };

/** `quantity` is the legal quantity, `cAmount` the deal quantity, `weight` the second quantity. */
async function linesOf(
  { store, known, districtId }: Exchange,
  item: Element,
  seller: KnownParty,
): Promise<Line[] | { readonly refused: readonly string[] }> {
  const details = items(
    item.children.find(({ name }) => name === 'TradeDetailList'),
    'TradeDetail',
  );
  const filed = await known.goodsByNumber(districtId, [
    ...new Set(details.flatMap((detail) => field(detail, 'goodsCode') ?? [])),
  ]);
  const lines: Line[] = [];
  const problems: string[] = [];
  for (const [index, detail] of details.entries()) {
    const where = `第${index + 1}个商品`;
    const [goodsCode, legal, deal, second, price, total, code] = LINE_FIELDS.map((name) => field(detail, name));
    const missing = [
      ...(legal === undefined ? ['法定数量（quantity）'] : []),
      ...(deal === undefined ? ['成交数量（cAmount）'] : []),
      ...(price === undefined ? ['单价（price）'] : []),
      ...(total === undefined ? ['总价（totalPrice）'] : []),
    ].map((label) => `${where}${label}为空`);
    const currency = currencyOf(code ?? '');
    if (currency === undefined) missing.push(`${where}币制“${code ?? ''}”不在代码表内`);
    // Numbers of this dialect come first; those that filing gave are told apart by the merchant.
    const ours = goodsCode === undefined ? undefined : await store.find(districtId, 'GOODS', goodsCode);
    const goods = [ours?.document, goodsCode === undefined ? undefined : filed.get(goodsCode)].find(
      (candidate) => candidate?.merchantId === seller.entityId,
    );
    if (goodsCode === undefined) missing.push(`${where}商品编码为空`);
    else if (!goods) {
      missing.push(`${where}：“${seller.name}”的商品库无对应的商品 ${goodsCode}；请先报送商品备案（GOODS）`);
    }
    problems.push(...missing);
    if (missing.length > 0 || !goods || goodsCode === undefined) continue;
    lines.push({
      clientId: field(detail, 'tradeDetailId') ?? String(index + 1),
      goodsCode,
      goodsId: goods.goodsId,
      name: goods.nameZh,
      model: goods.specification,
      dealQuantity: deal ?? '',
      dealUnit: goods.dealUnit,
      legalQuantity: legal ?? '',
      legalUnit: goods.legalUnit,
      secondQuantity: second,
      secondUnit: goods.secondUnit,
      unitPrice: price ?? '',
      amount: total ?? '',
      currency: currency ?? '',
    });
  }
  return problems.length > 0 ? { refused: problems } : lines;
}

const LINE_FIELDS = ['goodsCode', 'quantity', 'cAmount', 'weight', 'price', 'totalPrice', 'tradeCurr'] as const;

/**
 * The body of `POST /v1/trades`. The message says nothing of the destination, which is the buyer's country; nor of the
 * port, which the declaration names; nor of cartons, which are measured when the goods arrive.
 */
const bodyOf = ({ seller, buyer, operator }: Parties, currency: string, lines: readonly Line[]) => ({
  merchantId: seller.entityId,
  buyerId: buyer.entityId,
  tradeOperatorId: operator?.entityId,
  exportMode: operator ? 'ENTRUSTED' : 'SELF',
  destinationCountry: buyer.nationality,
  portOfDischarge: assumptions.portOfDischarge,
  currency,
  lines: lines.map((line) => ({
    goodsId: line.goodsId,
    quantity: numeric(line.dealQuantity),
    unit: line.dealUnit,
    legalQuantity: numeric(line.legalQuantity),
    secondQuantity: line.secondQuantity === undefined ? undefined : numeric(line.secondQuantity),
    unitPrice: line.unitPrice,
    amount: line.amount,
  })),
});

/** A number for the registry to judge; text that is none stays text and is refused there by its field. */
const numeric = (text: string): number | string => (/^\d{1,15}(\.\d{1,8}0{0,20})?$/.test(text) ? Number(text) : text);

/**
 * A message that names an agent rests on an agreement. Where none is registered, the merchant's COMP must have named the
 * agent as its own (关联外贸公司), which the centre has approved; that relation is then registered as the agreement.
 */
async function entrust(
  exchange: Exchange,
  seller: KnownParty,
  operator: KnownParty,
): Promise<readonly string[] | undefined> {
  const standing = await entrustment(exchange, seller, operator);
  if (standing === 'AGREED') return undefined;
  return standing === 'RELATED' ? agree(exchange, seller, operator) : [notEntrusted(seller, operator)];
}

async function entrustment(
  { known, store, districtId, today }: Exchange,
  seller: KnownParty,
  operator: KnownParty,
): Promise<'AGREED' | 'RELATED' | 'NONE'> {
  if (await known.isAgreed(districtId, seller.entityId, operator.entityId, today)) return 'AGREED';
  const filed = await store.findByClient(districtId, 'COMP', 'COMP', codeOf(seller));
  return filed?.document.relatedOperator === codeOf(operator) ? 'RELATED' : 'NONE';
}

const notEntrusted = (seller: KnownParty, operator: KnownParty): string =>
  `“${codeOf(seller)}”与“${operator.name}”没有有效的委托代理出口协议；请先报送委托关系（CLIENTAGE）或到服务中心登记协议`;

/** Why a party may not send a trade: it is none of its own, whatever the codes in it stand for. */
function foreignTo({ caller, message: { sender } }: Exchange, item: Element): string | undefined {
  if (!isParty(caller)) return undefined;
  const [name, label] = caller.role === 'merchant' ? ['solder', '供货商'] : ['proxyer', '代理商'];
  return field(item, name)?.toUpperCase() === sender
    ? undefined
    : `只能报送本单位的交易单：${label}（${name}）应为 ${sender}`;
}

/** Why an agent may not send a merchant's trade. */
async function unentrustedTo(exchange: Exchange, { seller, operator }: Parties): Promise<string | undefined> {
  if (exchange.caller.role !== 'agent' || !operator) return undefined;
  return (await entrustment(exchange, seller, operator)) === 'NONE' ? notEntrusted(seller, operator) : undefined;
}

async function numbered(
  { store, districtId, madeOn }: Exchange,
  tradingNo: string,
  lines: readonly Line[],
  before: readonly TradeLine[],
): Promise<TradeLine[]> {
  const series = seriesOf('R', districtId, madeOn);
  const isSame =
    before.length === lines.length && before.every(({ clientId }, index) => clientId === lines[index]?.clientId);
  const returnIds = isSame
    ? before.map(({ returnId }) => returnId)
    : await store.lineNumbers(
        districtId,
        series,
        lines.map(({ clientId }) => ownNumber(series, clientId)),
        tradingNo,
      );
  return lines.map(({ goodsId: _goodsId, ...line }, index) => ({ ...line, returnId: returnIds[index] ?? '' }));
}

const documentOf = (
  exchange: Exchange,
  item: Element,
  { buyer, seller, operator }: Parties,
  rest: {
    readonly digest: string;
    readonly registration: Registration;
    readonly lines: TradeLine[];
  },
): DocumentOf<'TRAD'> => ({
  type: 'TRAD',
  createOrg: exchange.message.sender,
  parties: ownersOf(exchange, seller.entityId, operator?.entityId),
  // The number that the message names it by: the register tells nobody a buyer's certificate.
  buyer: field(item, 'buyer')?.toUpperCase() ?? codeOf(buyer),
  buyerName: buyer.name,
  seller: codeOf(seller),
  sellerName: seller.name,
  operator: operator && codeOf(operator),
  operatorName: operator?.name,
  taxWay: field(item, 'applyWay'),
  agencyReceipt: field(item, 'isAgencyReceipt'),
  rmbMoney: field(item, 'rmbMoney'),
  remark: field(item, 'remark'),
  digest: rest.digest,
  lines: rest.lines,
  ...rest.registration,
});

/** Keys carry the place of the trade in the message and of the line in the trade: `tradeDetailIdReturn0`. */
function answerOf({ number, document }: Kept<'TRAD'>, index: number): Item {
  const { warnings, lines } = document;
  return {
    [`exceptionCode${index}`]: warnings.length === 0 ? '0' : '1',
    ...(warnings.length === 0
      ? {}
      : {
          [`exceptionMsg${index}`]: warnings.map(({ message }) => message).join('；'),
          [`solveWay${index}`]: '请在备注中说明原因后重新提交',
        }),
    [`tradingNo${index}`]: number,
    [`tradeDetail${index}`]: Object.fromEntries(
      lines.flatMap(({ clientId, returnId }, line) => [
        [`tradeDetailIdReturn${line}`, returnId],
        [`tradeDetailId${line}`, clientId],
      ]),
    ),
  };
}
