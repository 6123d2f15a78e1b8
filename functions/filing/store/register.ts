import type { z } from 'zod';
import { AgreementChanged } from '../../events/agreement.ts';
import { CreditChanged } from '../../events/credit.ts';
import { EntityChanged, EntityKind } from '../../events/entity.ts';
import { GoodsChanged } from '../../events/goods.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import { announce, type Message } from '../../shared/outbox/message.ts';
import { type Aggregate, aggregate, type Stored } from '../../shared/table/aggregate.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form } from '../../shared/table/form.ts';
import { CURRENT, type Key } from '../../shared/table/keys.ts';
import { listPage, type PageRequest } from '../../shared/table/list.ts';
import { type Listing, ownerKey } from '../../shared/table/listing.ts';
import type { Table } from '../../shared/table/table.ts';
import { update, type Write } from '../../shared/table/write.ts';
import { Agreement, agreementChanged, isInForce } from '../domain/agreement.ts';
import { Entity, entityChanged, statusOn } from '../domain/entity.ts';
import { Goods, goodsChanged } from '../domain/goods.ts';
import type { Party } from '../domain/rules/rule.ts';
import { changed, type Deed, partitionOf } from './records.ts';
import { termWrite } from './terms.ts';
import { versionOf, versionsOf, versionWrite } from './versions.ts';

/** The grade that the credit capability last announced; beside the entity, so that it leaves the entity's history alone. */
export const Grade = CreditChanged.detail.pick({ version: true, score: true, grade: true, scorecardVersion: true });

export type Grade = z.infer<typeof Grade>;

const gradeKey = (entityId: string): Key => ({ pk: partitionOf('entity', entityId), sk: 'GRADE' });

/** A grade of this version or a later one is already kept. */
export class GradeKnown extends Error {
  override readonly name = 'GradeKnown';
}

/** The write that keeps a grade unless a newer one is kept; fails with GradeKnown. */
export const gradeWrite = (entityId: string, { version, score, grade, scorecardVersion }: Grade): Write =>
  update(
    gradeKey(entityId),
    'SET #version = :version, score = :score, grade = :grade, scorecardVersion = :scorecard',
    {
      expression: 'attribute_not_exists(pk) OR #version < :version',
      names: { '#version': 'version' },
      values: { ':version': version },
    },
    () => new GradeKnown(entityId),
    {},
    { ':score': score, ':grade': grade, ':scorecard': scorecardVersion },
  );

const entities = aggregate({ head: form('entity', Entity) });
const goods = aggregate({ head: form('goods', Goods) });
const agreements = aggregate({ head: form('agreement', Agreement) });

export interface RecordPageRequest<D> extends PageRequest {
  readonly keep: (record: D) => boolean;
}

const ownedBy = (merchantId: string | undefined) => (merchantId === undefined ? {} : { owners: [merchantId] });

const recordPage = <D>(
  table: Table,
  record: Aggregate<D, unknown, undefined>,
  scope: { collection: string; state?: string | undefined; owners?: readonly string[] },
  { keep, ...request }: RecordPageRequest<D>,
) => listPage(table, { ...request, ...scope, read: record.headOf, keep: ({ data }) => keep(data) });

export function register(table: Table) {
  async function partiesOf(ids: readonly string[], today: string): Promise<Map<string, Party>> {
    const items = await table.getMany(ids.map((id) => ({ pk: partitionOf('entity', id), sk: CURRENT })));
    const found = items.flatMap((item) => (item ? [entities.headOf(item).data] : []));
    return new Map(found.map((entity) => [entity.id, partyOf(entity, today)]));
  }

  return {
    entity: (id: string) => entities.load(table, partitionOf('entity', id)),
    goods: (id: string) => goods.load(table, partitionOf('goods', id)),
    agreement: (id: string) => agreements.load(table, partitionOf('agreement', id)),

    async grade(entityId: string): Promise<Grade | undefined> {
      const item = await table.get(gradeKey(entityId));
      return item && Grade.parse(item);
    },

    /** The grades of entities, of those that have one. */
    async grades(entityIds: readonly string[]): Promise<string[]> {
      const items = await table.getMany(entityIds.map(gradeKey));
      return items.flatMap((item) => (item ? [Grade.parse(item).grade] : []));
    },

    /** The entities of the given identifiers as rules look at them on a day; those of other districts are absent. */
    parties: (districtId: string, ids: readonly string[], today: string): Promise<Map<string, Party>> =>
      partiesOf(
        ids.filter((id) => parseIdentifier('entity', id)?.districtId === districtId),
        today,
      ),

    /** The same, of whatever district. */
    partiesAnywhere: (ids: readonly string[], today: string): Promise<Map<string, Party>> => partiesOf(ids, today),

    /** An entity as it was at one of its versions. */
    entityVersion: (id: string, version: number) => versionOf(table, 'entity', id, version, Entity),
    entityVersions: (id: string) => versionsOf(table, 'entity', id, Entity),
    goodsVersions: (id: string) => versionsOf(table, 'goods', id, Goods),

    /** The agreement in force on a day under which one acts for the other. */
    async agreementInForce(merchantId: string, tradeOperatorId: string, today: string): Promise<Agreement | undefined> {
      const districtId = parseIdentifier('entity', merchantId)?.districtId ?? '';
      const listed = await everyItem(table, {
        IndexName: 'byOwner',
        KeyConditionExpression: 'ownerKey = :key',
        ExpressionAttributeValues: { ':key': ownerKey(districtId, 'AGREEMENTS', merchantId) },
      });
      // The index may lag behind a revocation; the records themselves do not.
      const items = await table.getMany(listed.map(({ pk, sk }) => ({ pk, sk })));
      return items
        .flatMap((item) => (item ? [agreements.headOf(item).data] : []))
        .find((agreement) => agreement.tradeOperatorId === tradeOperatorId && isInForce(agreement, today));
    },

    agreementPage: (merchantId: string | undefined, request: RecordPageRequest<Agreement>) =>
      recordPage(table, agreements, { collection: 'AGREEMENTS', ...ownedBy(merchantId) }, request),

    entityPage: (kind: EntityKind | undefined, request: RecordPageRequest<Entity>) =>
      recordPage(table, entities, { collection: 'ENTITIES', state: kind }, request),

    goodsPage: (merchantId: string | undefined, request: RecordPageRequest<Goods>) =>
      recordPage(table, goods, { collection: 'GOODS', ...ownedBy(merchantId) }, request),
  };
}

/** An entity as rules look at it on a day. */
const partyOf = (entity: Entity, today: string): Party => ({
  id: entity.id,
  kind: entity.submission.kind,
  name: entity.submission.entity.name,
  filingNumber: entity.filingNumber,
  status: statusOn(entity, today),
  statusReason: entity.statusReason,
  validUntil: entity.validUntil,
  hsChapters: entity.submission.kind === 'merchant' ? entity.submission.entity.hsChapters : [],
});

/** The writes of a change to an entity: it, its version, its last day. */
export function entityWrites(before: Stored<Entity> | undefined, data: Entity, deed: Deed): Write[] {
  const pk = partitionOf('entity', data.id);
  const version = (before?.version ?? 0) + 1;
  return [
    ...recordWrites(entities, before, data, deed, {
      pk,
      listing: { collection: 'ENTITIES', state: data.submission.kind },
      messages: [announce(EntityChanged, entityChanged(data, version, deed.at))],
    }),
    versionWrite('entity', version, data, deed),
    termWrite(
      data.districtId,
      pk,
      { kind: 'entity', recordId: data.id, until: data.validUntil },
      data.status === 'ACTIVE',
    ),
  ];
}

export function goodsWrites(before: Stored<Goods> | undefined, data: Goods, deed: Deed): Write[] {
  const version = (before?.version ?? 0) + 1;
  return [
    ...recordWrites(goods, before, data, deed, {
      pk: partitionOf('goods', data.id),
      listing: { collection: 'GOODS', owners: [data.form.merchantId] },
      messages: [announce(GoodsChanged, goodsChanged(data, version, deed.at))],
    }),
    versionWrite('goods', version, data, deed),
  ];
}

/** The writes of a change to an agreement. A proposal binds nobody: the other capabilities do not hear of it. */
export function agreementWrites(before: Stored<Agreement> | undefined, data: Agreement, deed: Deed): Write[] {
  const pk = partitionOf('agreement', data.id);
  const detail = agreementChanged(data, (before?.version ?? 0) + 1, deed.at);
  const isRunning = data.status === 'PROPOSED' || data.status === 'IN_FORCE';
  return [
    ...recordWrites(agreements, before, data, deed, {
      pk,
      listing: { collection: 'AGREEMENTS', owners: [data.merchantId] },
      messages: detail === undefined ? [] : [announce(AgreementChanged, detail)],
    }),
    termWrite(data.districtId, pk, { kind: 'agreement', recordId: data.id, until: data.validUntil }, isRunning),
  ];
}

/** The writes of a change to a registered record. */
function recordWrites<D extends { districtId: string }>(
  record: Aggregate<D, unknown, undefined>,
  before: Stored<D> | undefined,
  data: D,
  deed: Deed,
  {
    pk,
    listing,
    messages,
  }: {
    readonly pk: Key['pk'];
    readonly listing: Omit<Listing, 'districtId'>;
    readonly messages: readonly Message[];
  },
): Write[] {
  return record.writes({
    ...deed,
    pk,
    before,
    data,
    listing: { districtId: data.districtId, ...listing },
    messages,
    otherwise: changed,
  }).writes;
}
