import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import * as field from '../../shared/kernel/fields.ts';
import { Change, ReferenceVersion } from '../domain/version.ts';

/** [designed] More than the tariff has. */
const MAX_ROWS = 20_000;

const { status, from, complete, title, source, asOf, author, publishedBy, publishedAt, counts } =
  ReferenceVersion.shape;

export const ReferenceVersionJson = z.object({
  list: z.string(),
  version: z.int().meta({ description: 'Its number within the list, from 1' }),
  status,
  from,
  complete,
  title,
  source,
  asOf,
  author,
  publishedBy,
  publishedAt,
  counts,
});

export const WithChanges = ReferenceVersionJson.extend({
  changes: z.array(Change).meta({ description: 'What it does to the rows in force: the first 200' }),
});

const VersionRequest = z.strictObject({
  from: field.date('起期').meta({ description: 'The first day in China; what was before stays as it was' }),
  source: field.text('来源文件', 500),
  asOf: field
    .date('查阅日期')
    .optional()
    .meta({ description: 'When the source was looked up; today where it is not said' }),
  title: field.text('标题', 300).optional().meta({ description: 'That of the list where it is not said' }),
  complete: z.boolean().default(false).meta({
    title: '是否完整',
    description: 'Whether the version names every code: what is in force and not named ends the day before',
  }),
  rows: z
    .array(z.unknown())
    .min(1)
    .max(MAX_ROWS)
    .meta({
      title: '行',
      description:
        'Rows of the list’s form. One without `from` begins with the version; one with `until` ends; one whose `until` is the ' +
        'day before its `from` ends its code',
    }),
});

concepts({
  ReferenceVersion: ReferenceVersionJson,
  ReferenceVersionWithChanges: WithChanges,
  ReferenceVersionRequest: VersionRequest,
});

export const versionsApi = contract({
  submitReferenceVersion: {
    method: 'POST',
    path: '/v1/reference/{list}/versions',
    summary:
      'Submits a version of a list: every fault of its rows at once, or what it adds, changes and ends. Nothing is in force ' +
      'before another operator publishes it',
    roles: ['operator'],
    body: VersionRequest,
    // The tariff of a year has some 13,000 codes, and operators alone send it.
    maxBytes: 4 * 1024 * 1024,
    maxMembers: 10 * MAX_ROWS,
    success: { status: 201, schema: WithChanges },
    problems: ['BUSY'],
    idempotent: true,
    dryRun: true,
  },
  listReferenceVersions: {
    method: 'GET',
    path: '/v1/reference/{list}/versions',
    summary: 'The versions of a list that were submitted, the newest first',
    roles: ['operator'],
    query: ListQuery.pick({ limit: true, cursor: true }),
    success: { status: 200, schema: listOf(ReferenceVersionJson) },
    problems: ['BAD_PARAMETER'],
  },
  readReferenceVersion: {
    method: 'GET',
    path: '/v1/reference/{list}/versions/{version}',
    summary: 'A version with what it does',
    roles: ['operator'],
    success: { status: 200, schema: WithChanges },
    problems: [],
  },
  publishReferenceVersion: {
    method: 'POST',
    path: '/v1/reference/{list}/versions/{version}/publication',
    summary:
      'Publishes a version, by another operator than its author. Every function goes by it within a minute; it is never ' +
      'changed, a later version corrects it from a day. Where another version was published since its preview, it is 409',
    roles: ['operator'],
    secondFactor: true,
    success: { status: 200, schema: ReferenceVersionJson },
    problems: ['WRONG_STATE'],
  },
});
