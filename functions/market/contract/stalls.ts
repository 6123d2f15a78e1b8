import { z } from 'zod';
import { MarketStall, StallPlace } from '../../events/market.ts';
import { MARKET_STALL_STATE_NAMES } from '../../events/names.ts';
import { contract } from '../../shared/http/contract.ts';
import { Etag, ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { code, date, text } from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { SHEET_TYPES } from '../../shared/sheet/types.ts';
import { SHEET_COMMIT_NAMES } from '../domain/names.ts';

const READERS = ['market', 'clerk', 'reviewer', 'operator', 'centreHead', 'manager', 'inspector'] as const;

const place = {
  building: text('区（楼）', 30),
  floor: text('层', 30).optional(),
  street: text('街', 30).optional(),
  number: text('摊位号', 30),
};

/** A stall as a market's operator says it. */
export const StallForm = z.strictObject({
  ...place,
  state: named(MARKET_STALL_STATE_NAMES).meta({ title: '状态' }),
  code: code('承租人统一社会信用代码', /^[0-9A-HJ-NPQRTUWXY]{18}$/, '92500111MA5U00000A').optional(),
  from: date('租期起').optional(),
  until: date('租期止').optional(),
  vacatedOn: date('腾退日期').optional(),
  reason: text('腾退原因', 200).optional(),
});

const shape = MarketStall.shape;

const StallJson = z.object({
  building: StallPlace.shape.building.meta({ title: '区（楼）' }),
  floor: StallPlace.shape.floor.meta({ title: '层' }),
  street: StallPlace.shape.street.meta({ title: '街' }),
  number: StallPlace.shape.number.meta({ title: '摊位号' }),
  state: shape.state.meta({ title: '状态' }),
  code: shape.code.meta({ title: '承租人代码' }),
  from: shape.from.meta({ title: '租期起' }),
  until: shape.until.meta({ title: '租期止' }),
  vacatedOn: shape.vacatedOn.meta({ title: '腾退日期' }),
  reason: shape.reason.meta({ title: '腾退原因' }),
});

const Outcome = z.object({
  committed: z.boolean().meta({ title: '是否已保存' }),
  rows: z.int().meta({ title: '行数' }),
  added: z.int().meta({ title: '新增' }),
  changed: z.int().meta({ title: '变更' }),
  faults: z
    .array(z.object({ row: z.int().meta({ title: '行号' }), message: z.string().meta({ title: '问题' }) }))
    .meta({ title: '须改正的行' }),
  notes: z.array(z.string()).meta({ title: '读取说明' }),
  etag: Etag,
});

concepts({ MarketStallForm: StallForm, MarketStall: StallJson, MarketStallsOutcome: Outcome });

const goods = z
  .array(z.strictObject({ hs: code('商品编码', /^\d{2,10}$/, '8204'), name: text('商品名称', 100) }))
  .max(2000)
  .meta({ title: '认定商品' });

/** The stalls of a market and its recognised goods, kept by its operator 市场举办方. */
export const stallsApi = contract({
  listMarketStalls: {
    method: 'GET',
    path: '/v1/markets/{id}/stalls',
    summary: 'The stalls of a market, as its operator keeps them 摊位名册',
    roles: READERS,
    query: ListQuery.pick({ limit: true, cursor: true }).extend({
      state: named(MARKET_STALL_STATE_NAMES).optional().meta({ title: '状态' }),
    }),
    success: { status: 200, schema: listOf(StallJson).extend({ etag: Etag }) },
    problems: ['BAD_PARAMETER'],
  },
  sayMarketStalls: {
    method: 'POST',
    path: '/v1/markets/{id}/stalls',
    summary:
      'Says of stalls to whom they are let and until when, or that they are vacated; what is not named stays. Of one that is ' +
      'vacated its merchant and the counter are told, and the filing shows it; nothing is revoked by it 摊位登记与腾退',
    roles: ['market'],
    body: z.strictObject({ stalls: z.array(StallForm).min(1).max(100).meta({ title: '摊位' }) }),
    success: { status: 201, schema: Outcome },
    problems: [],
    idempotent: true,
    dryRun: true,
  },
  uploadMarketStalls: {
    method: 'POST',
    path: '/v1/markets/{id}/stalls/sheet',
    summary:
      'The same by a sheet, XLSX or CSV (UTF-8, GBK), up to 4,000 stalls: a preview with every fault; with `commit=true` kept, ' +
      'where none of its rows has one 摊位名册上传',
    roles: ['market'],
    query: z.strictObject({ commit: named(SHEET_COMMIT_NAMES).default('false').meta({ title: '是否保存' }) }),
    consumes: SHEET_TYPES,
    success: { status: 201, schema: Outcome },
    problems: [],
    idempotent: true,
  },
  listMarketGoods: {
    method: 'GET',
    path: '/v1/markets/{id}/goods',
    summary: 'What the market has recognised as its goods 认定商品',
    roles: READERS,
    success: { status: 200, schema: z.object({ goods, etag: Etag }) },
    problems: [],
  },
  sayMarketGoods: {
    method: 'PUT',
    path: '/v1/markets/{id}/goods',
    summary: 'Says anew what the market has recognised as its goods, the whole list 商品认定',
    roles: ['market'],
    body: z.strictObject({ goods }),
    success: { status: 200, schema: z.object({ goods, etag: Etag }) },
    problems: [],
    ifMatch: 'OPTIONAL',
  },
});
