import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery } from '../../shared/http/schemas.ts';
import { text } from '../../shared/kernel/fields.ts';
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
    summary: 'Filed entities; q matches names, filing number and identifier 主体查询',
    roles: READING_ROLES,
    query: ListQuery.extend({ kind, q: text('查询词').optional() }),
    success: { status: 200, schema: EntityList },
    problems: [],
  },
});
