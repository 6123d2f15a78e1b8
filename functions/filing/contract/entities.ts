import { Grade } from '../../events/credit.ts';
import { EntityStatus } from '../../events/entity.ts';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery } from '../../shared/http/schemas.ts';
import { date, text } from '../../shared/kernel/fields.ts';
import { EntityJson, EntityList, kind } from './answers.ts';

/** Registered entities 已备案主体. */
export const entitiesApi = contract({
  getEntity: {
    method: 'GET',
    path: '/v1/entities/{id}',
    summary: 'A filed entity 已备案主体',
    roles: READING_ROLES,
    success: { status: 200, schema: EntityJson },
    problems: [],
  },
  listEntities: {
    method: 'GET',
    path: '/v1/entities',
    summary:
      'Filed entities; q is a name or filing number from the beginning of a word on, the last digits of the number, a stall, ' +
      'the whole identifier, or for the offices the last four digits of a phone; with validUntilBefore those in force whose ' +
      'term ends before that day, in the order of the days. With a grade a page may show fewer than its limit 主体查询',
    roles: READING_ROLES,
    query: ListQuery.extend({
      kind,
      status: EntityStatus.optional().meta({ title: '备案状态' }),
      grade: Grade.optional().meta({ title: '信用等级' }),
      validUntilBefore: date('有效期早于').optional(),
      q: text('查询词').optional(),
    }),
    success: { status: 200, schema: EntityList },
    problems: [],
  },
});
