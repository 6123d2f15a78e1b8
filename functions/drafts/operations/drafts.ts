import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { requireVersion } from '../../shared/http/version.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { DraftsApi } from '../contract/index.ts';
import { type Draft, MAX_DRAFTS } from '../domain/draft.ts';
import { deletionWrites, draftStore, draftWrites } from '../store/index.ts';

/** Keeps, finds and deletes what a caller has filled in and not sent. */
export function draftOperations({ table }: Runtime): Operations<DraftsApi> {
  const store = draftStore(table);
  return {
    listDrafts: async ({ caller, at }) => {
      const drafts = (await store.drafts(caller, at)).map(({ data }) => data);
      const items = drafts.toSorted((one, other) => other.savedAt.localeCompare(one.savedAt));
      return { body: { items, nextCursor: null } };
    },

    getDraft: async ({ caller, params, at }) => {
      const key = keyOf(params['key']);
      const [draft, content] = await Promise.all([store.draft(caller, key, at), store.content(caller, key)]);
      if (!draft || content === undefined) throw notFound();
      return { body: { ...draft.data, content }, headers: etag(draft.version) };
    },

    keepDraft: async ({ caller, params, body: { content, ...body }, expectedVersion, at }) => {
      const key = keyOf(params['key']);
      const before = await store.draft(caller, key, at);
      const elsewhere = says('这份草稿已在另一窗口中保存、提交或删除', '请核对后再保存');
      requireVersion(before ?? { version: 0 }, expectedVersion, elsewhere);
      if (!before && (await store.drafts(caller, at)).length >= MAX_DRAFTS) {
        throw new Problem('WRONG_STATE', says(`草稿已有 ${MAX_DRAFTS} 份，没有保存`, '请先删除不再需要的'));
      }
      const draft: Draft = { ...body, key, savedAt: at };
      return {
        body: draft,
        headers: etag((before?.version ?? 0) + 1),
        writes: draftWrites(caller, draft, content, before),
      };
    },

    deleteDraft: async ({ caller, params }) => {
      const key = keyOf(params['key']);
      return { body: { key }, writes: deletionWrites(caller, key) };
    },
  };
}

/** @throws Problem NOT_FOUND for what no draft is called by */
function keyOf(key = ''): string {
  if (!/^[A-Za-z][\w-]{0,149}$/.test(key)) throw notFound();
  return key;
}
