import { z } from 'zod';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery } from '../../shared/http/schemas.ts';
import { country, text } from '../../shared/kernel/fields.ts';
import { XLSX_TYPE } from '../../shared/sheet/types.ts';

export const exportsApi = contract({
  tradeLineTemplate: {
    method: 'GET',
    path: '/v1/templates/trade-lines',
    summary: 'The template of the trade sheet, with how to fill it in 联网清单模板',
    roles: READING_ROLES,
    produces: [XLSX_TYPE],
    success: {
      status: 200,
      schema: z.object({
        columns: z
          .array(
            z.object({
              title: z.string().meta({ title: '列' }),
              required: z.boolean().meta({ title: '必填' }),
              example: z.string().meta({ title: '示例' }),
            }),
          )
          .meta({ title: '各列' }),
      }),
    },
    problems: ['NOT_ACCEPTABLE'],
  },
  exportTradeLines: {
    method: 'GET',
    path: '/v1/exports/trade-lines',
    summary:
      'Trades as a sheet 联网清单, the latest change first; CSV or XLSX by Accept; the next page in X-Next-Cursor',
    roles: READING_ROLES,
    query: ListQuery.extend({
      status: text('状态', 30).optional(),
      destinationCountry: country('最终目的国').optional(),
    }),
    success: {
      status: 200,
      schema: z.object({ rows: z.array(z.array(z.string())), nextCursor: z.string().nullable() }),
    },
    produces: ['text/csv', XLSX_TYPE],
    problems: ['BUSY', 'NOT_ACCEPTABLE'],
  },
});
