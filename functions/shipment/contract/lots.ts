import { z } from 'zod';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { FindingJson, listOf } from '../../shared/http/schemas.ts';
import * as field from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { LOT_STATE_NAMES } from '../domain/names.ts';

const count = (title: string) => z.int().meta({ title });
const moment = (title: string) => z.string().optional().meta({ title });

const WHERE = {
  lineNo: count('行号'),
  nameZh: z.string().optional().meta({ title: '品名' }),
  state: named(LOT_STATE_NAMES).meta({ title: '状态' }),
  registered: count('登记箱数')
    .optional()
    .meta({ description: 'Absent where the trade does not say, which is no count of zero' }),
  received: count('入仓箱数'),
  loaded: count('装箱箱数'),
  takenOut: count('出箱箱数'),
  places: z.array(z.object({ place: z.string().meta({ title: '地点' }), cartons: count('箱数') })).meta({
    title: '入仓地点',
  }),
  containers: z
    .array(z.object({ containerNumber: z.string().meta({ title: '集装箱号' }), cartons: count('箱数') }))
    .meta({ title: '所在集装箱' }),
  receivedFrom: moment('最早入仓时间'),
  receivedUntil: moment('最近入仓时间'),
  loadedUntil: moment('最近装箱时间'),
  takenOutUntil: moment('最近出箱时间'),
};

const WhereaboutsJson = z.object({
  tradeId: z.string().meta({ title: '交易编号' }),
  tradeNumber: z.string().optional().meta({ title: '交易单号' }),
  lines: z.array(z.object(WHERE)).meta({ title: '明细' }),
});

const LotJson = z.object({
  tradeId: z.string().meta({ title: '交易编号' }),
  tradeNumber: z.string().optional().meta({ title: '交易单号' }),
  ...WHERE,
  accepted: count('可装箱数').meta({ description: 'Received, and neither given back nor more than registered' }),
  held: count('超出登记、单独存放箱数'),
  givenBack: count('退回箱数'),
  damaged: count('破损箱数'),
  signable: z.boolean().meta({ title: '是否可签字', description: 'Whether nothing stands against the count' }),
  findings: z.array(FindingJson).meta({ title: '差异' }),
});

export type WhereJson = z.input<typeof WhereaboutsJson>['lines'][number];
export type LotJson = z.input<typeof LotJson>;

export const lotsApi = contract({
  getWhereabouts: {
    method: 'GET',
    path: '/v1/trades/{id}/whereabouts',
    summary:
      'Where the goods of a trade are, line by line, with times (货物去向): for its merchant, its operator, the centre',
    roles: READING_ROLES,
    success: { status: 200, schema: WhereaboutsJson },
    problems: [],
  },
  listLots: {
    method: 'GET',
    path: '/v1/shipment-lots',
    summary:
      'The tally of a trade, a lot a line, with what stands against each (理货): for those who read the trade, and for ' +
      'whoever has handled its goods',
    roles: READING_ROLES,
    query: z.object({ tradeId: field.id('交易编号', 'trade') }),
    success: { status: 200, schema: listOf(LotJson) },
    problems: ['BAD_PARAMETER', 'NOT_FOUND'],
  },
});

export type LotsApi = typeof lotsApi;
