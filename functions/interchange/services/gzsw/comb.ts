import { sha256 } from '../../../shared/digest.ts';
import { countryOf } from '../../domain/codes.ts';
import { ownNumber, seriesOf } from '../../domain/gzsw/numbers.ts';
import { type ItemOutcome, type Receipt, receiptOf } from '../../domain/gzsw/receipt.ts';
import type { DocumentOf, Kept } from '../../store/gzsw-documents.ts';
import type { Element } from '../xml.ts';
import { consolidate, isStanding, planned, release } from './consolidation.ts';
import { type Exchange, ownersOf, partyInForce } from './exchange.ts';
import { child, clientIdOf, field, items } from './message.ts';
import { findReadable } from './ownership.ts';

/**
 * COMB 组货单: becomes a consolidation of the registry. Where the trades are not measured yet that waits for it; where the
 * merchants export in their own name, the 组货单 itself waits for the packing list to name a consignor. Its query says so.
 */
export async function comb(exchange: Exchange): Promise<Receipt> {
  const outcomes: ItemOutcome[] = [];
  for (const [index, item] of items(exchange.message.body, 'Combo').entries()) {
    outcomes.push(await one(exchange, item, index));
  }
  return receiptOf(outcomes, '组货单');
}

async function one(exchange: Exchange, item: Element, index: number): Promise<ItemOutcome> {
  const { store, districtId, message } = exchange;
  const read = await contentOf(exchange, item);
  if ('refused' in read) return read;
  const [orderCode, comboId] = [field(item, 'orderCode'), field(item, 'comboId')];
  const clientId = clientIdOf(message, comboId, index);
  const before =
    orderCode === undefined
      ? await store.findByClient(districtId, 'COMB', message.sender, clientId)
      : await store.find(districtId, 'COMB', orderCode);
  if (orderCode !== undefined && before?.document.createOrg !== message.sender) {
    return { refused: [`组货单号“${orderCode}”不存在；首次报送请留空`] };
  }
  const formed = before?.document.consolidationId;
  if (before && formed !== undefined) {
    const current = await planned(exchange, formed);
    if (before.document.digest === read.digest && current && isStanding(current)) {
      return answerOf(before.number);
    }
    const refused = await release(exchange, formed, `组货单 ${before.number} 重新报送`);
    if (refused) return { refused };
  }
  const series = seriesOf('ZH', districtId, exchange.madeOn);
  const number = before?.number ?? (await store.freeNumber(districtId, series, ownNumber(series, comboId)));
  const result = await consolidate(exchange, read, formed);
  if ('refused' in result) return result;
  const content: DocumentOf<'COMB'> = { ...read, consolidationId: result.consolidationId };
  if (before) await store.change(districtId, before, content);
  else await store.keep(districtId, number, exchange.at, content, { createOrg: message.sender, id: clientId });
  return answerOf(number);
}

const answerOf = (number: Kept['number']): ItemOutcome => ({ taken: { orderCode: number } });

async function contentOf(
  exchange: Exchange,
  item: Element,
): Promise<DocumentOf<'COMB'> | { readonly refused: readonly string[] }> {
  const { message } = exchange;
  const country = countryOf(field(item, 'destCountry') ?? '');
  const forwarderCode = field(item, 'proxyer') ?? message.sender;
  const forwarder = await partyInForce(exchange, 'consolidator', '组货人（货代）', forwarderCode);
  // The platform spells it tradeingNo.
  const tradingNos = items(child(item, 'ComboDetailList'), 'ComboDetail').map(
    (detail) => field(detail, 'tradeingNo') ?? field(detail, 'tradingNo') ?? '',
  );
  const trades = await Promise.all(tradingNos.map((number) => findReadable(exchange, 'TRAD', number)));
  const problems = [
    ...(country === undefined ? [`运抵国“${field(item, 'destCountry') ?? ''}”不在代码表内`] : []),
    ...(forwarder.missing === undefined ? [] : [forwarder.missing]),
    ...trades.flatMap((trade, index) => {
      const number = tradingNos[index] ?? '';
      if (!trade) return [`交易单“${number}”不存在；请核对交易单号`];
      return trade.document.tradeId === undefined
        ? [`交易单“${number}”为预录入，尚未提交；请先在备注中说明后重新报送`]
        : [];
    }),
  ];
  if (new Set(tradingNos).size !== tradingNos.length) problems.push('交易单号重复');
  if (country === undefined || !forwarder.party || problems.length > 0) return { refused: problems };
  const content = {
    type: 'COMB',
    createOrg: message.sender,
    destinationCountry: country,
    forwarder: forwarderCode,
    forwarderName: forwarder.party.name,
    consolidatorId: forwarder.party.entityId,
    carNo: field(item, 'carNo'),
    remark: field(item, 'remark'),
    tradingNos,
  } as const;
  const parties = ownersOf(exchange, content.consolidatorId);
  return { ...content, tradingNos, parties, digest: sha256(content) };
}
