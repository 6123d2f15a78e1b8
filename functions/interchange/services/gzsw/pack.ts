import { z } from 'zod';
import containerTypes from '../../../../seeds/reference/container-types.json' with { type: 'json' };
import { sha256 } from '../../../shared/digest.ts';
import { containerNumberOf, isContainerNumber, notAContainer } from '../../../shared/kernel/container-number.ts';
import { countryOf } from '../../domain/codes.ts';
import { ownNumber, seriesOf } from '../../domain/gzsw/numbers.ts';
import { type ItemOutcome, type Receipt, receiptOf } from '../../domain/gzsw/receipt.ts';
import { codeOf } from '../../domain/known.ts';
import type { DocumentOf, Kept } from '../../store/gzsw-documents.ts';
import type { Element } from '../xml.ts';
import { consolidate, isStanding, type Packed, planned, release } from './consolidation.ts';
import { type Exchange, ownersOf, partyInForce } from './exchange.ts';
import { conclude, confirmLater, isMeantFor, type Loaded, type Rows } from './loading.ts';
import { child, clientIdOf, field, items } from './message.ts';
import { findReadable } from './ownership.ts';

/**
 * PACK 装箱单: confirms the consolidations of its 组货单 with the containers that were loaded, now or when they are planned. A
 * 组货单 that waited is consolidated first, for the trade operator and the container types that the packing list names.
 */
export async function pack(exchange: Exchange): Promise<Receipt> {
  const outcomes: ItemOutcome[] = [];
  for (const [index, item] of items(exchange.message.body, 'Packing').entries()) {
    outcomes.push(await one(exchange, item, index));
  }
  return receiptOf(outcomes, '装箱单');
}

async function one(exchange: Exchange, item: Element, index: number): Promise<ItemOutcome> {
  const { store, districtId, message } = exchange;
  const read = await contentOf(exchange, item);
  if ('refused' in read) return read;
  const { content, combinations, tradeOperatorId } = read;
  const [billNo, packingId] = [field(item, 'billNo'), field(item, 'packingId')];
  const clientId = clientIdOf(message, packingId, index);
  const before =
    billNo === undefined
      ? await store.findByClient(districtId, 'PACK', message.sender, clientId)
      : await store.find(districtId, 'PACK', billNo);
  if (billNo !== undefined && before?.document.createOrg !== message.sender) {
    return { refused: [`装箱单号“${billNo}”不存在；首次报送请留空`] };
  }
  if (before?.document.isConfirmed) {
    return before.document.digest === content.digest
      ? answerOf(before.number)
      : { refused: [`装箱单 ${before.number} 已确认装箱，不能更改；请先解除组货`] };
  }
  const series = seriesOf('ZX', districtId, exchange.madeOn);
  const number = before?.number ?? (await store.freeNumber(districtId, series, ownNumber(series, packingId)));
  const waitsFor: string[] = [];
  const problems: string[] = [];
  for (const combination of combinations) {
    const rows = content.rows.filter((row) => row.combination === combination.number);
    const result = await load(exchange, combination, rows, tradeOperatorId);
    if ('refused' in result)
      problems.push(...result.refused.map((sentence) => `组货单 ${combination.number}：${sentence}`));
    else waitsFor.push(...result.waitsFor);
  }
  if (problems.length > 0) return { refused: problems };
  const document = { ...content, isConfirmed: waitsFor.length === 0, sentBy: exchange.caller };
  if (before) await store.change(districtId, before, document);
  else await store.keep(districtId, number, exchange.at, document, { createOrg: message.sender, id: clientId });
  if (!document.isConfirmed) await confirmLater(exchange, number, document);
  return answerOf(number);
}

const answerOf = (billNo: string): ItemOutcome => ({ taken: { billNo } });

/** Takes one 组货单 to its confirmation. */
async function load(
  exchange: Exchange,
  combination: Kept<'COMB'>,
  rows: Rows,
  tradeOperatorId: string,
): Promise<Loaded> {
  const packed: Packed = { tradeOperatorId, containerTypes: rows.map(({ containerType }) => containerType) };
  const { consolidationId } = combination.document;
  let plan = consolidationId === undefined ? undefined : await planned(exchange, consolidationId);
  if (plan && !isMeantFor(plan, packed)) {
    // It was planned before anybody said which containers there would be.
    const refused = await release(exchange, plan.id, '装箱单改用其他箱型，重新组货');
    if (refused) return { refused };
    plan = undefined;
  }
  if (!plan || !isStanding(plan)) {
    const made = await consolidate(exchange, combination.document, consolidationId, packed);
    if ('refused' in made) return made;
    if (made.consolidationId === undefined) return { refused: ['没有境内发货人，不能组货；请核对 customCorp'] };
    await exchange.store.change(exchange.districtId, combination, {
      ...combination.document,
      consolidationId: made.consolidationId,
    });
    plan = await planned(exchange, made.consolidationId);
  }
  if (!plan) return { refused: ['没有找到对应的组货，请重新报送组货单'] };
  if (plan.tradeOperatorId !== tradeOperatorId) {
    return { refused: ['境内发货人（customCorp）与组货的经营者不同；请核对，或按经营者分别组货'] };
  }
  return conclude(exchange, plan, rows, packed);
}

interface Content {
  readonly content: Omit<DocumentOf<'PACK'>, 'isConfirmed'>;
  readonly combinations: readonly Kept<'COMB'>[];
  readonly tradeOperatorId: string;
}

async function contentOf(
  exchange: Exchange,
  item: Element,
): Promise<Content | { readonly refused: readonly string[] }> {
  const { known, districtId, message } = exchange;
  const operatorCode = field(item, 'customCorp');
  const operator =
    operatorCode === undefined
      ? { missing: '境内发货人（customCorp）为空' }
      : await partyInForce(exchange, 'tradeOperator', '境内发货人', operatorCode);
  const rows = items(child(item, 'PackingDetailList'), 'PackingDetail').map((detail) => ({
    combination: field(detail, 'comboId') ?? '',
    containerType: typeOf(field(detail, 'containerType') ?? ''),
    containerNumber: containerNumberOf(field(detail, 'containerNo') ?? ''),
  }));
  // What can be known now is not left to the day on which the plan is there.
  const [packedOn, destination] = [field(item, 'packDate'), field(item, 'destCountry')];
  const numbers = [...new Set(rows.map(({ combination }) => combination))];
  const combinations = await Promise.all(numbers.map((number) => findReadable(exchange, 'COMB', number)));
  const problems = [
    ...(operator.missing === undefined ? [] : [operator.missing]),
    ...combinations.flatMap((found, index) => (found ? [] : [`组货单“${numbers[index] ?? ''}”不存在；请核对组货单号`])),
    ...rows.flatMap(({ containerType }, index) =>
      containerTypes.items.some(({ type }) => type === containerType)
        ? []
        : [
            `第${index + 1}行箱型“${containerType}”不认识，可为 ${containerTypes.items.map((row) => row.marketName).join('、')}`,
          ],
    ),
    ...rows.flatMap(({ containerNumber }, index) => containerProblems(rows, containerNumber, index)),
    ...(packedOn === undefined || z.iso.date().safeParse(packedOn).success
      ? []
      : [`装箱日期“${packedOn}”不是日期，应如 2026-03-18`]),
    ...(destination === undefined || countryOf(destination) !== undefined
      ? []
      : [`运抵国“${destination}”不在代码表内`]),
  ];
  if (!operator.party || problems.length > 0) return { refused: problems };
  const nameOf = async (code: string | undefined): Promise<string | undefined> =>
    code === undefined ? undefined : (await known.party(districtId, 'customsBroker', code))?.name;
  const [broker, inspectionBroker] = ['customProxyer', 'ciqCorp'].map((name) => field(item, name));
  const content = {
    type: 'PACK',
    createOrg: message.sender,
    operator: codeOf(operator.party),
    packedOn,
    warehouse: field(item, 'packWarehouse'),
    destinationCountry: destination === undefined ? undefined : countryOf(destination),
    billOfLading: field(item, 'billCode'),
    broker,
    brokerName: await nameOf(broker),
    inspectionBroker,
    inspectionBrokerName: await nameOf(inspectionBroker),
    rows,
  } as const;
  return {
    content: { ...content, rows, parties: ownersOf(exchange, operator.party.entityId), digest: sha256(content) },
    combinations: combinations.filter((found) => found !== undefined),
    tradeOperatorId: operator.party.entityId,
  };
}

/** Every row names another container, by a number that can be one. */
function containerProblems(rows: Rows, number: string, index: number): string[] {
  if (!isContainerNumber(number)) return [`第${index + 1}行${notAContainer(number)}`];
  const first = rows.findIndex(({ containerNumber }) => containerNumber === number);
  return first === index ? [] : [`第${index + 1}行集装箱号“${number}”与第${first + 1}行重复；每个集装箱只列一次`];
}

/** Messages name containers as the market does (`40HQ`); the registry by ISO 6346. */
const typeOf = (name: string): string =>
  containerTypes.items.find(({ marketName }) => marketName === name.toUpperCase())?.type ?? name;
