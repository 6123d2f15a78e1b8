import { type ConsolidationAction, ConsolidationChanged } from '../../events/consolidation.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { comparableNumber } from '../../shared/kernel/comparison.ts';
import { CITY, type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { freeLedger, readLedgers, reserveLedger, type TradeLedger } from '../../shared/ledger/ledger.ts';
import { numberedPage } from '../../shared/numbers/list.ts';
import { bearNumber, takeNumber } from '../../shared/numbers/numbers.ts';
import type { Message } from '../../shared/outbox/message.ts';
import { announce } from '../../shared/outbox/message.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { type Listed, listPage, type PageRequest } from '../../shared/table/list.ts';
import type { Listing } from '../../shared/table/listing.ts';
import type { Migration } from '../../shared/table/migration.ts';
import { keepNewest, keptDetail } from '../../shared/table/read-model.ts';
import type { Table } from '../../shared/table/table.ts';
import { versionNote, versionsOf } from '../../shared/table/versions.ts';
import { putWhere, type Write } from '../../shared/table/write.ts';
import { type Consolidation, ConsolidationBody, ConsolidationHead, type Status } from '../domain/consolidation.ts';
import { ContainerHold } from '../domain/container-hold.ts';
import { DeclarationResult } from '../domain/declaration/declaration-result.ts';
import { LoadResult } from '../domain/load-result.ts';
import { LoadedDocument } from '../domain/loaded/document.ts';
import { Party } from '../domain/party.ts';
import { consolidationChanged, type InForce, type Plan, step } from '../domain/plan-event.ts';
import { PlannedCargo } from '../domain/planned-cargo.ts';
import { SealUse } from '../domain/seal-use.ts';
import { Standing } from '../domain/standing.ts';
import { consents } from './consents.ts';
import { documentWrites, keepDocument, readDocument } from './plan-documents.ts';
import { trades } from './trades.ts';

/** Why a consolidation changes; what other capabilities hear of it follows from the consolidation itself. */
type ConsolidationCause = Omit<Cause<ConsolidationAction>, 'messages'>;

export interface ConsolidationListRequest extends PageRequest {
  readonly status?: Status | undefined;
  /** Only those of this consolidator or trade operator. */
  readonly party?: string | undefined;
  /** Only the consolidation that bears this number, however it was typed. */
  readonly consolidationNumber?: string | undefined;
}

/** A consolidation is a head, and a body of what was applied for; its events tell the trades by the body. */
export const record = aggregate({
  head: form('consolidation', ConsolidationHead),
  body: form('consolidation-body', ConsolidationBody),
  packsBody: true,
  keepsVersions: true,
  told: ['tradeIds', 'held'],
});
export const CONSOLIDATIONS = 'CONSOLIDATIONS';

export const PARTY = form('consolidation-party', Party);
export const STANDING = form('consolidation-standing', Standing);
export const HOLD = form('container-hold', ContainerHold);
const SEAL = form('seal-use', SealUse);

/** The items of consolidation: aggregates, plan documents, container holds, read models of trades and parties. */
export const consolidationStore = (table: Table) => ({
  ...trades(table),
  ...consents(table),

  load: (id: string) => load(table, id),

  list: async ({
    status,
    party,
    consolidationNumber,
    ...request
  }: ConsolidationListRequest): Promise<Listed<Stored<Consolidation>>> => {
    const isAsked = ({ data }: { readonly data: ConsolidationHead }) =>
      (status === undefined || data.status === status) && (party === undefined || partiesOf(data).includes(party));
    if (consolidationNumber !== undefined) {
      return numberedPage<Stored<Consolidation>>(table, request, consolidationNumber, {
        load: (id) => load(table, id),
        keep: isAsked,
      });
    }
    const page = await listPage(table, {
      ...request,
      collection: CONSOLIDATIONS,
      state: status,
      ...(party === undefined ? {} : { owners: [party] }),
      newestFirst: true,
      read: (item) => ({ item, ...record.headOf(item) }),
      keep: isAsked,
    });
    const items = await record.wholesOf(
      table,
      page.items.map(({ item }) => item),
    );
    return { ...page, items };
  },

  takeNumber: (districtId: DistrictId, prefix: string, today: string) => takeNumber(table, districtId, prefix, today),

  ledgers: (tradeIds: readonly string[]) => readLedgers(table, tradeIds),

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
    return items.map((item) => item && readForm(HOLD, item, item['form']));
  },

  /** The uses of seals in the order of the numbers; undefined where a seal was never used. */
  sealUses: async (sealNumbers: readonly string[]): Promise<(SealUse | undefined)[]> => {
    const items = await table.getMany(sealNumbers.map(sealKey));
    return items.map((item) => item && readForm(SEAL, item, item['form']));
  },

  /** What was loaded by the packing list in force, or by the last one; undefined where none has come. */
  loaded: ({ pk, data }: Stored<Consolidation>): Promise<LoadedDocument | undefined> =>
    data.loaded === undefined
      ? Promise.resolve(undefined)
      : readDocument(table, pk, { of: 'LOADED', planning: data.loaded.version }, LoadedDocument),

  loadResult: ({ pk }: Stored<Consolidation>, planning: number) =>
    readDocument(table, pk, { of: 'LOAD', planning }, LoadResult),
  declarationResult: ({ pk }: Stored<Consolidation>, planning: number) =>
    readDocument(table, pk, { of: 'DECLARATIONS', planning }, DeclarationResult),

  /** What a plan was made of; undefined of one that was made before that was kept. */
  plannedCargo: ({ pk }: Stored<Consolidation>, planning: number) =>
    readDocument(table, pk, { of: 'CARGO', planning }, PlannedCargo),
  keepPlannedCargo: ({ pk }: Stored<Consolidation>, planning: number, cargo: PlannedCargo) =>
    keepDocument(table, pk, { of: 'CARGO', planning }, PlannedCargo, cargo, conflict),

  /** Every version that is kept, the first one first. */
  versions: ({ pk }: Stored<Consolidation>) => versionsOf(table, record, pk),

  keepLoad: ({ pk }: Stored<Consolidation>, planning: number, result: LoadResult) =>
    keepDocument(table, pk, { of: 'LOAD', planning }, LoadResult, result, conflict),
  keepDeclarations: ({ pk }: Stored<Consolidation>, planning: number, result: DeclarationResult) =>
    keepDocument(table, pk, { of: 'DECLARATIONS', planning }, DeclarationResult, result, conflict),

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
  create: (
    data: Consolidation,
    cause: ConsolidationCause,
    start: Message,
    unmeasured: ReadonlySet<string>,
  ): Write[] => [
    ...changed(data, undefined, cause, undefined, data.status === 'PLANNING' ? [start] : []),
    ...(data.consolidationNumber === undefined
      ? []
      : [bearNumber(data.districtId, data.consolidationNumber, data.id, conflict)]),
    ...data.tradeIds.map((tradeId) => {
      const held = data.held?.find((one) => one.tradeId === tradeId);
      const state = unmeasured.has(tradeId) ? 'AWAITED' : 'RESERVED';
      return reserveLedger(tradeId, data, conflict, state, held?.offerId, held?.correction);
    }),
  ],

  /**
   * Starts a planning, of cargo that is measured now or of a late change; the trades stay held until its plan is published.
   *
   * @param byHand the load, where a person has made it and not the planner
   */
  start: (
    data: Consolidation,
    before: Stored<Consolidation>,
    cause: ConsolidationCause,
    start: Message,
    byHand?: LoadResult,
  ): Write[] => [
    ...changed(data, before, cause, undefined, [start]),
    ...(byHand ? documentWrites(before.pk, { of: 'LOAD', planning: data.planning }, byHand, conflict) : []),
  ],

  /** @param plan the plan in force after the change, for those who follow it */
  change: (data: Consolidation, before: Stored<Consolidation>, cause: ConsolidationCause, plan: Plan): Write[] =>
    changed(data, before, cause, plan),

  /** What was loaded, which stands from now on. */
  confirmLoaded: (
    data: Consolidation & { readonly loaded: NonNullable<Consolidation['loaded']> },
    before: Stored<Consolidation>,
    cause: ConsolidationCause,
    document: LoadedDocument,
  ): Write[] => [
    ...changed(data, before, cause, document),
    ...documentWrites(before.pk, { of: 'LOADED', planning: data.loaded.version }, document, conflict),
  ],

  /** A plan in force; trades that it does without are free. */
  publish: (data: Consolidation, before: Stored<Consolidation>, cause: ConsolidationCause, plan: Plan): Write[] => [
    ...changed(data, before, cause, plan),
    ...before.data.tradeIds
      .filter((tradeId) => !data.tradeIds.includes(tradeId))
      .map((tradeId) => freeLedger(tradeId, data.id, conflict)),
  ],

  /** An end at which the trades are free again. @param ledgers as read, where some may still be awaited */
  giveBack: (
    data: Consolidation,
    before: Stored<Consolidation>,
    cause: ConsolidationCause,
    ledgers: readonly (TradeLedger | undefined)[] = [],
  ): Write[] => [
    ...changed(data, before, cause, undefined),
    ...data.tradeIds.map((tradeId, index) =>
      freeLedger(tradeId, data.id, conflict, ledgers[index]?.state === 'AWAITED' ? 'AWAITED' : 'RESERVED'),
    ),
  ],

  /** Holds a container number for a consolidation, over the hold that was read. */
  hold: (hold: ContainerHold, before: ContainerHold | undefined): Write =>
    putWhere(
      {
        ...holdKey(hold.containerNumber),
        form: HOLD.version,
        ...hold,
        expiresAt: Math.ceil(Date.parse(hold.heldUntil) / 1000),
      },
      before === undefined
        ? { expression: 'attribute_not_exists(pk)' }
        : {
            expression: 'consolidationId = :before AND heldUntil = :beforeUntil',
            values: { ':before': before.consolidationId, ':beforeUntil': before.heldUntil },
          },
      conflict,
    ),

  /** Notes the use of a seal, over the use that was read. */
  useSeal: (use: SealUse, before: SealUse | undefined): Write =>
    putWhere(
      {
        ...sealKey(use.sealNumber),
        form: SEAL.version,
        ...use,
        expiresAt: Math.ceil(Date.parse(use.usedUntil) / 1000),
      },
      before === undefined
        ? { expression: 'attribute_not_exists(pk)' }
        : { expression: 'usedAt = :usedAt', values: { ':usedAt': before.usedAt } },
      conflict,
    ),

  keepStanding: async (standing: Standing) =>
    keepNewest(table, standingKey(standing.districtId, standing.entityId), STANDING, standing),
  keepParty: async (party: Party) => keepNewest(table, partyKey(party.districtId, party.entityId), PARTY, party),
});

async function load(table: Table, id: string): Promise<Stored<Consolidation> | undefined> {
  const districtId = parseIdentifier('consolidation', id)?.districtId;
  return districtId === undefined ? undefined : record.load(table, consolidationKey(districtId, id));
}

const consolidationKey = (districtId: DistrictId, id: string) => districtKey(districtId, 'CONSOLIDATION', id);
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

/** A seal is one wherever it is fitted, however its number was typed. */
const sealKey = (sealNumber: string): Key => ({
  pk: districtKey(CITY, 'SEAL', comparableNumber(sealNumber)),
  sk: CURRENT,
});

/** Whose a consolidation is. */
const partiesOf = ({ consolidatorId, tradeOperatorId }: ConsolidationHead): string[] => [
  ...new Set([consolidatorId, tradeOperatorId]),
];

/** States in which somebody has something to do before the cut-off: to measure, or to load and confirm. */
const WAITING: ReadonlySet<Status> = new Set(['AWAITING_MEASURES', 'PLANNED']);

export const listingOf = (data: ConsolidationHead): Listing => ({
  districtId: data.districtId,
  collection: CONSOLIDATIONS,
  state: data.status,
  owners: partiesOf(data),
  ...(WAITING.has(data.status) && { due: dayInChina(data.cutoffAt), dueIn: data.status }),
});

/** Earlier releases listed a consolidation that waits by no day. */
export const waitingMigration: Migration = record.relisting(
  'CONSOLIDATION',
  ({ stateKey, dueKey }) => /#(AWAITING_MEASURES|PLANNED)$/.test(String(stateKey)) && dueKey === undefined,
  listingOf,
);

const conflict = () =>
  new ConcurrencyConflict('the consolidation, its number, a trade or a container was changed by another request');

function changed(
  data: Consolidation,
  before: Stored<Consolidation> | undefined,
  cause: ConsolidationCause,
  inForce: InForce | undefined,
  messages: readonly Message[] = [],
): Write[] {
  const { id, districtId } = data;
  const detail = {
    ...consolidationChanged(data, (before?.version ?? 0) + 1, cause.at, inForce),
    ...step(data, before?.data, cause),
  };
  return record.writes({
    pk: consolidationKey(districtId, id),
    before,
    data,
    listing: listingOf(data),
    ...cause,
    note: versionNote(cause),
    messages: [announce(ConsolidationChanged, detail), ...messages],
    otherwise: conflict,
  }).writes;
}
