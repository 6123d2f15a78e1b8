import { type DistrictId } from '../../shared/kernel/identifier.ts';
import { type Message } from '../../shared/outbox/message.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { changeKey } from '../../shared/table/listing.ts';
import { outboxWrites } from '../../shared/table/outbox.ts';
import { keepNewest, keptDetail, putNewest } from '../../shared/table/read-model.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { Subject, SubjectAdmission } from '../domain/subject.ts';
import { districtOf } from './facts.ts';

const SUBJECT = form('credit-subject', Subject);
const ADMISSION = form('credit-admission', SubjectAdmission);

export const SUBJECTS = 'CREDIT_SUBJECTS';

/** Whom credit is kept of. */
export const subjects = (table: Table) => ({
  subject: async (entityId: string): Promise<Subject | undefined> => {
    const item = await table.get({ pk: subjectKey(entityId), sk: CURRENT });
    return item && subjectIn(item);
  },

  /**
   * Keeps the entity unless a newer version is kept, and sends the messages once. The messages come after it, each by
   * itself: cut off between the two, the event comes again, finds its own version and sends them then.
   */
  async keepSubject(subject: Subject, at: string, messages: readonly Message[]): Promise<void> {
    const pk = subjectKey(subject.entityId);
    const isNewer = await putNewest(table, subjectItem(subject));
    if (!isNewer && (await this.subject(subject.entityId))?.version !== subject.version) return;
    const sentBefore = (): Error => new Error('told by the answer');
    for (const write of outboxWrites(pk, subject.version, at, messages, sentBefore)) await table.write(write);
  },

  keepAdmission: (admission: SubjectAdmission): Promise<boolean> =>
    keepNewest(table, admissionKey(admission.districtId, admission.entityId), ADMISSION, admission),

  /** Whether a district has admitted an entity of another. */
  isAdmitted: async (districtId: DistrictId, entityId: string): Promise<boolean> => {
    const item = await table.get(admissionKey(districtId, entityId));
    return item !== undefined && keptDetail(ADMISSION, item).status === 'ADMITTED';
  },

  /**
   * The entities of a district in order. Of those filed just now, which the index may not have yet, each is scored by
   * itself.
   */
  subjectIds: async (districtId: DistrictId): Promise<string[]> => {
    const items = await everyItem(table, {
      IndexName: 'byChange',
      KeyConditionExpression: 'changeKey = :list',
      ExpressionAttributeValues: { ':list': changeKey(districtId, SUBJECTS) },
    });
    return items.map((item) => item['changeSort'] as string);
  },

  /** The entities of a district from one to another, from the same index. */
  subjects: async (districtId: DistrictId, { from, to }: { from: string; to: string }): Promise<Subject[]> => {
    const entries = await everyItem(table, {
      IndexName: 'byChange',
      KeyConditionExpression: 'changeKey = :list AND changeSort BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':list': changeKey(districtId, SUBJECTS), ':from': from, ':to': to },
    });
    const items = await table.getMany(entries.map(({ pk, sk }) => ({ pk, sk })));
    return items.flatMap((item) => (item ? [subjectIn(item)] : []));
  },
});

const admissionKey = (districtId: DistrictId, entityId: string): Key => ({
  pk: districtKey(districtId, 'CREDIT_ADMISSION', entityId),
  sk: CURRENT,
});

export const subjectKey = (entityId: string) => districtKey(districtOf(entityId), 'CREDIT_SUBJECT', entityId);

export const subjectIn = (item: StoredItem): Subject => readForm(SUBJECT, item['subject'], item['form']);

/** Subjects are listed by identifier, so that a run can be cut into batches. */
export const subjectItem = (subject: Subject) => ({
  pk: subjectKey(subject.entityId),
  sk: CURRENT,
  form: SUBJECT.version,
  version: subject.version,
  subject,
  changeKey: changeKey(subject.districtId, SUBJECTS),
  changeSort: subject.entityId,
});
