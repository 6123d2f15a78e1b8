import { z } from 'zod';
import type { Caller } from '../../shared/auth/caller.ts';
import { clearedAt } from '../../shared/reference/retention.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import { pack, unpacked } from '../../shared/table/packed.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { clear, create, put, replace, type Write } from '../../shared/table/write.ts';
import { Draft } from '../domain/draft.ts';

const DRAFT_FORM = form('draft', Draft);
const CONTENT_FORM = form('draft-content', z.object({ text: z.string() }));

/** What the sort keys of drafts begin with, apart from their contents: a list reads no content. */
const DRAFT = 'D#';
const CONTENT = 'CONTENT#';

export interface StoredDraft {
  readonly version: number;
  readonly data: Draft;
}

/** Drafts of a person under one assignment: what is filled in for one party is not offered where one acts for another. */
export const draftStore = (table: Table) => ({
  /** In the order of their keys. @param at what was over by then is not there, though the table may have it still */
  drafts: async (owner: Caller, at: string): Promise<StoredDraft[]> => {
    const items = await everyItem(table, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :draft)',
      ExpressionAttributeValues: { ':pk': ownerKey(owner), ':draft': DRAFT },
      ConsistentRead: true,
    });
    return items.filter((item) => isKept(item, at)).map(draftOf);
  },

  draft: async (owner: Caller, key: string, at: string): Promise<StoredDraft | undefined> => {
    const item = await table.get(draftKey(owner, key));
    return item && isKept(item, at) ? draftOf(item) : undefined;
  },

  content: async (owner: Caller, key: string): Promise<string | undefined> => {
    const item = await table.get(contentKey(owner, key));
    return item && readForm(CONTENT_FORM, unpacked(item['content']), item['form']).text;
  },
});

export function draftWrites(owner: Caller, data: Draft, content: string, before: StoredDraft | undefined): Write[] {
  const expiresAt = clearedAt('DRAFT', data.savedAt);
  const item = {
    ...draftKey(owner, data.key),
    form: DRAFT_FORM.version,
    version: (before?.version ?? 0) + 1,
    draft: data,
    expiresAt,
  };
  return [
    before ? replace(item, before.version, changed) : create(item, changed),
    put({
      ...contentKey(owner, data.key),
      form: CONTENT_FORM.version,
      content: pack({ text: content }),
      expiresAt,
    }),
  ];
}

export const deletionWrites = (owner: Caller, key: string): Write[] => [
  clear(draftKey(owner, key)),
  clear(contentKey(owner, key)),
];

const changed = (): Error => new ConcurrencyConflict('the draft was saved by another request');

const isKept = ({ expiresAt }: StoredItem, at: string): boolean => Number(expiresAt) * 1000 > Date.parse(at);

const draftOf = (item: StoredItem): StoredDraft => ({
  version: Number(item['version']),
  data: readForm(DRAFT_FORM, item['draft'], item['form']),
});

const ownerKey = ({ districtId, sub, role, entityId = '' }: Caller): Key['pk'] =>
  districtKey(districtId, 'DRAFTS', sub, role, entityId);

const draftKey = (owner: Caller, key: string): Key => ({ pk: ownerKey(owner), sk: `${DRAFT}${key}` });

const contentKey = (owner: Caller, key: string): Key => ({ pk: ownerKey(owner), sk: `${CONTENT}${key}` });
