import { ConsolidationChanged } from '../../events/consolidation.ts';
import { CITY, type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { freeLedger, readLedgers, reserveLedger, type TradeLedger } from '../../shared/ledger/ledger.ts';
import type { Message } from '../../shared/outbox/message.ts';
import { announce } from '../../shared/outbox/message.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import type { Actor } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { listPage, type PageRequest } from '../../shared/table/list.ts';
import { stateKey } from '../../shared/table/listing.ts';
import { keepNewest, keptDetail } from '../../shared/table/read-model.ts';
import type { Table } from '../../shared/table/table.ts';
import { update, type Write } from '../../shared/table/write.ts';
import { Consolidation, type Status } from '../domain/consolidation.ts';
import { ContainerHold } from '../domain/container-hold.ts';
import { DeclarationResult } from '../domain/declaration/declaration-result.ts';
import { LoadResult } from '../domain/load-result.ts';
import { Party } from '../domain/party.ts';
import { consolidationChanged, type Plan } from '../domain/plan-event.ts';
import { Standing } from '../domain/standing.ts';
import { TradeSnapshot } from '../domain/trade.ts';
import { documentWrites, readDocument } from './plan-documents.ts';

/** Who changes a consolidation, when, and what the change is called in the audit trail. */
export interface Cause {
  readonly actor: Actor;
  readonly at: string;
  readonly action: 'CREATE' | 'START' | 'PLAN' | 'CONFIRM' | 'AMEND' | 'KEEP_PLAN' | 'RELEASE' | 'FAIL';
  readonly reasons?: readonly string[];
}

export interface ConsolidationListRequest extends PageRequest {
  readonly status?: Status | undefined;
  readonly keep: (consolidation: Consolidation) => boolean;
}

const record = aggregate({ head: form('consolidation', Consolidation) });
const CONSOLIDATIONS = 'CONSOLIDATIONS';

const TRADE = form('consolidation-trade', TradeSnapshot);
const PARTY = form('consolidation-party', Party);
const STANDING = form('consolidation-standing', Standing);
const [TRADES, OPEN] = ['CONSOLIDATION_TRADES', 'OPEN'];

/** The items of consolidation: aggregates, plan documents, container holds, read models of trades and parties. */
export const consolidationStore = (table: Table) => ({
  load: async (id: string): Promise<Stored<Consolidation> | undefined> => {
    const districtId = parseIdentifier('consolidation', id)?.districtId;
    return districtId === undefined ? undefined : record.load(table, consolidationKey(districtId, id));
  },

  list: ({ status, keep, ...request }: ConsolidationListRequest) =>
    listPage(table, {
      ...request,
      collection: CONSOLIDATIONS,
      state: status,
      newestFirst: true,
      read: record.headOf,
      keep: ({ data }) => keep(data),
    }),

  ledgers: (tradeIds: readonly string[]) => readLedgers(table, tradeIds),

  /** The trades in the order of the ids; undefined where nothing was heard of one. */
  trades: async (tradeIds: readonly string[]): Promise<(TradeSnapshot | undefined)[]> => {
    const items = await table.getMany(tradeIds.map(tradeKey));
    return items.map((item) => item && keptDetail(TRADE, item));
  },

  /** Registered trades of a district whose goods are measured and free and which are `wanted`, the oldest first; at most so many. */
  openTrades: async (
    districtId: DistrictId,
    most: number,
    at: string,
    wanted: (trade: TradeSnapshot) => boolean,
  ): Promise<TradeSnapshot[]> => {
    const page = await listPage(table, {
      districts: [districtId],
      collection: TRADES,
      state: OPEN,
      limit: most,
      at,
      read: (item) => keptDetail(TRADE, item),
      keep: wanted,
    });
    const trades = page.items;
    const ledgers = await readLedgers(
      table,
      trades.map(({ tradeId }) => tradeId),
    );
    return trades.filter((_, index) => ledgers[index]?.state === 'OPEN');
  },

  standings: async (districtId: DistrictId, entityIds: readonly string[]): Promise<Map<string, Standing>> => {
    const items = await table.getMany(entityIds.map((id) => standingKey(districtId, id)));
    const standings = items.flatMap((item) => (item ? [keptDetail(STANDING, item)] : []));
    return new Map(standings.map((standing) => [standing.entityId, standing]));
  },

  parties: async (districtId: DistrictId, entityIds: readonly string[]): Promise<Map<string, Party>> => {
    const items = await table.getMany(entityIds.map((id) => partyKey(districtId, id)));
    const parties = items.flatMap((item) => (item ? [keptDetail(PARTY, item)] : []));
    return new Map(parties.map((party) => [party.entityId, party]));
  },

  /** The holds of containers in the order of the numbers; undefined where a container was never held. */
  holds: async (containerNumbers: readonly string[]): Promise<(ContainerHold | undefined)[]> => {
    const items = await table.getMany(containerNumbers.map(holdKey));
    return items.map((item) => item && ContainerHold.parse(item));
  },

  loadResult: ({ pk }: Stored<Consolidation>, planning: number) =>
    readDocument(table, pk, { of: 'LOAD', planning }, LoadResult),
  declarationResult: ({ pk }: Stored<Consolidation>, planning: number) =>
    readDocument(table, pk, { of: 'DECLARATIONS', planning }, DeclarationResult),

  saveLoad: ({ pk }: Stored<Consolidation>, planning: number, result: LoadResult) =>
    table.commit(documentWrites(pk, { of: 'LOAD', planning }, result, conflict)),
  saveDeclarations: ({ pk }: Stored<Consolidation>, planning: number, result: DeclarationResult) =>
    table.commit(documentWrites(pk, { of: 'DECLARATIONS', planning }, result, conflict)),

  /** The plan in force; undefined before there is one. */
  plan: async ({ pk, data: { revision: planning } }: Stored<Consolidation>): Promise<Plan | undefined> => {
    if (planning === undefined) return undefined;
    const [loadResult, declared] = await Promise.all([
      readDocument(table, pk, { of: 'LOAD', planning }, LoadResult),
      readDocument(table, pk, { of: 'DECLARATIONS', planning }, DeclarationResult),
    ]);
    if (!loadResult || !declared) throw new Error(`the plan ${planning} of ${pk} is not stored`);
    return { load: loadResult, declared };
  },

  /** A new consolidation that holds its trades, those that are to be measured yet among them. */
  create: (data: Consolidation, cause: Cause, start: Message, unmeasured: ReadonlySet<string>): Write[] => [
    ...changed(data, undefined, cause, undefined, data.status === 'PLANNING' ? [start] : []),
    ...data.tradeIds.map((tradeId) =>
      reserveLedger(tradeId, data.id, conflict, unmeasured.has(tradeId) ? 'AWAITED' : 'RESERVED'),
    ),
  ],

  /** Starts a planning, of cargo that is measured now or of a late change; the trades stay held until its plan is published. */
  start: (data: Consolidation, before: Stored<Consolidation>, cause: Cause, start: Message): Write[] =>
    changed(data, before, cause, undefined, [start]),

  /** @param plan the plan in force after the change, for those who follow it */
  change: (data: Consolidation, before: Stored<Consolidation>, cause: Cause, plan: Plan): Write[] =>
    changed(data, before, cause, plan),

  /** A plan in force; trades that it does without are free. */
  publish: (data: Consolidation, before: Stored<Consolidation>, cause: Cause, plan: Plan): Write[] => [
    ...changed(data, before, cause, plan),
    ...before.data.tradeIds
      .filter((tradeId) => !data.tradeIds.includes(tradeId))
      .map((tradeId) => freeLedger(tradeId, data.id, conflict)),
  ],

  /** An end at which the trades are free again. @param ledgers as read, where some may still be awaited */
  giveBack: (
    data: Consolidation,
    before: Stored<Consolidation>,
    cause: Cause,
    ledgers: readonly (TradeLedger | undefined)[] = [],
  ): Write[] => [
    ...changed(data, before, cause, undefined),
    ...data.tradeIds.map((tradeId, index) =>
      freeLedger(tradeId, data.id, conflict, ledgers[index]?.state === 'AWAITED' ? 'AWAITED' : 'RESERVED'),
    ),
  ],

  /** Holds a container number for a consolidation, over the hold that was read. */
  hold: (hold: ContainerHold, before: ContainerHold | undefined): Write =>
    update(
      holdKey(hold.containerNumber),
      'SET containerNumber = :number, consolidationId = :consolidation, heldUntil = :until, expiresAt = :expires',
      before === undefined
        ? { expression: 'attribute_not_exists(pk)' }
        : {
            expression: 'consolidationId = :before AND heldUntil = :beforeUntil',
            values: { ':before': before.consolidationId, ':beforeUntil': before.heldUntil },
          },
      conflict,
      {},
      {
        ':number': hold.containerNumber,
        ':consolidation': hold.consolidationId,
        ':until': hold.heldUntil,
        ':expires': Math.ceil(Date.parse(hold.heldUntil) / 1000),
      },
    ),

  keepTrade: async (trade: TradeSnapshot) => {
    const isOpen = trade.status === 'REGISTERED' && trade.measured;
    const queue = isOpen
      ? {
          stateKey: stateKey(trade.districtId, TRADES, OPEN),
          stateSort: `${trade.registeredAt ?? ''}#${trade.tradeId}`,
        }
      : {};
    await keepNewest(table, tradeKey(trade.tradeId), TRADE, trade, queue);
  },
  keepStanding: async (standing: Standing) =>
    keepNewest(table, standingKey(standing.districtId, standing.entityId), STANDING, standing),
  keepParty: async (party: Party) => keepNewest(table, partyKey(party.districtId, party.entityId), PARTY, party),
});

const consolidationKey = (districtId: DistrictId, id: string) => districtKey(districtId, 'CONSOLIDATION', id);
const tradeKey = (tradeId: string): Key => ({
  pk: districtKey(parseIdentifier('trade', tradeId)?.districtId ?? '', 'CONSOLIDATION_TRADE', tradeId),
  sk: CURRENT,
});
const partyKey = (districtId: DistrictId, entityId: string): Key => ({
  pk: districtKey(districtId, 'CONSOLIDATION_PARTY', entityId),
  sk: CURRENT,
});
const standingKey = (districtId: DistrictId, entityId: string): Key => ({
  pk: districtKey(districtId, 'CONSOLIDATION_STANDING', entityId),
  sk: CURRENT,
});
/** A container is one wherever it is packed, so its hold is the city's. */
const holdKey = (containerNumber: string): Key => ({
  pk: districtKey(CITY, 'CONTAINER', containerNumber),
  sk: CURRENT,
});

const conflict = () =>
  new ConcurrencyConflict('the consolidation, a trade or a container was changed by another request');

function changed(
  data: Consolidation,
  before: Stored<Consolidation> | undefined,
  cause: Cause,
  plan: Plan | undefined,
  messages: readonly Message[] = [],
): Write[] {
  const { id, districtId, status } = data;
  const detail = consolidationChanged(data, (before?.version ?? 0) + 1, cause.at, plan);
  return record.writes({
    pk: consolidationKey(districtId, id),
    before,
    data,
    listing: { districtId, collection: CONSOLIDATIONS, state: status },
    ...cause,
    messages: [announce(ConsolidationChanged, detail), ...messages],
    otherwise: conflict,
  }).writes;
}
