import type { z } from 'zod';
import { AgreementChanged } from '../../events/agreement.ts';
import { CreditChanged } from '../../events/credit.ts';
import { EntityChanged, EntityKind } from '../../events/entity.ts';
import { GoodsChanged } from '../../events/goods.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import { announce, type Message } from '../../shared/outbox/message.ts';
import { changeWrites, load, parseStored, type Stored } from '../../shared/table/aggregate.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { update, type Write } from '../../shared/table/write.ts';
import { Agreement, agreementChanged, isInForce } from '../domain/agreement.ts';
import { Entity, entityChanged, statusOn } from '../domain/entity.ts';
import { Goods, goodsChanged } from '../domain/goods.ts';
import type { Party } from '../domain/rules/rule.ts';
import { changed, type Deed, everyItem, type PageRequest, partitionOf, recordPage } from './records.ts';
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

export function register(table: Table) {
  async function partiesOf(ids: readonly string[], today: string): Promise<Map<string, Party>> {
    const items = await table.getMany(ids.map((id) => ({ pk: partitionOf('entity', id), sk: CURRENT })));
    const entities = items.flatMap((item) => (item ? [parseStored(item, Entity).data] : []));
    return new Map(entities.map((entity) => [entity.id, partyOf(entity, today)]));
  }

  return {
    entity: (id: string) => load(table, partitionOf('entity', id), Entity),
    goods: (id: string) => load(table, partitionOf('goods', id), Goods),
    agreement: (id: string) => load(table, partitionOf('agreement', id), Agreement),

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
        IndexName: 'byQueue',
        KeyConditionExpression: 'queueKey = :key',
        ExpressionAttributeValues: { ':key': districtKey(districtId, 'AGREEMENTS', merchantId) },
      });
      // The index may lag behind a revocation; the records themselves do not.
      const items = await table.getMany(listed.map(({ pk, sk }) => ({ pk, sk })));
      return items
        .flatMap((item) => (item ? [parseStored(item, Agreement).data] : []))
        .find((agreement) => agreement.tradeOperatorId === tradeOperatorId && isInForce(agreement, today));
    },

    agreementPage: (merchantId: string | undefined, request: PageRequest<Agreement>) =>
      recordPage(table, Agreement, ['AGREEMENTS', merchantId], request),

    entityPage: (kind: EntityKind | undefined, request: PageRequest<Entity>) =>
      recordPage(table, Entity, ['ENTITIES', kind], request),

    goodsPage: (merchantId: string | undefined, request: PageRequest<Goods>) =>
      recordPage(table, Goods, ['GOODS', merchantId], request),
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
    ...recordWrites(before, data, deed, {
      pk,
      queue: ['ENTITIES', data.submission.kind],
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
    ...recordWrites(before, data, deed, {
      pk: partitionOf('goods', data.id),
      queue: ['GOODS', data.form.merchantId],
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
    ...recordWrites(before, data, deed, {
      pk,
      queue: ['AGREEMENTS', data.merchantId],
      messages: detail === undefined ? [] : [announce(AgreementChanged, detail)],
    }),
    termWrite(data.districtId, pk, { kind: 'agreement', recordId: data.id, until: data.validUntil }, isRunning),
  ];
}

/** The writes of a change to a registered record. */
function recordWrites<D extends { districtId: string }>(
  before: Stored<D> | undefined,
  data: D,
  deed: Deed,
  {
    pk,
    queue,
    messages,
  }: {
    readonly pk: Key['pk'];
    readonly queue: readonly [collection: string, queue: string];
    readonly messages: readonly Message[];
  },
): Write[] {
  return changeWrites({
    ...deed,
    pk,
    before,
    data,
    listing: { list: districtKey(data.districtId, queue[0]), queue: districtKey(data.districtId, ...queue) },
    messages,
    otherwise: changed,
  }).writes;
}
