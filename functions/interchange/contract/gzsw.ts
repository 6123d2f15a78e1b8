import { z } from 'zod';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { text } from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { OWN_NAMES } from '../../shared/kernel/names.ts';
import { Receipt } from '../domain/gzsw/receipt.ts';
import { MESSAGE_TYPE_NAMES, QUERY_RESULT_NAMES, QUERY_TYPE_NAMES, RECEIPT_RESULT_NAMES } from '../domain/names.ts';
import { SUBMITTERS } from './submitters.ts';

/**
 * Queries of the dialect by type: what a client asks after a submit, or when it has lost the answer. The numbers are the
 * platform's own names for the same queries.
 */
export type QueryType = keyof typeof QUERY_TYPE_NAMES;

/** A status has a `result` of text, rows have one of a number. */
const StatusAnswer = z.object({
  result: named(QUERY_RESULT_NAMES),
  dataList: z.array(z.object({ statusCode: z.string(), status: z.string() })).optional(),
  errorMessage: z.string().optional(),
});

export const QueryAnswer = z.union([StatusAnswer, Receipt]);

export type QueryAnswer = z.infer<typeof QueryAnswer>;

/** A message in a list, and what it was answered. */
const MessageJson = z.object({
  messageId: z.string(),
  districtId: z.string(),
  type: named(MESSAGE_TYPE_NAMES),
  /** In whose name it was sent, by unified social credit code. */
  sender: z.string(),
  /** 1 where it was taken; 0 where it was refused, and may be sent again. */
  result: Receipt.shape.result,
  /** What of it was taken. */
  items: z.int(),
  /** Why it was refused, the first ten sentences. */
  errors: z.array(z.string()),
  /** What it names has not arrived yet: the same message may be taken in seconds. */
  transient: z.literal(true).optional(),
  sentBy: z.string(),
  at: z.string(),
});

concepts({ GzswMessage: MessageJson });

export type MessageJson = z.input<typeof MessageJson>;

/** The Guangzhou dialect 报文. */
export const gzswApi = contract({
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
  listGzsw: {
    method: 'GET',
    path: '/v1/interchange/gzsw',
    summary:
      'Messages of the dialect with their receipts, the latest first: those that were taken, and for a month why one was ' +
      'refused last. The offices see those of their district, or with sentBy=ME their own; a party its own 报文列表',
    roles: READING_ROLES,
    query: ListQuery.extend({
      type: named(MESSAGE_TYPE_NAMES).optional().meta({ title: '报文类型' }),
      result: named(RECEIPT_RESULT_NAMES).optional().meta({ title: '回执结果' }),
      sentBy: named(OWN_NAMES).optional().meta({ title: '仅本人报送' }),
    }),
    success: { status: 200, schema: listOf(MessageJson) },
    problems: [],
  },
  queryGzsw: {
    method: 'GET',
    path: '/v1/interchange/gzsw/status',
    summary: 'The state of a record by its number, code or MessageId, as the dialect answers queries 报文查询',
    roles: READING_ROLES,
    query: z.strictObject({
      type: named(QUERY_TYPE_NAMES).meta({ title: '查询类型' }),
      key: text('查询键', 100),
    }),
    success: { status: 200, schema: QueryAnswer },
    problems: [],
  },
});
