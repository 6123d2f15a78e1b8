import containerTypes from '../../../seeds/reference/container-types.json' with { type: 'json' };
import { sha256 } from '../../shared/table/audit.ts';
import { countryOf } from '../codes.ts';
import type { Element } from '../xml.ts';
import { confirm, consolidate, isStanding, type Packed, type Planned, planned, release } from './consolidation.ts';
import type { DocumentOf, Kept } from './documents.ts';
import { type Exchange, partyInForce } from './exchange.ts';
import { child, clientIdOf, field, items } from './message.ts';
import { ownNumber, seriesOf } from './numbers.ts';
import { type ItemOutcome, type Receipt, receiptOf } from './receipt.ts';
import { UNMEASURED } from './waiting.ts';

/**
 * PACK 装箱单: confirms the consolidations of its 组货单 with the containers that were loaded. A 组货单 that waited is
 * consolidated first, for the trade operator and the container types that the packing list names.
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
      ? answerOf(before.number, index, [])
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
  const document = { ...content, isConfirmed: waitsFor.length === 0 };
  if (before) await store.change(districtId, before, document);
  else await store.keep(districtId, number, exchange.at, document, { createOrg: message.sender, id: clientId });
  return answerOf(number, index, waitsFor);
}

const answerOf = (number: string, index: number, waitsFor: readonly string[]): ItemOutcome => ({
  taken: {
    billNo: number,
    ...(waitsFor.length === 0
      ? {}
      : {
          [`exceptionCode${index}`]: '1',
          [`exceptionMsg${index}`]: waitsFor.join('；'),
          [`solveWay${index}`]: '补齐后用新的 MessageId 重新报送本装箱单',
        }),
  },
});

type Rows = DocumentOf<'PACK'>['rows'];

/** Takes one 组货单 to its confirmation. */
async function load(
  exchange: Exchange,
  combination: Kept<'COMB'>,
  rows: Rows,
  tradeOperatorId: string,
): Promise<{ readonly waitsFor: readonly string[] } | { readonly refused: readonly string[] }> {
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
  return conclude(exchange, plan, rows, packed);
}

async function conclude(
  exchange: Exchange,
  plan: Planned,
  rows: Rows,
  packed: Packed,
): Promise<{ readonly waitsFor: readonly string[] } | { readonly refused: readonly string[] }> {
  const numbers = plan.containers.map(({ type }, index) => {
    const place = plan.containers.slice(0, index).filter((container) => container.type === type).length;
    return rows.filter(({ containerType }) => containerType === type)[place]?.containerNumber ?? '';
  });
  if (plan.status === 'CONFIRMED' || plan.status === 'SEALED') {
    const isSame = plan.containers.every(({ containerNumber }) =>
      rows.some((row) => row.containerNumber === containerNumber),
    );
    return isSame ? { waitsFor: [] } : { refused: ['已按其他集装箱确认装箱；请核对箱号，或先解除组货'] };
  }
  if (plan.status === 'AWAITING_MEASURES') return { waitsFor: [UNMEASURED] };
  if (plan.status === 'PLANNING') return { refused: ['装箱方案正在计算，请稍后重新报送'] };
  if (plan.status !== 'PLANNED') return { refused: [plan.failure?.message ?? `组货已终止（${plan.status}）`] };
  if (!isSameFleet(plan, packed)) {
    return {
      refused: [
        `装箱方案为 ${fleetText(plan.containers.map(({ type }) => type))}，报文为 ${fleetText(packed.containerTypes)}；请核对箱型和箱数`,
      ],
    };
  }
  const refused = await confirm(exchange, plan, numbers);
  return refused ? { refused } : { waitsFor: [] };
}

const isSameFleet = ({ containers }: Planned, { containerTypes: types }: Packed): boolean =>
  fleetText(containers.map(({ type }) => type)) === fleetText(types);

/** Whether what is or will be planned can be the containers that were used. */
function isMeantFor(plan: Planned, packed: Packed): boolean {
  if (plan.status === 'PLANNED') return isSameFleet(plan, packed);
  const types = new Set(packed.containerTypes);
  return plan.status !== 'AWAITING_MEASURES' || types.symmetricDifference(new Set(plan.containerTypes)).size === 0;
}

const fleetText = (types: readonly string[]): string =>
  [...Map.groupBy(types.toSorted(), (type) => type)]
    .map(
      ([type, same]) => `${same.length}×${containerTypes.items.find((row) => row.type === type)?.marketName ?? type}`,
    )
    .join('、');

interface Content {
  readonly content: Omit<DocumentOf<'PACK'>, 'isConfirmed'>;
  readonly combinations: readonly Kept<'COMB'>[];
  readonly tradeOperatorId: string;
}

async function contentOf(
  exchange: Exchange,
  item: Element,
): Promise<Content | { readonly refused: readonly string[] }> {
  const { store, known, districtId, message } = exchange;
  const operatorCode = field(item, 'customCorp');
  const operator =
    operatorCode === undefined
      ? { missing: '境内发货人（customCorp）为空' }
      : await partyInForce(exchange, 'tradeOperator', '境内发货人', operatorCode);
  const rows = items(child(item, 'PackingDetailList'), 'PackingDetail').map((detail) => ({
    combination: field(detail, 'comboId') ?? '',
    containerType: typeOf(field(detail, 'containerType') ?? ''),
    containerNumber: (field(detail, 'containerNo') ?? '').toUpperCase(),
  }));
  const numbers = [...new Set(rows.map(({ combination }) => combination))];
  const combinations = await Promise.all(numbers.map((number) => store.find(districtId, 'COMB', number)));
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
  ];
  if (!operator.party || problems.length > 0) return { refused: problems };
  const nameOf = async (code: string | undefined): Promise<string | undefined> =>
    code === undefined ? undefined : (await known.party(districtId, 'customsBroker', code))?.name;
  const [broker, inspectionBroker, destination] = ['customProxyer', 'ciqCorp', 'destCountry'].map((name) =>
    field(item, name),
  );
  const content = {
    type: 'PACK',
    createOrg: message.sender,
    operator: operator.party.identifier,
    packedOn: field(item, 'packDate'),
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
    content: { ...content, rows, digest: sha256(content) },
    combinations: combinations.filter((found) => found !== undefined),
    tradeOperatorId: operator.party.entityId,
  };
}

/** Messages name containers as the market does (`40HQ`); the registry by ISO 6346. */
const typeOf = (name: string): string =>
  containerTypes.items.find(({ marketName }) => marketName === name.toUpperCase())?.type ?? name;
