import { type DistrictId } from '../../shared/kernel/identifier.ts';
import { type Message } from '../../shared/outbox/message.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { CURRENT, districtKey } from '../../shared/table/keys.ts';
import { changeKey } from '../../shared/table/listing.ts';
import { outboxWrites } from '../../shared/table/outbox.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { putWhere, type Write } from '../../shared/table/write.ts';
import { Subject } from '../domain/subject.ts';
import { districtOf } from './facts.ts';

const SUBJECT = form('credit-subject', Subject);

export const SUBJECTS = 'CREDIT_SUBJECTS';

/** A newer version of the entity is already kept. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

/** Whom credit is kept of. */
export const subjects = (table: Table) => ({
  subject: async (entityId: string): Promise<Subject | undefined> => {
    const item = await table.get({ pk: subjectKey(entityId), sk: CURRENT });
    return item && subjectIn(item);
  },

  /** Keeps the entity unless the same or a newer version is kept, which is then `Superseded`; sends the messages with it. */
  keepSubject: (subject: Subject, at: string, messages: readonly Message[]): Write[] => {
    const pk = subjectKey(subject.entityId);
    const superseded = () => new Superseded();
    return [
      putWhere(
        subjectItem(subject),
        {
          expression: 'attribute_not_exists(pk) OR #version < :version',
          names: { '#version': 'version' },
          values: { ':version': subject.version },
        },
        superseded,
      ),
      ...outboxWrites(pk, subject.version, at, messages, superseded),
    ];
  },

  /** The entities of a district in order. Of those filed just now, which the index may not have yet, each is scored by itself. */
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
