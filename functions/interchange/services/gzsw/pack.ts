import { z } from 'zod';
import { sha256 } from '../../../shared/digest.ts';
import { comparableNumber } from '../../../shared/kernel/comparison.ts';
import { containerNumberOf, isContainerNumber, notAContainer } from '../../../shared/kernel/container-number.ts';
import { at, type Said, says } from '../../../shared/kernel/finding.ts';
import { implausible } from '../../../shared/kernel/plausible-date.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { countryOf, destinationProblems } from '../../domain/codes.ts';
import { child, type Element, field } from '../../domain/gzsw/element.ts';
import { ownersOf } from '../../domain/gzsw/owners.ts';
import {
  about,
  type ItemOutcome,
  type NotTaken,
  notTaken,
  type Receipt,
  receiptOf,
  together,
} from '../../domain/gzsw/receipt.ts';
import { codeOf } from '../../domain/known.ts';
import type { DocumentOf, Kept } from '../../store/gzsw-documents.ts';
import { consolidate, holdsItsTrades, planned } from './consolidation.ts';
import type { Exchange } from './exchange.ts';
import { combinationsOf, conclude, type Rows } from './loading.ts';
import { items } from './message.ts';
import { findReadable } from './ownership.ts';
import { type Found, missingIn, partyInForce } from './party-in-force.ts';
import { type Content, type RecordKind, upsertRecord } from './upsert-record.ts';

/**
 * PACK 装箱单: confirms the consolidations of its 组货单 by what was loaded, with a plan or without. A 组货单 that waited is
 * consolidated first, for the trade operator that the packing list names.
 */
export async function pack(exchange: Exchange): Promise<Receipt> {
  const outcomes: ItemOutcome[] = [];
  for (const [index, item] of items(exchange.message.body, 'Packing').entries()) {
    outcomes.push(await answerPacking(exchange, item, index));
  }
  return receiptOf(outcomes, '装箱单');
}

async function answerPacking(exchange: Exchange, item: Element, index: number): Promise<ItemOutcome> {
  const named = { number: field(item, 'billNo'), clientId: field(item, 'packingId'), index };
  const kept = await upsertRecord(exchange, PACKING, named, () => contentOf(exchange, item));
  if ('refused' in kept) return kept;
  return { taken: { billNo: kept.number } };
}

/** 装箱单 as records of the dialect: each is in force while what it says is loaded; a later content corrects it. */
const PACKING: RecordKind<'PACK', PackingContent> = {
  type: 'PACK',
  series: 'ZX',
  unknown: (number) => says(`装箱单号“${number}”不存在`, '首次报送请留空'),
  isInForce: async (exchange, { document }) => document.isConfirmed && isLoaded(exchange, document.rows),
  carryOut: async (exchange, { document, combinations, tradeOperatorId }, { before }) => {
    const named = new Set(combinations.map(({ number }) => number));
    const left = before?.document.isConfirmed
      ? combinationsOf(before.document.rows).filter((number) => !named.has(number))
      : [];
    if (left.length > 0) {
      const fact = `组货单 ${left.join('、')} 已按装箱单 ${before?.number} 确认装箱，本次没有列出`;
      return notTaken(says(fact, '请照列，卸箱的请先解除组货'));
    }
    const reasons: NotTaken[] = [];
    for (const combination of combinations) {
      const refused = await load(exchange, combination, document, tradeOperatorId);
      if (refused) reasons.push(about(`组货单 ${combination.number}`, refused));
    }
    return reasons.length > 0 ? together(reasons) : { ...document, isConfirmed: true, sentBy: exchange.caller };
  },
};

/** Whether the consolidations of all 组货单 are confirmed still: one that was released is loaded anew. */
async function isLoaded(exchange: Exchange, rows: Rows): Promise<boolean> {
  for (const number of combinationsOf(rows)) {
    const id = (await exchange.store.find(exchange.districtId, 'COMB', number))?.document.consolidationId;
    const current = id === undefined ? undefined : await planned(exchange, id);
    if (current?.status !== 'CONFIRMED' && current?.status !== 'SEALED') return false;
  }
  return true;
}

/** Takes one 组货单 to its confirmation. */
async function load(
  exchange: Exchange,
  combination: Kept<'COMB'>,
  document: PackingContent['document'],
  tradeOperatorId: string,
): Promise<NotTaken | undefined> {
  const { consolidationId } = combination.document;
  let current = consolidationId === undefined ? undefined : await planned(exchange, consolidationId);
  if (!current || !holdsItsTrades(current)) {
    const made = await consolidate(exchange, combination.document, consolidationId, { tradeOperatorId });
    if ('refused' in made) return made;
    if (made.consolidationId === undefined) return notTaken(says('没有境内发货人，不能组货', '请核对 customCorp'));
    await exchange.store.change(exchange.districtId, combination, {
      ...combination.document,
      consolidationId: made.consolidationId,
    });
    current = await planned(exchange, made.consolidationId);
  }
  if (!current) return notTaken('没有找到对应的组货，请重新报送组货单');
  if (current.tradeOperatorId !== tradeOperatorId) {
    return notTaken(says('境内发货人（customCorp）与组货的经营者不同', '请核对，或按经营者分别组货'));
  }
  return conclude(exchange, current, document, combination.number);
}

interface PackingContent extends Content {
  readonly document: Omit<DocumentOf<'PACK'>, 'isConfirmed'>;
  readonly combinations: readonly Kept<'COMB'>[];
  readonly tradeOperatorId: string;
}

async function contentOf(exchange: Exchange, item: Element): Promise<PackingContent | NotTaken> {
  const { known, districtId, message, lists } = exchange;
  const { containerTypes } = lists;
  const operatorCode = field(item, 'customCorp');
  const operator: Found =
    operatorCode === undefined
      ? { missing: notTaken('境内发货人（customCorp）为空') }
      : await partyInForce(exchange, 'tradeOperator', '境内发货人', operatorCode);
  const rows = items(child(item, 'PackingDetailList'), 'PackingDetail').map((detail) => ({
    combination: comparableNumber(field(detail, 'comboId') ?? ''),
    containerType: typeOf(field(detail, 'containerType') ?? '', lists),
    containerNumber: containerNumberOf(field(detail, 'containerNo') ?? ''),
  }));
  // What can be known now is not left to the day on which the plan is there.
  const [packedOn, destination] = [field(item, 'packDate'), field(item, 'destCountry')];
  const numbers = [...new Set(rows.map(({ combination }) => combination))];
  const combinations = await Promise.all(numbers.map((number) => findReadable(exchange, 'COMB', number)));
  const problems = [
    ...combinations.flatMap((found, index) =>
      found ? [] : [says(`组货单“${numbers[index] ?? ''}”不存在`, '请核对组货单号')],
    ),
    ...rows.flatMap(({ containerType }, index) =>
      containerTypes.has(containerType)
        ? []
        : [
            `第${index + 1}行箱型“${containerType}”不认识，可为 ${[...containerTypes.values()].map((row) => row.marketName).join('、')}`,
          ],
    ),
    ...rows.flatMap((_row, index) => containerProblems(rows, index)),
    ...(packedOn === undefined ? [] : dayProblems(packedOn, exchange)),
    ...(destination === undefined ? [] : destinationProblems(destination, lists)),
  ];
  if (!operator.party || problems.length > 0) {
    return together([...missingIn(operator), ...(problems.length > 0 ? [notTaken(...problems)] : [])]);
  }
  const nameOf = async (code: string | undefined): Promise<string | undefined> =>
    code === undefined ? undefined : (await known.party(districtId, 'customsBroker', code))?.name;
  const [broker, inspectionBroker] = ['customProxyer', 'ciqCorp'].map((name) => field(item, name));
  const content = {
    type: 'PACK',
    createOrg: message.sender,
    operator: codeOf(operator.party),
    packedOn,
    warehouse: field(item, 'packWarehouse'),
    destinationCountry: destination === undefined ? undefined : countryOf(destination, lists),
    billOfLading: field(item, 'billCode'),
    broker,
    brokerName: await nameOf(broker),
    inspectionBroker,
    inspectionBrokerName: await nameOf(inspectionBroker),
    rows,
  } as const;
  const digest = sha256(content);
  return {
    document: { ...content, rows, parties: ownersOf(exchange.senderIds, operator.party.entityId), digest },
    digest,
    combinations: combinations.filter((found) => found !== undefined),
    tradeOperatorId: operator.party.entityId,
  };
}

/** Every row names another container, by a number that can be one; one container of several 组货单 stands with each. */
function containerProblems(rows: Rows, index: number): (string | Said)[] {
  const row = rows[index];
  if (!row) return [];
  const { containerNumber: number, combination, containerType } = row;
  if (!isContainerNumber(number)) return [at(`第${index + 1}行`, notAContainer(number))];
  const first = rows
    .slice(0, index)
    .findIndex(
      (one) =>
        one.containerNumber === number && (one.combination === combination || one.containerType !== containerType),
    );
  return first < 0
    ? []
    : [`第${index + 1}行集装箱号“${number}”与第${first + 1}行重复；同一组货单的集装箱只列一次，拼装的箱型须相同`];
}

/** Messages name containers as the market does (`40HQ`); the registry by ISO 6346. */
const typeOf = (name: string, { containerTypes }: Lists): string =>
  [...containerTypes.values()].find(({ marketName }) => marketName === name.toUpperCase())?.type ?? name;

/** What is wrong with the day of packing. */
function dayProblems(packedOn: string, { today, lists }: Pick<Exchange, 'today' | 'lists'>): (string | Said)[] {
  if (!z.iso.date().safeParse(packedOn).success) return [`装箱日期“${packedOn}”不是日期，应如 2026-03-18`];
  return [implausible('装箱日期', packedOn, today, lists) ?? []].flat();
}
