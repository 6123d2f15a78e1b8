import { z } from 'zod';
import { ROLES } from '../shared/auth/caller.ts';
import { contract } from '../shared/http/contract.ts';
import { text } from '../shared/kernel/fields.ts';
import { Receipt } from './gzsw/receipt.ts';
import { QUERY_TYPES, QueryAnswer } from './gzsw/status.ts';

const SUBMITTERS = ['clerk', 'merchant', 'agent'] as const;

export const interchangeApi = contract({
  submitGzsw: {
    method: 'POST',
    path: '/v1/interchange/gzsw',
    summary:
      'One message of the Guangzhou dialect 报文: COMP, BUYER, MAF, GOODS, CLIENTAGE, TRAD, CONT, COMB, PACK, GOODSINFO, ' +
      'PURCHASER, MANUFACTUR; the same MessageId again answers the same receipt',
    roles: SUBMITTERS,
    consumes: ['application/xml', 'text/xml'],
    success: { status: 200, schema: Receipt },
    problems: ['DUPLICATE'],
  },
  queryGzsw: {
    method: 'GET',
    path: '/v1/interchange/gzsw/status',
    summary: 'The state of a record by its number, code or MessageId, as the dialect answers queries 报文查询',
    roles: ROLES,
    query: z.strictObject({
      type: z.enum(QUERY_TYPES).meta({ title: '查询类型' }),
      key: text('查询键', 100),
    }),
    success: { status: 200, schema: QueryAnswer },
    problems: [],
  },
});
