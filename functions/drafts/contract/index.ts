import { z } from 'zod';
import { ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { listOf } from '../../shared/http/schemas.ts';
import { ruleIssue, text } from '../../shared/kernel/fields.ts';
import { says } from '../../shared/kernel/finding.ts';
import { keptDays } from '../../shared/reference/retention.ts';
import { CONTENT_BYTES, Draft } from '../domain/draft.ts';

/** A path of the portal, and no address of anything else. */
const page = text('页面', 300).regex(/^\/(?!\/)[\w\-./?=&%:~]*$/, { error: '页面应为门户内的路径' });

const content = z
  .string()
  .min(1)
  .superRefine((value, context) => {
    if (Buffer.byteLength(value) > CONTENT_BYTES) {
      context.addIssue(ruleIssue('TOO_LONG', says(`草稿内容超过 ${CONTENT_BYTES / 1024} KB`, '请先提交已填的部分')));
    }
  })
  .meta({
    title: '草稿内容',
    description: `What was filled in, as the client’s own text; ${CONTENT_BYTES / 1024} KB at most`,
  });

export const draftsApi = contract({
  listDrafts: {
    method: 'GET',
    path: '/v1/drafts',
    summary:
      'The caller’s own drafts under the present assignment, the last saved first, without their content 我的草稿',
    roles: ROLES,
    success: { status: 200, schema: listOf(Draft) },
    problems: [],
  },
  getDraft: {
    method: 'GET',
    path: '/v1/drafts/{key}',
    summary: 'A draft with its content',
    roles: ROLES,
    success: { status: 200, schema: Draft.extend({ content: z.string().meta({ title: '草稿内容' }) }) },
    problems: [],
  },
  keepDraft: {
    method: 'PUT',
    path: '/v1/drafts/{key}',
    summary:
      `Keeps what was filled in, under a key of the client’s own, for ${keptDays('DRAFT')} days from now. With If-Match only over the ` +
      'version that was read, so that two windows do not take turns at one draft 保存草稿',
    roles: ROLES,
    body: z.strictObject({ title: text('标题', 200), page, content }),
    // Quotation marks within a text are two bytes each.
    maxBytes: 2 * CONTENT_BYTES,
    success: { status: 200, schema: Draft },
    problems: ['WRONG_STATE', 'PRECONDITION_FAILED'],
    ifMatch: 'OPTIONAL',
  },
  deleteDraft: {
    method: 'POST',
    path: '/v1/drafts/{key}/deletion',
    summary: 'Deletes a draft, whether or not it is there 删除草稿',
    roles: ROLES,
    success: { status: 200, schema: Draft.pick({ key: true }) },
    problems: [],
  },
});

export type DraftsApi = typeof draftsApi;
