import { z } from 'zod';
import { changeWrites, load, parseStored, type Stored } from '../../shared/table/aggregate.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { update, type Write } from '../../shared/table/write.ts';
import { Agreement, agreementChanged } from '../domain/agreement.ts';
import { Entity, entityChanged, statusOn } from '../domain/entity.ts';
import { Goods, goodsChanged } from '../domain/goods.ts';
import type { Kind } from '../domain/reference.ts';
import type { Party } from '../domain/rules/rule.ts';
import { changed, type Deed, type PageRequest, partitionOf, recordPage } from './records.ts';

/** The grade that the credit capability last announced; beside the entity, so that it leaves the entity's history alone. */
export const Grade = z.object({ version: z.int(), score: z.number(), grade: z.string(), scorecardVersion: z.string() });

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

export const register = (table: Table) => ({
  entity: (id: string) => load(table, partitionOf('entity', id), Entity),
  goods: (id: string) => load(table, partitionOf('goods', id), Goods),
  agreement: (id: string) => load(table, partitionOf('agreement', id), Agreement),

  async grade(entityId: string): Promise<Grade | undefined> {
    const item = await table.get(gradeKey(entityId));
    return item && Grade.parse(item);
  },

  /** The entities of the given identifiers as rules look at them on a day; those of other districts are absent. */
  async parties(districtId: string, ids: readonly string[], today: string): Promise<Map<string, Party>> {
    const own = ids.map((id) => partitionOf('entity', id)).filter((pk) => pk.startsWith(districtKey(districtId, '')));
    const items = await table.getMany(own.map((pk) => ({ pk, sk: CURRENT })));
    const entities = items.flatMap((item) => (item ? [parseStored(item, Entity).data] : []));
    return new Map(entities.map((entity) => [entity.id, partyOf(entity, today)]));
  },

  entityPage: (kind: Kind | undefined, request: PageRequest<Entity>) =>
    recordPage(table, Entity, ['ENTITIES', kind], request),

  goodsPage: (merchantId: string | undefined, request: PageRequest<Goods>) =>
    recordPage(table, Goods, ['GOODS', merchantId], request),
});

/** An entity as rules look at it on a day. */
const partyOf = (entity: Entity, today: string): Party => ({
  id: entity.id,
  kind: entity.submission.kind,
  name: entity.submission.entity.name,
  filingNumber: entity.filingNumber,
  status: statusOn(entity, today),
  hsChapters: entity.submission.kind === 'merchant' ? entity.submission.entity.hsChapters : [],
});

export const entityWrites = (before: Stored<Entity> | undefined, data: Entity, deed: Deed): Write[] =>
  recordWrites(before, data, deed, {
    pk: partitionOf('entity', data.id),
    queue: ['ENTITIES', data.submission.kind],
    event: ['EntityChanged', entityChanged],
  });

export const goodsWrites = (before: Stored<Goods> | undefined, data: Goods, deed: Deed): Write[] =>
  recordWrites(before, data, deed, {
    pk: partitionOf('goods', data.id),
    queue: ['GOODS', data.form.merchantId],
    event: ['GoodsChanged', goodsChanged],
  });

export const agreementWrites = (before: Stored<Agreement> | undefined, data: Agreement, deed: Deed): Write[] =>
  recordWrites(before, data, deed, {
    pk: partitionOf('agreement', data.id),
    queue: ['AGREEMENTS', data.merchantId],
    event: ['AgreementChanged', agreementChanged],
  });

/** The writes of a change to a registered record, told to the other capabilities under its new version. */
function recordWrites<D extends { districtId: string }>(
  before: Stored<D> | undefined,
  data: D,
  deed: Deed,
  {
    pk,
    queue,
    event: [name, detail],
  }: {
    readonly pk: Key['pk'];
    readonly queue: readonly [collection: string, queue: string];
    readonly event: readonly [name: string, detail: (data: D, version: number, at: string) => Record<string, unknown>];
  },
): Write[] {
  const version = (before?.version ?? 0) + 1;
  return changeWrites({
    ...deed,
    pk,
    before,
    data,
    listing: { list: districtKey(data.districtId, queue[0]), queue: districtKey(data.districtId, ...queue) },
    messages: [...(deed.messages ?? []), { type: 'event', name, detail: detail(data, version, deed.at) }],
    otherwise: changed,
  }).writes;
}
