import { sha256 } from '../../../shared/digest.ts';
import { comparableNumber } from '../../../shared/kernel/comparison.ts';
import { says } from '../../../shared/kernel/finding.ts';
import { countryOf, destinationProblems } from '../../domain/codes.ts';
import { child, type Element, field } from '../../domain/gzsw/element.ts';
import { ownersOf } from '../../domain/gzsw/owners.ts';
import {
  type ItemOutcome,
  type NotTaken,
  notTaken,
  type Receipt,
  receiptOf,
  together,
} from '../../domain/gzsw/receipt.ts';
import type { DocumentOf } from '../../store/gzsw-documents.ts';
import { consolidate, holdsItsTrades, planned, release } from './consolidation.ts';
import type { Exchange } from './exchange.ts';
import { items } from './message.ts';
import { findReadable } from './ownership.ts';
import { missingIn, partyInForce } from './party-in-force.ts';
import { type RecordKind, upsertRecord } from './upsert-record.ts';

/**
 * COMB 组货单: becomes a consolidation of the registry. Where the trades are not measured yet that waits for it; where the
 * merchants export in their own name, the 组货单 itself waits for the packing list to name a consignor. Its query says so.
 */
export async function comb(exchange: Exchange): Promise<Receipt> {
  const outcomes: ItemOutcome[] = [];
  for (const [index, item] of items(exchange.message.body, 'Combo').entries()) {
    outcomes.push(await answerCombination(exchange, item, index));
  }
  return receiptOf(outcomes, '组货单');
}

async function answerCombination(exchange: Exchange, item: Element, index: number): Promise<ItemOutcome> {
  const named = { number: field(item, 'orderCode'), clientId: field(item, 'comboId'), index };
  const kept = await upsertRecord(exchange, COMBINATION, named, () => contentOf(exchange, item));
  return 'refused' in kept ? kept : { taken: { orderCode: kept.number } };
}

/** 组货单 as records of the dialect: a consolidation stands behind each, once it is known who declares. */
const COMBINATION: RecordKind<'COMB', DocumentOf<'COMB'>> = {
  type: 'COMB',
  series: 'ZH',
  unknown: (number) => says(`组货单号“${number}”不存在`, '首次报送请留空'),
  isInForce: async (exchange, { document: { consolidationId } }) => {
    const current = consolidationId === undefined ? undefined : await planned(exchange, consolidationId);
    return current !== undefined && holdsItsTrades(current);
  },
  carryOut: async (exchange, content, { before }) => {
    const formed = before?.document.consolidationId;
    const refused = before && formed && (await release(exchange, formed, `组货单 ${before.number} 重新报送`));
    if (refused) return refused;
    const result = await consolidate(exchange, content, formed);
    return 'refused' in result ? result : { ...content, consolidationId: result.consolidationId };
  },
};

async function contentOf(exchange: Exchange, item: Element): Promise<DocumentOf<'COMB'> | NotTaken> {
  const { message } = exchange;
  const country = countryOf(field(item, 'destCountry') ?? '', exchange.lists);
  const forwarderCode = field(item, 'proxyer') ?? message.sender;
  const forwarder = await partyInForce(exchange, 'consolidator', '组货人（货代）', forwarderCode);
  // The platform spells it tradeingNo.
  const tradingNos = items(child(item, 'ComboDetailList'), 'ComboDetail').map(
    (detail) => field(detail, 'tradeingNo') ?? field(detail, 'tradingNo') ?? '',
  );
  const trades = await Promise.all(tradingNos.map((number) => findReadable(exchange, 'TRAD', number)));
  const unknown = [
    ...destinationProblems(field(item, 'destCountry') ?? '', exchange.lists),
    ...trades.flatMap((trade, index) => {
      const number = tradingNos[index] ?? '';
      if (!trade) return [says(`交易单“${number}”不存在`, '请核对交易单号')];
      return trade.document.tradeId === undefined
        ? [says(`交易单“${number}”为预录入，尚未提交`, '请先在备注中说明后重新报送')]
        : [];
    }),
    ...(new Set(tradingNos.map(comparableNumber)).size === tradingNos.length ? [] : ['交易单号重复']),
  ];
  if (country === undefined || !forwarder.party || unknown.length > 0) {
    return together([...missingIn(forwarder), ...(unknown.length > 0 ? [notTaken(...unknown)] : [])]);
  }
  const content = {
    type: 'COMB',
    createOrg: message.sender,
    destinationCountry: country,
    forwarder: forwarderCode,
    forwarderName: forwarder.party.name,
    consolidatorId: forwarder.party.entityId,
    carNo: field(item, 'carNo'),
    remark: field(item, 'remark'),
    tradingNos: tradingNos.map(comparableNumber),
  } as const;
  const parties = ownersOf(exchange.senderIds, content.consolidatorId);
  return { ...content, parties, digest: sha256(content) };
}
