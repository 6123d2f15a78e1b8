import { z } from 'zod';
import { sha256 } from '../../shared/digest.ts';
import { answered } from '../../shared/kernel/human-task.ts';
import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { form, isOlder, readForm } from '../../shared/table/form.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import type { StoredItem } from '../../shared/table/table.ts';
import { CreditEvent } from '../domain/event.ts';
import { documentOf, type Source } from '../domain/source.ts';

/** Copies of events under their entities: what a score is made of, and by which one document is one fact. */

/** The key of the first form was of the document's number with its brackets. */
export const FACT = form('credit-fact', CreditEvent, [(event) => ({ ...event })]);

export const EVENT_PREFIX = 'EVENT#';

export const districtOf = (entityId: string): DistrictId => parseIdentifier('entity', entityId)?.districtId ?? '';

export const creditKey = (entityId: string) => districtKey(districtOf(entityId), 'CREDIT', entityId);

/**
 * What is noted of an event beside its data: that another, recorded before it, is of the same document. It then has a copy
 * of its own beside the other's, and counts until a person decides about it.
 */
export const Note = z.object({ sameDocumentAs: z.string() }).optional();

export type Note = z.infer<typeof Note>;

/** A document as a part of a key. */
export const documentMark = (source: Source): string => sha256(documentOf(source));

export const factKey = (event: CreditEvent, note: Note): Key => ({
  pk: creditKey(event.entityId),
  sk: `${EVENT_PREFIX}${event.indicator}#${documentMark(event.source)}${note ? `#${event.id.slice(-26)}` : ''}`,
});

/** Whether a copy stands beside another's of the same document. */
export const isNoted = ({ sk }: StoredItem): boolean => sk.slice(EVENT_PREFIX.length).split('#').length > 2;

/** The copy of an event under its entity, without what scoring does not read. */
export const factItem = (event: CreditEvent, note: Note) => {
  const { evidence: _evidence, ...copied } = answered(event);
  return { ...factKey(event, note), form: FACT.version, event: copied };
};

export const factIn = (item: StoredItem): CreditEvent => readForm(FACT, item['event'], item['form']);

/**
 * What has changed while a registry is brought into the present layout stands twice, the later one with the present form.
 */
export const eventsIn = (items: readonly StoredItem[]): CreditEvent[] => {
  const [before, now] = [items.filter(isOldFact), items.filter((item) => !isOldFact(item))];
  return [...new Map([...before, ...now].map(factIn).map((event) => [event.id, event])).values()];
};

/** Whether a copy was kept by an earlier release, whose key may be another. */
export const isOldFact = (item: StoredItem): boolean => isOlder(FACT, item['form']);

export const isOfFirstLayout = (item: StoredItem): boolean => item['form'] === undefined;

/** That nothing stands there but the event's own copy. */
export const own = ({ id }: CreditEvent) => ({
  expression: 'attribute_not_exists(pk) OR #event.#id = :id',
  names: { '#event': 'event', '#id': 'id' },
  values: { ':id': id },
});
