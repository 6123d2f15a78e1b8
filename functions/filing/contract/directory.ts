import { z } from 'zod';
import { EntityKind } from '../../events/entity.ts';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { text } from '../../shared/kernel/fields.ts';
import { FILERS } from './answers.ts';

/** A party as whoever may name it is told of it: nothing personal. */
const CounterpartyJson = z.object({
  id: z.string(),
  kind: EntityKind,
  name: z.string(),
  nameEn: z.string().optional(),
  filingNumber: z.string(),
  /** Last day of its registration. */
  validUntil: z.string(),
  /** The grade of the credit evaluation, of kinds that anybody may choose; absent until it has scored the party. */
  grade: z.string().optional(),
});

concepts({ Counterparty: CounterpartyJson });

export type CounterpartyJson = z.input<typeof CounterpartyJson>;

/** 往来方名录: whom a caller may name as counterparty. */
export const directoryApi = contract({
  findCounterparties: {
    method: 'GET',
    path: '/v1/directory',
    summary:
      'Parties in force that the caller may name 往来方名录, by name or filing number (q): trade operators, consolidators, brokers, ' +
      'forwarders, warehouses and carriers of the district; one’s own producers and payees; for an agent the merchants that ' +
      'entrusted it; buyers of one’s own earlier trades, or another by its whole certificateNumber or the code that it shows, ' +
      'so many times a day. A clerk finds all of the district',
    roles: FILERS,
    query: ListQuery.pick({ limit: true, cursor: true }).extend({
      kind: EntityKind.meta({ title: '备案种类' }),
      q: text('查询词').optional(),
      certificateNumber: text('证件号码').optional(),
      code: text('采购商代码', 20).optional(),
    }),
    success: { status: 200, schema: listOf(CounterpartyJson) },
    problems: ['BAD_PARAMETER', 'TOO_MANY_REQUESTS'],
  },
  issueBuyerCode: {
    method: 'POST',
    path: '/v1/entities/{id}/buyer-code',
    summary: 'Issues a buyer a code to show 采购商代码; the one before it ends',
    roles: ['clerk'],
    success: { status: 200, schema: z.object({ code: z.string(), issuedAt: z.string() }) },
    problems: ['WRONG_STATE'],
    idempotent: true,
  },
});
