import type { z } from 'zod';
import { HomeParty } from '../../events/admission.ts';
import { AgreementChanged, isAgreementInForce } from '../../events/agreement.ts';
import { CreditChanged, type Grade as CreditGrade } from '../../events/credit.ts';
import { EntityChanged, type EntityKind, type EntityStatus } from '../../events/entity.ts';
import { GoodsChanged } from '../../events/goods.ts';
import { numberDigest, phoneTailDigest } from '../../shared/digest.ts';
import { searchForm } from '../../shared/kernel/comparison.ts';
import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { canonicalPhone, lastDigits } from '../../shared/kernel/phone.ts';
import { announce, type Message } from '../../shared/outbox/message.ts';
import { type Aggregate, aggregate, type Stored, type StoredHead } from '../../shared/table/aggregate.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form } from '../../shared/table/form.ts';
import { CURRENT, type Key, lastPart } from '../../shared/table/keys.ts';
import { listPage, type PageRequest } from '../../shared/table/list.ts';
import { facet, type Listing, ownerKey, stateKey } from '../../shared/table/listing.ts';
import { changedMeanwhile, gone, type Migration } from '../../shared/table/migration.ts';
import { putNewest } from '../../shared/table/read-model.ts';
import { type Replay, replayOf } from '../../shared/table/replay.ts';
import type { Table } from '../../shared/table/table.ts';
import { type VersionCause, versionNote, versionsOf } from '../../shared/table/versions.ts';
import { update, type Write } from '../../shared/table/write.ts';
import { Agreement, agreementChanged } from '../domain/agreement.ts';
import { Entity, entityChanged, statusOn } from '../domain/entity.ts';
import type { Filing } from '../domain/filing.ts';
import { Goods, goodsChanged } from '../domain/goods.ts';
import { identifierOf, phoneOf } from '../domain/identity.ts';
import type { Party } from '../domain/rules/rule.ts';
import { admissions } from './admissions.ts';
import { BUYER_CODES, codeName, directory } from './directory.ts';
import { changed, partitionOf } from './records.ts';
import {
  beginningsOf,
  type EntityBrief,
  entityBrief,
  marksOf,
  shownBy,
  underWords,
  wordsOf,
  wordWrites,
} from './search.ts';
import { AGREEMENTS, ENTITIES } from './terms.ts';

/** The grade that the credit capability last announced; beside the entity, so that it leaves the entity's history alone. */
export const Grade = CreditChanged.detail.pick({ version: true, score: true, grade: true, scorecardVersion: true });

export type Grade = z.infer<typeof Grade>;

const gradeKey = (entityId: string): Key => ({ pk: partitionOf('entity', entityId), sk: 'GRADE' });

/** An entity is a head, and the form of the filing that last said what it is; a change keeps the version before it. */
const entities = aggregate({
  // Of version 1 what it says stands in attributes of their own.
  head: form('entity', Entity.omit({ submission: true }), [(entity) => ({ ...entity })]),
  packsHead: true,
  body: form('entity-form', Entity.pick({ submission: true })),
  brief: entityBrief,
  keepsVersions: true,
});
const goods = aggregate({ head: form('goods', Goods), keepsVersions: true });
const agreements = aggregate({ head: form('agreement', Agreement) });

/** A registered entity without its form, as lists and rules look at it. */
export type ListedEntity = StoredHead<Omit<Entity, 'submission'>, EntityBrief>;

export interface EntityQuery extends PageRequest {
  readonly kind?: EntityKind | undefined;
  readonly status?: EntityStatus | undefined;
  /** Only those that credit has graded so; the index lags, and whoever asks looks at the grades themselves. */
  readonly grade?: CreditGrade | undefined;
  /** Only those in force whose term ends before this day, `YYYY-MM-DD`, by that. */
  readonly validUntilBefore?: string | undefined;
  /** A name or number from the beginning of a word on, a stall, or the whole identifier. */
  readonly q?: string | undefined;
  /** Whether the last four digits of a phone are a query too. */
  readonly mayAskForPhones?: boolean;
  readonly owners?: readonly string[] | undefined;
  /** @param owner by which of the owners it was found, where they are given */
  readonly keep: (entity: ListedEntity, owner: string | undefined) => boolean;
}

export interface OwnedQuery<D> extends PageRequest {
  readonly owners?: readonly string[] | undefined;
  readonly keep: (record: D) => boolean;
}

const ownedPage = <D>(
  table: Table,
  record: Aggregate<D, unknown, undefined>,
  collection: string,
  { keep, ...request }: OwnedQuery<D>,
) => listPage(table, { ...request, collection, read: record.headOf, keep: ({ data }) => keep(data) });

export function register(table: Table) {
  async function gradesOf(entityIds: readonly string[]): Promise<Map<string, string>> {
    const items = await table.getMany(entityIds.map(gradeKey));
    return new Map(
      entityIds.flatMap((id, index): [string, string][] => {
        const item = items[index];
        return item ? [[id, Grade.parse(item).grade]] : [];
      }),
    );
  }

  async function partiesOf(ids: readonly string[], today: string): Promise<Map<string, Party>> {
    const items = await table.getMany(ids.map((id) => ({ pk: partitionOf('entity', id), sk: CURRENT })));
    const found = items.flatMap((item) => (item ? [entities.headOf(item)] : []));
    return new Map(found.map((entity) => [entity.data.id, partyOf(entity, today)]));
  }

  return {
    entity: (id: string) => entities.load(table, partitionOf('entity', id)),
    goods: (id: string) => goods.load(table, partitionOf('goods', id)),
    agreement: (id: string) => agreements.load(table, partitionOf('agreement', id)),

    /** Keeps a grade unless the same or a newer one is kept. */
    keepGrade: (entityId: string, grade: Grade): Promise<boolean> =>
      putNewest(table, { ...gradeKey(entityId), ...grade, ...gradeListing(entityId, grade.grade) }),

    async grade(entityId: string): Promise<Grade | undefined> {
      const item = await table.get(gradeKey(entityId));
      return item && Grade.parse(item);
    },

    /** The grades of entities, of those that have one. */
    grades: async (entityIds: readonly string[]): Promise<string[]> => [...(await gradesOf(entityIds)).values()],

    /** The same, by entity. */
    gradesOf,

    /**
     * The entities of the given identifiers as rules look at them on a day: those filed in the district, or admitted there.
     */
    parties: async (districtId: string, ids: readonly string[], today: string): Promise<Map<string, Party>> => {
      const isOwn = (id: string): boolean => parseIdentifier('entity', id)?.districtId === districtId;
      const others = ids.filter((id) => !isOwn(id) && parseIdentifier('entity', id));
      const admitted = others.length === 0 ? [] : await admissions(table).admittedAmong(districtId, others);
      return partiesOf([...ids.filter(isOwn), ...admitted], today);
    },

    /** The same, of whatever district. */
    partiesAnywhere: (ids: readonly string[], today: string): Promise<Map<string, Party>> => partiesOf(ids, today),

    /** An entity as it was at one of its versions. */
    entityVersion: (id: string, version: number) => entities.version(table, partitionOf('entity', id), version),
    entityVersions: (id: string) => versionsOf(table, entities, partitionOf('entity', id)),
    goodsVersions: (id: string) => versionsOf(table, goods, partitionOf('goods', id)),

    /** The agreement in force on a day under which one acts for the other. */
    async agreementInForce(merchantId: string, tradeOperatorId: string, today: string): Promise<Agreement | undefined> {
      const districtId = parseIdentifier('entity', merchantId)?.districtId ?? '';
      const listed = await everyItem(table, {
        IndexName: 'byOwner',
        KeyConditionExpression: 'ownerKey = :key',
        ExpressionAttributeValues: { ':key': ownerKey(districtId, AGREEMENTS, merchantId) },
      });
      // The index may lag behind a revocation; the records themselves do not.
      const items = await table.getMany(listed.map(({ pk }) => ({ pk, sk: CURRENT })));
      return items
        .flatMap((item) => (item ? [agreements.headOf(item).data] : []))
        .find(
          (agreement) =>
            agreement.merchantId === merchantId &&
            agreement.tradeOperatorId === tradeOperatorId &&
            isAgreementInForce(agreement, today),
        );
    },

    agreementPage: (query: OwnedQuery<Agreement>) => ownedPage(table, agreements, AGREEMENTS, query),

    goodsPage: (query: OwnedQuery<Goods>) => ownedPage(table, goods, GOODS, query),

    entityPage: (query: EntityQuery) => {
      const { kind, status, grade, validUntilBefore, q, mayAskForPhones = false, keep, ...request } = query;
      const isOwn = request.owners !== undefined;
      const isSince = request.since !== undefined;
      const isByWords = q !== undefined && !isOwn && !isSince;
      const isByGrade = grade !== undefined && !isOwn && !isSince && q === undefined && validUntilBefore === undefined;
      const asked = new Map(
        q === undefined ? [] : request.districts.map((id) => [id, beginningsOf(q, id, mayAskForPhones)]),
      );
      const beginnings = (districtId: DistrictId): readonly string[] => asked.get(districtId) ?? [];
      const isFound = (entity: ListedEntity, word: string): boolean => {
        if (q === undefined) return true;
        const shown = shownBy(wordsOf(entity.brief, entity.data.filingNumber), beginnings(entity.data.districtId));
        return isByWords ? shown === word : shown !== undefined || matches(entity, q);
      };
      return listPage(table, {
        ...request,
        collection: ENTITIES,
        state: isByGrade ? gradeState(grade) : kind,
        ...(isByWords && { words: (districtId) => underWords(beginnings(districtId)) }),
        ...(validUntilBefore !== undefined && { due: { before: validUntilBefore } }),
        ...(!isByGrade && { sought: [kind, status].flatMap((one) => (one === undefined ? [] : [facet(one)])) }),
        // The identifier is sought for whole, which its mark is; what is found by either is looked at once more.
        ...(q !== undefined && !isByWords && { soughtAny: [searchForm(q), ...marksOf(q)] }),
        read: entities.headOf,
        keep: (entity, owner, word) =>
          (kind === undefined || entity.brief.kind === kind) &&
          (validUntilBefore === undefined ||
            (entity.data.status === 'ACTIVE' && entity.data.validUntil < validUntilBefore)) &&
          isFound(entity, word) &&
          keep(entity, owner),
      });
    },

    /** The buyer that a code was issued to last; nothing where another has taken its place. */
    async buyerOfCode(districtId: DistrictId, code: string, at: string): Promise<ListedEntity | undefined> {
      const owners = [codeName(code)];
      const read = entities.headOf;
      const page = { districts: [districtId], collection: BUYER_CODES, owners, limit: 1, at, read, keep: () => true };
      const [found] = (await listPage(table, page)).items;
      const present = found && (await directory(table).buyerCode(found.data.id));
      return present && codeName(present.code) === codeName(code) ? found : undefined;
    },
  };
}

const GOODS = 'GOODS';

/** Whether a query, as people write such things, is part of a name or the filing number, or is the whole identifier. */
function matches(
  { brief: { name, nameEn = '', formerNumber = '', identifier }, data: { filingNumber } }: ListedEntity,
  q: string,
): boolean {
  const wanted = searchForm(q);
  const texts = [name, nameEn, filingNumber, formerNumber].map(searchForm);
  return wanted !== '' && (texts.some((text) => text.includes(wanted)) || marksOf(q).includes(identifier));
}

/** An entity as rules look at it on a day. */
const partyOf = ({ data, brief: { kind, name, hsChapters = [] } }: ListedEntity, today: string): Party => ({
  id: data.id,
  kind,
  name,
  filingNumber: data.filingNumber,
  status: statusOn(data, today),
  statusReason: data.statusReason,
  validUntil: data.validUntil,
  hsChapters,
});

/**
 * The writes of a change to an entity.
 *
 * @param filing whose form the entity now has; its form is not kept twice
 */
export function entityWrites(
  before: Stored<Entity> | undefined,
  data: Entity,
  cause: VersionCause,
  filing?: Stored<Filing>,
): Write[] {
  const pk = partitionOf('entity', data.id);
  const { writes } = entities.writes({
    ...changeOf(before, data, cause),
    pk,
    listing: entityListing(data),
    messages: [entityMessage(data, versionAfter(before), cause.at)],
    bodyOf: filing,
  });
  return [...writes, ...wordWrites(pk, data.districtId, wordsIn(before?.data), wordsIn(data))];
}

const versionAfter = (before: Stored<unknown> | undefined): number => (before?.version ?? 0) + 1;

/** The words of an entity as it stands, or stood. */
const wordsIn = (data: Entity | undefined): string[] => (data ? wordsOf(entityBrief(data), data.filingNumber) : []);

const entityMessage = (data: Entity, version: number, at: string): Message =>
  announce(EntityChanged, entityChanged(data, digestsOf(data), version, at));

/** What stands of an entity in the admissions of other districts. */
export const homeParty = ({ data, version, updatedAt }: Stored<Entity>): HomeParty =>
  HomeParty.parse(entityChanged(data, digestsOf(data), version, updatedAt));

/** What stands for the personal numbers of an entity where others are told of it. */
const digestsOf = ({ districtId, submission }: Entity) => ({
  identifierDigest: numberDigest(identifierOf(submission)),
  phoneTailDigest: phoneTailDigest(districtId, lastDigits(canonicalPhone(phoneOf(submission)))),
});

const goodsMessage = (data: Goods, version: number, at: string): Message =>
  announce(GoodsChanged, goodsChanged(data, version, at));

/** A proposal binds nobody: the other capabilities do not hear of it. */
function agreementMessage(data: Agreement, version: number, at: string): Message | undefined {
  const detail = agreementChanged(data, version, at);
  return detail && announce(AgreementChanged, detail);
}

/** The list of those that have a grade; an entity stands in it by the grade's own item. */
const gradeState = (grade: CreditGrade): string => `GRADE#${grade}`;

const gradeListing = (entityId: string, grade: CreditGrade) => ({
  stateKey: stateKey(parseIdentifier('entity', entityId)?.districtId ?? '', ENTITIES, gradeState(grade)),
  stateSort: entityId,
});

const entityListing = (entity: Entity): Listing => {
  const { districtId, filingNumber, parties, status, validUntil } = entity;
  const { kind, name, nameEn = '', formerNumber, identifier } = entityBrief(entity);
  const numbers = [filingNumber, ...(formerNumber === undefined ? [] : [formerNumber])];
  return {
    districtId,
    collection: ENTITIES,
    state: kind,
    owners: parties,
    due: status === 'ACTIVE' ? validUntil : undefined,
    sought: [...[name, nameEn, ...numbers].map(searchForm), identifier, kind, status],
  };
};

export function goodsWrites(before: Stored<Goods> | undefined, data: Goods, cause: VersionCause): Write[] {
  return goods.writes({
    ...changeOf(before, data, cause),
    pk: partitionOf('goods', data.id),
    listing: goodsListing(data),
    messages: [goodsMessage(data, versionAfter(before), cause.at)],
  }).writes;
}

const goodsListing = ({ districtId, form: { merchantId }, filerEntityId = merchantId }: Goods): Listing => ({
  districtId,
  collection: GOODS,
  owners: [...new Set([merchantId, filerEntityId])],
});

export function agreementWrites(before: Stored<Agreement> | undefined, data: Agreement, cause: VersionCause): Write[] {
  const message = agreementMessage(data, versionAfter(before), cause.at);
  return agreements.writes({
    ...changeOf(before, data, cause),
    pk: partitionOf('agreement', data.id),
    listing: agreementListing(data),
    messages: message ? [message] : [],
  }).writes;
}

const agreementListing = ({ districtId, merchantId, tradeOperatorId, status, validUntil }: Agreement): Listing => ({
  districtId,
  collection: AGREEMENTS,
  owners: [merchantId, tradeOperatorId],
  due: status === 'PROPOSED' || status === 'IN_FORCE' ? validUntil : undefined,
});

/** What the changes of all registered records have in common. */
const changeOf = <D>(before: Stored<D> | undefined, data: D, cause: VersionCause) => ({
  ...cause,
  before,
  data,
  note: versionNote(cause),
  otherwise: changed,
});

const everyWord = ({ pk, data }: Stored<Entity>): Write[] => wordWrites(pk, data.districtId, [], wordsIn(data));

export const registerMigrations: readonly Migration[] = [
  entities.migration('ENTITY', entityListing, everyWord),
  // Earlier releases found an entity by no words, and sifted none by its kind and status.
  entities.relisting(
    'ENTITY',
    ({ sought }) => !/\|(ACTIVE|SUSPENDED|CANCELLED|EXPIRED)\|$/.test(String(sought)),
    entityListing,
    everyWord,
  ),
  // An earlier release kept each word beside its entity, found by an index.
  {
    kind: 'ENTITY',
    isOld: ({ sk }) => sk.startsWith('WORD#'),
    migrate: async (item, table) => {
      const entity = await entities.load(table, item.pk as Key['pk']);
      const [pk, word] = [item.pk as Key['pk'], String(item['ownerSort'])];
      const isWord = wordsIn(entity?.data).includes(word);
      return { writes: [...(entity && isWord ? wordWrites(pk, entity.data.districtId, [], [word]) : []), gone(item)] };
    },
  },
  {
    kind: 'ENTITY',
    isOld: ({ sk, stateKey: listed }) => sk === 'GRADE' && listed === undefined,
    migrate: (item) => {
      const { grade, version } = Grade.parse(item);
      const listed = gradeListing(lastPart(item.pk), grade);
      return {
        writes: [
          update(
            { pk: item.pk, sk: item.sk },
            'SET stateKey = :key, stateSort = :sort',
            { expression: '#version = :found', names: { '#version': 'version' }, values: { ':found': version } },
            changedMeanwhile,
            {},
            { ':key': listed.stateKey, ':sort': listed.stateSort },
          ),
        ],
      };
    },
  },
  goods.migration('GOODS', goodsListing),
  agreements.migration('AGREEMENT', agreementListing),
];

export const registerReplays: readonly Replay[] = [
  replayOf(entities, EntityChanged.name, ENTITIES, ({ data, version, updatedAt }) =>
    entityMessage(data, version, updatedAt),
  ),
  replayOf(goods, GoodsChanged.name, GOODS, ({ data, version, updatedAt }) => goodsMessage(data, version, updatedAt)),
  replayOf(agreements, AgreementChanged.name, AGREEMENTS, ({ data, version, updatedAt }) =>
    agreementMessage(data, version, updatedAt),
  ),
];
