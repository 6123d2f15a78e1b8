import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { View } from '../domain/view.ts';

const { what, recordId, at, by } = View.shape;

const ViewJson = z.object({
  what: what.meta({ title: '查阅内容' }),
  recordId: recordId.meta({ title: '记录编号' }),
  at: at.meta({ title: '查阅时间' }),
  by: z
    .object({
      sub: by.shape.sub.meta({ title: '登录标识' }),
      role: by.shape.role.meta({ title: '岗位' }),
      roleName: z.string().meta({ title: '岗位名称' }),
      districtId: by.shape.districtId.meta({ title: '区县代码' }),
    })
    .meta({ title: '查阅人' }),
});

concepts({ DocumentView: ViewJson });

/** Who has looked 查阅记录. */
export const viewsApi = contract({
  listViews: {
    method: 'GET',
    path: '/v1/entities/{id}/views',
    summary:
      'Who of the offices has opened what shows a party’s personal data unmasked: its register, filings and documents, the ' +
      'party’s own first, then document by document, the latest of each first. The same by the same person is listed once a ' +
      'day; lists and masked records are not noted 查阅记录',
    roles: ['merchant', 'agent', 'clerk', 'reviewer', 'operator', 'centreHead'],
    query: ListQuery.pick({ limit: true, cursor: true }),
    success: { status: 200, schema: listOf(ViewJson) },
    problems: [],
  },
});
