import { z } from 'zod';
import { PERSONAL_REQUEST_KIND_NAMES, PERSONAL_REQUEST_STATUS_NAMES } from '../../events/names.ts';
import { contract } from '../../shared/http/contract.ts';
import { Etag, ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { id, text } from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { COUNTS_NAMES, OUTCOME_NAMES, SECTION_NAMES, SUBJECT_NAMES } from '../domain/names.ts';
import { PersonalRequest } from '../domain/request.ts';

const READERS = ['merchant', 'agent', 'clerk', 'reviewer', 'operator', 'centreHead'] as const;

const { answer } = PersonalRequest.shape;

const RequestJson = z.object({
  id: z.string().meta({ title: '请求编号' }),
  entityId: z.string().meta({ title: '主体编号' }),
  name: z.string().meta({ title: '主体名称' }),
  kind: named(PERSONAL_REQUEST_KIND_NAMES).meta({ title: '请求种类' }),
  status: named(PERSONAL_REQUEST_STATUS_NAMES).meta({ title: '状态' }),
  about: named(SUBJECT_NAMES).optional().meta({ title: '更正对象' }),
  says: z.string().optional().meta({ title: '更正内容' }),
  reason: z.string().optional().meta({ title: '事由' }),
  askedAt: z.string().meta({ title: '提出时间' }),
  by: PersonalRequest.shape.by.meta({ title: '提出人' }),
  dueOn: z.string().optional().meta({ title: '答复期限' }),
  answer: answer.meta({ title: '答复' }),
  copy: z
    .string()
    .optional()
    .meta({ title: '副本地址', description: 'Of a copy: where it is fetched, JSON or a page' }),
  copyUntil: z.string().optional().meta({ title: '副本可取至' }),
  held: z
    .array(
      z.object({
        record: z.string().meta({ title: '记录种类' }),
        name: z.string().meta({ title: '名称' }),
        what: z.string().meta({ title: '内容' }),
        days: z.int().meta({ title: '保存天数' }),
        counts: named(COUNTS_NAMES).meta({ title: '起算' }),
        erasable: z.boolean().meta({ title: '可以删除' }),
        legalBasis: z.string().optional().meta({ title: '依据' }),
        until: z.string().meta({ title: '保存至' }),
      }),
    )
    .optional()
    .meta({
      title: '保存的信息',
      description: 'Of an erasure: what the law has kept until when, and what goes by itself by when at the latest',
    }),
  etag: Etag,
});

export type RequestJson = z.input<typeof RequestJson>;

const PageJson = z.object({
  requestId: z.string().meta({ title: '请求编号' }),
  entityId: z.string().meta({ title: '主体编号' }),
  name: z.string().meta({ title: '主体名称' }),
  at: z.string().meta({ title: '制作时间' }),
  sections: z
    .array(
      z.object({
        section: named(SECTION_NAMES).meta({ title: '部分' }),
        title: z.string().meta({ title: '部分名称' }),
        items: z.array(z.unknown()).meta({ title: '记录' }),
      }),
    )
    .meta({ title: '各部分' }),
  audit: z
    .array(
      z.object({
        recordId: z.string().meta({ title: '记录编号' }),
        version: z.int().meta({ title: '版本' }),
        at: z.string().meta({ title: '时间' }),
        action: z.string().meta({ title: '操作' }),
        by: z.string().meta({ title: '操作人' }),
        role: z.string().meta({ title: '岗位' }),
      }),
    )
    .meta({ title: '操作留痕', description: 'Of the records of this part, the latest hundred of each' }),
  ways: z
    .array(
      z.object({
        about: named(SUBJECT_NAMES).meta({ title: '更正对象' }),
        title: z.string().meta({ title: '对象名称' }),
        way: z.string().meta({ title: '更正途径' }),
        path: z.string().meta({ title: '接口' }),
      }),
    )
    .meta({ title: '如何更正' }),
  nextCursor: z.string().nullable().meta({ title: '下一部分游标' }),
});

concepts({ PersonalRequest: RequestJson, PersonalCopy: PageJson });

export type PageJson = z.output<typeof PageJson>;

/** [designed] Records of a part of a copy: a merchant's year is one, and the answer stays well below Lambda's 6 MB. */
const MAX_RECORDS = 200;

/** What people may ask of what is held on them 个人信息请求. */
export const requestsApi = contract({
  askPersonalData: {
    method: 'POST',
    path: '/v1/personal-requests',
    summary:
      'Asks what is held on a party (COPY), that something of it be corrected, or be erased. A copy is there at once; an erasure ' +
      'is answered at once by what the law has kept, until when; a correction that has no way of its own waits for the ' +
      'counter. By a clerk for whoever stands at the counter, with the reason 个人信息请求',
    roles: ['merchant', 'agent', 'clerk'],
    body: z.strictObject({
      entityId: id('主体编号', 'entity'),
      kind: named(PERSONAL_REQUEST_KIND_NAMES).meta({ title: '请求种类' }),
      about: named(SUBJECT_NAMES).optional().meta({ title: '更正对象' }),
      says: text('更正内容', 1000).optional(),
      reason: text('事由', 500).optional(),
    }),
    success: { status: 201, schema: RequestJson },
    problems: ['WRONG_STATE', 'UNAVAILABLE'],
    idempotent: true,
    dryRun: true,
  },
  listPersonalRequests: {
    method: 'GET',
    path: '/v1/personal-requests',
    summary: 'Requests about personal data: of the district, or a party’s own 个人信息请求列表',
    roles: READERS,
    query: ListQuery.extend({
      status: named(PERSONAL_REQUEST_STATUS_NAMES).optional().meta({ title: '状态' }),
    }),
    success: { status: 200, schema: listOf(RequestJson) },
    problems: [],
  },
  getPersonalRequest: {
    method: 'GET',
    path: '/v1/personal-requests/{id}',
    summary: 'One request about personal data',
    roles: READERS,
    success: { status: 200, schema: RequestJson },
    problems: [],
  },
  readPersonalCopy: {
    method: 'GET',
    path: '/v1/personal-requests/{id}/copy',
    summary:
      'The copy that was asked for, for the party and for the clerk who asked, for a week: everything that is held, as one JSON ' +
      'file, or as a page to print with `Accept: text/html`. What is more than `limit` records goes on with `cursor` 个人信息副本',
    roles: ['merchant', 'agent', 'clerk'],
    query: z.object({
      limit: z.coerce.number().int().min(1).max(MAX_RECORDS).default(MAX_RECORDS).meta({ title: '每份记录数' }),
      cursor: z.string().max(3000).optional().meta({ title: '下一部分游标' }),
    }),
    success: { status: 200, schema: PageJson },
    produces: ['text/html'],
    problems: ['WRONG_STATE', 'BAD_PARAMETER', 'UNAVAILABLE'],
  },
  answerPersonalRequest: {
    method: 'POST',
    path: '/v1/personal-requests/{id}/answer',
    summary: 'Answers a correction that was asked for: done, by which record, or refused, why 答复',
    roles: ['clerk', 'centreHead'],
    body: z.strictObject({
      outcome: named(OUTCOME_NAMES).meta({ title: '结果' }),
      reasons: z.array(text('理由', 500)).min(1).max(10).meta({ title: '理由' }),
    }),
    success: { status: 200, schema: RequestJson },
    problems: ['WRONG_STATE'],
    ifMatch: true,
  },
});
