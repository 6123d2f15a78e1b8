import { z } from 'zod';
import { CreditChanged, GradeChanged } from '../../events/credit.ts';
import { belonging } from '../../shared/correlation.ts';
import { type DistrictId, identifier, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { announce, type Message, OUTBOX_PREFIX } from '../../shared/outbox/message.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { type AuditedLog, auditEntry, auditWrite, CHAIN_START, systemActor } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { districtKey, versionKey } from '../../shared/table/keys.ts';
import { outboxWrites } from '../../shared/table/outbox.ts';
import type { Announcement, Replay } from '../../shared/table/replay.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, type Write } from '../../shared/table/write.ts';
import { handlingOf } from '../domain/handling.ts';
import { type KeptStanding, Standing } from '../domain/standing.ts';
import type { Subject } from '../domain/subject.ts';
import { creditKey } from './facts.ts';
import { SUBJECTS, subjectIn, subjectKey } from './subjects.ts';

/** A standing is kept as `CreditChanged` told it, with its grounds. */
const STANDING = form(
  'credit-standing',
  z.object({
    told: CreditChanged.detail.pick({
      entityId: true,
      districtId: true,
      version: true,
      score: true,
      grade: true,
      scorecardVersion: true,
    }),
    grounds: Standing.pick({ asOf: true, cause: true, points: true }),
  }),
);

/** Past standings that an answer shows. */
const HISTORY_SHOWN = 50;

/**
 * An entity's standings, a log to which each change adds one item and nothing is rewritten; the last is the current one.
 *
 * The item is also the outbox item of `CreditChanged`: what was told is what is kept, paid for once. It therefore has no
 * time to live.
 */
export const standingStore = (table: Table) => {
  const newestFirst = async (entityId: string, limit: number): Promise<KeptStanding[]> =>
    (await newestItems(table, entityId, limit)).map(keptStanding);

  return {
    current: async (entityId: string): Promise<KeptStanding | undefined> => (await newestFirst(entityId, 1))[0],

    history: async (entityId: string): Promise<KeptStanding[]> => newestFirst(entityId, HISTORY_SHOWN),

    /**
     * A changed standing, its audit entry, and the news of a changed grade. Whoever read the same standing before and
     * commits later has a `ConcurrencyConflict`.
     */
    stand: (
      { entityId, districtId, name }: Pick<Subject, 'entityId' | 'districtId'> & Partial<Pick<Subject, 'name'>>,
      data: Standing,
      before: KeptStanding | undefined,
      at: string,
      lists: Pick<Lists, 'gradeHandling'>,
    ): Write[] => {
      const pk = creditKey(entityId);
      const version = (before?.version ?? 0) + 1;
      const { score, grade, scorecardVersion, asOf, cause, points } = data;
      const entry = auditEntry({
        pk,
        version,
        at,
        actor: systemActor('workflow', 'credit-scoring'),
        action: 'SCORE',
        reasons: [data.cause.id],
        previousHash: before?.auditHash ?? CHAIN_START,
        content: data,
      });
      const detail = {
        entityId,
        districtId,
        version,
        at,
        score,
        grade,
        scorecardVersion,
        handling: handlingOf(grade, lists),
      };
      const item = {
        pk,
        sk: `${OUTBOX_PREFIX}${versionKey(version)}`,
        form: STANDING.version,
        at,
        auditHash: entry.hash,
        grounds: { asOf, cause, points: byUlid(points) },
        message: announce(CreditChanged, detail),
        ...belonging(),
      };
      return [create(item, conflict), auditWrite(entry, conflict), ...gradeNews(detail, name, before)];
    },
  };
};

async function newestItems(table: Table, entityId: string, limit: number): Promise<StoredItem[]> {
  const { items } = await table.query({
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :standing)',
    ExpressionAttributeValues: { ':pk': creditKey(entityId), ':standing': OUTBOX_PREFIX },
    ConsistentRead: true,
    ScanIndexForward: false,
    Limit: limit,
  });
  return items;
}

/** `CreditChanged` of every entity again, as its standing was told; beside the entity, for whose log it is no standing. */
export const standingReplay: Replay = {
  event: CreditChanged.name,
  collection: SUBJECTS,
  announcements: async (table, items) => {
    const found = await Promise.all(
      items.map(async (item): Promise<Announcement[]> => {
        const { entityId } = subjectIn(item);
        const [newest] = await newestItems(table, entityId, 1);
        if (!newest) return [];
        const { version } = keptStanding(newest);
        return [{ record: { pk: subjectKey(entityId), version }, message: newest['message'] as Message }];
      }),
    );
    return found.flat();
  },
};

type Told = z.infer<typeof CreditChanged.detail>;

/** `GradeChanged`, for whoever notifies the entity; a first grade is no change. */
function gradeNews(told: Told, name: string | undefined, before: KeptStanding | undefined): Write[] {
  if (!before || before.data.grade === told.grade) return [];
  const pk = districtKey(told.districtId, 'CREDIT_GRADE', told.entityId);
  const detail = { ...told, previousGrade: before.data.grade, name };
  return outboxWrites(pk, told.version, told.at, [announce(GradeChanged, detail)], conflict);
}

const conflict = () => new ConcurrencyConflict('the entity was scored by another execution');

/** The identifiers of facts are kept without what all of an entity share, so that the item stays within a write unit. */
const byUlid = (points: Standing['points']) =>
  Object.fromEntries(
    Object.entries(points).map(([eventId, moved]) => [parseIdentifier('creditevent', eventId)?.ulid ?? eventId, moved]),
  );

const byEventId = (points: Standing['points'], districtId: DistrictId) =>
  Object.fromEntries(
    Object.entries(points).map(([key, moved]) => {
      const eventId = identifier('creditevent', districtId, key);
      return [parseIdentifier('creditevent', eventId) ? eventId : key, moved];
    }),
  );

/** A standing as the table has it. */
function keptStanding(item: StoredItem): KeptStanding {
  const { detail } = item['message'] as { detail: unknown };
  const { told, grounds } = readForm(STANDING, { told: detail, grounds: item['grounds'] }, item['form']);
  return {
    version: told.version,
    at: item['at'] as string,
    auditHash: item['auditHash'] as string,
    data: Standing.parse({ ...told, ...grounds, points: byEventId(grounds.points, told.districtId) }),
  };
}

/** Standings have no current record: each version is kept in the item that announced it. */
export const standingLog: AuditedLog = {
  prefix: OUTBOX_PREFIX,
  holds: (item) => 'grounds' in item,
  read: keptStanding,
};
