import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { date, inOrder, text } from '../../shared/kernel/fields.ts';

const AuditEntryJson = z.object({
  recordId: z.string().meta({ title: '记录编号' }),
  version: z.int().meta({ title: '版本' }),
  at: z.string().meta({ title: '时间' }),
  action: z.string().meta({ title: '办理事项' }),
  reasons: z.array(z.string()).meta({ title: '理由' }),
  actor: z
    .object({
      sub: z.string().meta({ title: '账户' }),
      role: z.string().meta({ title: '身份' }),
      districtId: z.string().optional().meta({ title: '区县代码' }),
      entityId: z.string().optional().meta({ title: '所代表的主体' }),
      assignmentId: z.string().optional().meta({ title: '岗位编号' }),
    })
    .meta({ title: '办理人' }),
  correlationId: z.string().optional().meta({ title: '关联号' }),
  /** Of what the record said then, and of the entry with all before it. */
  contentHash: z.string().meta({ title: '内容摘要' }),
  hash: z.string().meta({ title: '链上摘要' }),
});

concepts({ AuditEntry: AuditEntryJson });

/** The audit trail 审计记录, for those who have to answer for it. */
export const auditEntriesApi = contract({
  listAuditEntries: {
    method: 'GET',
    path: '/v1/audit-entries',
    summary:
      'Who did what to a record, when, as whom and why, the latest first; of one person or of some days with by, from and ' +
      'until, when a page may show fewer than its limit. That somebody has read it is itself in the trail 审计记录',
    roles: ['operator', 'centreHead', 'inspector'],
    query: z
      .object({
        recordId: text('记录编号', 200),
        by: text('办理人', 200).optional(),
        from: date('起始日期').optional(),
        until: date('截止日期').optional(),
        limit: ListQuery.shape.limit,
        cursor: ListQuery.shape.cursor,
      })
      .superRefine(inOrder('from', 'until')),
    success: { status: 200, schema: listOf(AuditEntryJson) },
    problems: [],
  },
});
