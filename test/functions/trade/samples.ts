import type { EntityKind } from '../../../functions/events/entity.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import type { Filed, FiledAgreement, FiledGoods, FiledParty } from '../../../functions/trade/domain/filed.ts';
import type { History } from '../../../functions/trade/domain/history.ts';
import type { TradeRequest as Parsed } from '../../../functions/trade/domain/request.ts';
import { TradeRequest } from '../../../functions/trade/domain/request.ts';
import { build as onAgreementChanged } from '../../../functions/trade/subscribers/on-agreement-changed.ts';
import { build as onGoodsChanged } from '../../../functions/trade/subscribers/on-goods-changed.ts';
import { build as onPartyChanged } from '../../../functions/trade/subscribers/on-party-changed.ts';
import { DAZU } from '../../kit/call.ts';
import { deliver } from '../../kit/deliver.ts';
import { idOf } from '../../kit/ids.ts';
import { listsWithRates } from '../../kit/rates.ts';

export { deliver, idOf };

export const MERCHANT = idOf('entity', 1);
export const BUYER = idOf('entity', 2);
export const OPERATOR = idOf('entity', 3);
export const TROWEL = idOf('goods', 1);

export const partyOf = (entityId: string, kind: EntityKind, changes: Partial<FiledParty> = {}): FiledParty => ({
  entityId,
  districtId: DAZU,
  version: 1,
  kind,
  name: `${kind} ${entityId.slice(-2)}`,
  status: 'ACTIVE',
  validUntil: '2028-12-31',
  ...changes,
});

export const merchantParty = (changes: Partial<FiledParty> = {}) =>
  partyOf(MERCHANT, 'merchant', { name: '大足区龙水镇兴旺五金经营部', stall: 'A区1层018号', ...changes });
export const buyerParty = (changes: Partial<FiledParty> = {}) =>
  partyOf(BUYER, 'buyer', { name: 'AL NOOR HARDWARE & TOOLS TRADING LLC', nationality: 'ARE', ...changes });
export const operatorParty = (changes: Partial<FiledParty> = {}) =>
  partyOf(OPERATOR, 'tradeOperator', { name: '重庆渝采通国际贸易有限公司', ...changes });

export const trowel = (changes: Partial<FiledGoods> = {}): FiledGoods => ({
  goodsId: TROWEL,
  districtId: DAZU,
  version: 1,
  merchantId: MERCHANT,
  status: 'ACTIVE',
  nameZh: '抹泥刀',
  hsCode: '8205590000',
  specification: '碳钢|木柄|280mm',
  brand: { type: 'NONE' },
  dealUnit: '016',
  legalUnit: '035',
  inspectionRequired: false,
  exportDuty: false,
  ...changes,
});

export const agreement = (changes: Partial<FiledAgreement> = {}): FiledAgreement => ({
  agreementId: idOf('agreement', 1),
  merchantId: MERCHANT,
  tradeOperatorId: OPERATOR,
  districtId: DAZU,
  version: 1,
  status: 'IN_FORCE',
  validFrom: '2026-01-01',
  validUntil: '2026-12-31',
  ...changes,
});

/** Everything filed that the sample request names. */
export const filed = (changes: Partial<Filed> = {}): Filed => ({
  merchant: merchantParty(),
  buyer: buyerParty(),
  tradeOperator: operatorParty(),
  goods: new Map([[TROWEL, trowel()]]),
  agreements: [agreement()],
  documents: new Map(),
  ...changes,
});

/** What the registry has seen of a first trade: nothing. */
export const history = (changes: Partial<History> = {}): History => ({
  prices: new Map(),
  merchant: { turnover: new Map(), tradesThisHour: 0 },
  buyer: { trades: 0, ports: new Set(), merchantsToday: new Set(), operatorsThisMonth: new Set() },
  sameLines: new Map(),
  vouchers: new Map(),
  ...changes,
});

export const AT = '2026-03-17T01:30:00.000Z';

/** The circumstances of a registration. */
export const context = (acceptedWarnings: readonly string[] = []) => ({
  id: idOf('trade', 1),
  districtId: DAZU,
  at: AT,
  by: 'clerk-500111',
  acceptedWarnings: new Set(acceptedWarnings),
  lists: listsWithRates(AT.slice(0, 10)),
});

export const cartons = (changes: Record<string, unknown> = {}) => ({
  count: 220,
  lengthMm: 600,
  widthMm: 400,
  heightMm: 270,
  grossWeightKg: 20,
  netWeightKg: 19,
  ...changes,
});

export const line = (changes: Record<string, unknown> = {}) => ({
  goodsId: TROWEL,
  quantity: 22000,
  unit: '016',
  legalQuantity: 4180,
  unitPrice: '1.0000',
  amount: '22000.00',
  cartons: [cartons()],
  ...changes,
});

/** A line of a single piece, worth the given amount, at 5 USD a kilogram. */
export const lineWorth = (amount: string, changes: Record<string, unknown> = {}) => {
  const kilograms = Math.max(0.001, Math.round(Number(amount) * 200) / 1000);
  return line({
    quantity: 1,
    unitPrice: amount,
    amount,
    cartons: [cartons({ count: 1, grossWeightKg: kilograms, netWeightKg: kilograms })],
    ...changes,
  });
};

/** A body that breaks no rule. */
export const body = (changes: Record<string, unknown> = {}) => ({
  merchantId: MERCHANT,
  buyerId: BUYER,
  tradeOperatorId: OPERATOR,
  exportMode: 'ENTRUSTED',
  destinationCountry: 'ARE',
  portOfDischarge: 'AEJEA',
  currency: 'USD',
  lines: [line()],
  ...changes,
});

export const request = (changes: Record<string, unknown> = {}): Parsed => TradeRequest.parse(body(changes));

/** Brings filed records into trade's read model by the events that filing emits. */
export async function file(
  runtime: Runtime,
  facts: { parties?: FiledParty[]; goods?: FiledGoods[]; agreements?: FiledAgreement[] },
): Promise<void> {
  for (const one of facts.parties ?? []) await deliver(onPartyChanged(runtime), 'EntityChanged', one);
  for (const one of facts.goods ?? []) await deliver(onGoodsChanged(runtime), 'GoodsChanged', one);
  for (const one of facts.agreements ?? []) await deliver(onAgreementChanged(runtime), 'AgreementChanged', one);
}

export const fileSample = (runtime: Runtime) =>
  file(runtime, {
    parties: [merchantParty(), buyerParty(), operatorParty()],
    goods: [trowel()],
    agreements: [agreement()],
  });
