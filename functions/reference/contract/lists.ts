import { z } from 'zod';
import { ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { date } from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { LIST_KIND_NAMES } from '../domain/names.ts';

const Origin = z.object({
  title: z.string(),
  source: z.string(),
  asOf: z.string().meta({ description: 'The day on which it was looked up' }),
  designed: z
    .union([z.literal(true), z.string()])
    .optional()
    .meta({ description: 'True where no authority has published it; or what of it was chosen by this project' }),
});

/** A list as its own table of contents. */
export const ReferenceListJson = z.object({
  list: z.string(),
  name: z.string().meta({ description: 'Chinese' }),
  kind: named(LIST_KIND_NAMES).meta({ description: 'Of parameters one row is in force, the whole set' }),
  origin: Origin.meta({ description: 'Where the newest version is from' }),
});

/** A row with all that its list has of it. */
export const ReferenceRowJson = z.looseObject({
  from: z.string().nullable().meta({ description: 'First day in China; null where it was always in force' }),
  until: z.string().nullable().meta({ description: 'Last day, as far as it is known; null where none is' }),
  origin: Origin,
  legalBasis: z.string().optional(),
});

concepts({ ReferenceOrigin: Origin, ReferenceList: ReferenceListJson, ReferenceRow: ReferenceRowJson });

export const listsApi = contract({
  listReference: {
    method: 'GET',
    path: '/v1/reference',
    summary: 'The lists of reference data 参考数据 that the caller reads: codes, rates, terms and limits',
    roles: ROLES,
    success: { status: 200, schema: listOf(ReferenceListJson) },
    problems: [],
  },
  readReference: {
    method: 'GET',
    path: '/v1/reference/{list}',
    summary:
      'What a list says on a day, each row with its source and its days, in the order of its codes. Rows of a kind have one ' +
      'form, that of the file of the list’s name in seeds/reference/',
    roles: ROLES,
    query: z.object({
      on: date('日期').optional().meta({ description: 'In China; today where it is not said' }),
      limit: z.coerce.number().int().min(1).max(1000).default(500).meta({ title: '每页条数' }),
      cursor: z.string().max(2000).optional().meta({ title: '下一页游标' }),
    }),
    success: {
      status: 200,
      schema: listOf(ReferenceRowJson).extend({ list: z.string(), name: z.string(), on: z.string() }),
    },
    problems: ['BAD_PARAMETER'],
  },
});
