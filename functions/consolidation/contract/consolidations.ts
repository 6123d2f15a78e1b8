import { z } from 'zod';
import { ConsolidationStatus } from '../../events/consolidation.ts';
import { contract } from '../../shared/http/contract.ts';
import { accepted, Execution, ListQuery, listOf, MoneyJson } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { text } from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { Consent } from '../domain/consent.ts';
import { MAX_CARTONS, MAX_LINES, MAX_TRADES } from '../domain/consolidation.ts';
import { BALANCE_NAMES, FAILURE_NAMES } from '../domain/names.ts';
import { AmendmentRequest, ConfirmationRequest, ConsolidationRequest, ReleaseRequest } from '../domain/request.ts';
import { READERS } from './readers.ts';

const TradeLineJson = z.object({ tradeId: z.string(), lineNo: z.int() });

/** Corner nearest the inner end, the left wall and the floor; edges as placed; whole millimetres. */
const PlacementJson = TradeLineJson.extend({
  cartonNo: z.int().meta({ title: '箱序' }),
  x: z.int(),
  y: z.int(),
  z: z.int(),
  lengthMm: z.int().meta({ title: '长（毫米）' }),
  widthMm: z.int().meta({ title: '宽（毫米）' }),
  heightMm: z.int().meta({ title: '高（毫米）' }),
  step: z.int().meta({ title: '装载次序' }),
});

const ContainerJson = z.object({
  no: z.int().meta({ title: '序号' }),
  type: z.string().meta({ title: '箱型' }),
  /** 装箱单号: the consolidation's number and the container's. */
  packingNumber: z.string().optional().meta({ title: '装箱单号' }),
  containerNumber: z.string().optional().meta({ title: '箱号' }),
  sealNumber: z.string().optional().meta({ title: '封号' }),
  cartons: z.int().meta({ title: '箱数' }),
  grossWeightKg: z.number().meta({ title: '毛重（千克）' }),
  volumeUtilisation: z.number().meta({ title: '体积利用率' }),
  payloadUtilisation: z.number().meta({ title: '载重利用率' }),
  centreOfGravity: z.object({ x: z.number(), y: z.number(), z: z.number() }),
  balance: named(BALANCE_NAMES).meta({ title: '重心' }),
  placements: z.array(PlacementJson).meta({ title: '装载位置' }),
});

const DeclarationJson = z.object({
  no: z.int().meta({ title: '序号' }),
  tradeOperatorId: z.string().meta({ title: '市场采购贸易经营者编号' }),
  buyerId: z.string().meta({ title: '采购商编号' }),
  totalUsd: MoneyJson.meta({ title: '总价（美元）' }),
  containerNos: z.array(z.int()).meta({ title: '集装箱序号' }),
  lines: z.array(
    z.object({
      hsCode: z.string().meta({ title: '商品编码' }),
      name: z.string().meta({ title: '商品名称' }),
      amount: MoneyJson.meta({ title: '金额' }),
      quantity: z.number().meta({ title: '成交数量' }),
      unit: z.string().meta({ title: '成交单位' }),
      netWeightKg: z.number().meta({ title: '净重（千克）' }),
      grossWeightKg: z.number().meta({ title: '毛重（千克）' }),
      mergedFrom: z.array(TradeLineJson).meta({ title: '合并自' }),
      explanation: z.string().optional().meta({ title: '说明' }),
      flags: z.array(z.string()).optional().meta({ title: '提示' }),
    }),
  ),
});

const SummaryJson = z.object({
  id: z.string().meta({ title: '编号' }),
  /** 组货单号, by which people call it; absent where it was created before numbers were given. */
  consolidationNumber: z.string().optional().meta({ title: '组货单号' }),
  districtId: z.string().meta({ title: '区县代码' }),
  status: ConsolidationStatus.meta({ title: '状态' }),
  consolidatorId: z.string().meta({ title: '组货人编号' }),
  tradeOperatorId: z.string().meta({ title: '市场采购贸易经营者编号' }),
  destinationCountry: z.string().meta({ title: '最终目的国' }),
  portOfDischarge: z.string().meta({ title: '卸货港' }),
  cutoffAt: z.string().meta({ title: '截关时间' }),
  tradeIds: z.array(z.string()).meta({ title: '交易编号' }),
  /** Types that may be planned; absent where all on offer may. */
  containerTypes: z.array(z.string()).optional().meta({ title: '箱型' }),
  cartons: z.int().meta({ title: '箱数' }),
  grossWeightKg: z.number().meta({ title: '毛重（千克）' }),
  volumeM3: z.number().meta({ title: '体积（立方米）' }),
  totalUsd: MoneyJson.meta({ title: '总价（美元）' }),
  /** Numbers of the plan; absent until there is one. */
  plan: z
    .object({
      containers: z.int().meta({ title: '集装箱' }),
      declarations: z.int().meta({ title: '报关单' }),
      unplacedCartons: z.int().meta({ title: '未装入箱数' }),
      /** Cartons that the last amendment has put into another container, and that it has moved at all. */
      rehousedCartons: z.int().optional().meta({ title: '换箱箱数' }),
      movedCartons: z.int().optional().meta({ title: '移动箱数' }),
    })
    .optional(),
  /** While it is PLANNING: since when, and the seconds of search that the planner was given; checking comes on top. */
  planning: z.object({ since: z.string(), seconds: z.number() }).optional(),
  /** Counts plans of the consolidation from 1; absent until there is one. */
  revision: z.int().optional().meta({ title: '提交次数' }),
  /** A late change that is being planned; the plan shown is the one before it. */
  amendment: z.object({ reason: z.string(), withdrawTradeIds: z.array(z.string()) }).optional(),
  /** What was loaded by the packing list in force; any plan, its containers and its declarations are superseded by it. */
  loaded: z
    .object({
      /** Counts the lists of the consolidation from 1. */
      version: z.int().meta({ title: '清单版次' }),
      at: z.string().meta({ title: '报送时间' }),
      /** 方案版次 of the plan in whose place it stands. */
      supersededRevision: z.int().optional().meta({ title: '被取代的方案版次' }),
      containers: z
        .array(
          z.object({
            no: z.int().meta({ title: '序号' }),
            containerNumber: z.string().meta({ title: '箱号' }),
            type: z.string().meta({ title: '箱型' }),
            sealNumber: z.string().optional().meta({ title: '封号' }),
          }),
        )
        .meta({ title: '实装集装箱' }),
    })
    .optional()
    .meta({ title: '实装' }),
  confirmedAt: z.string().optional().meta({ title: '确认装箱时间' }),
  failure: z.object({ code: named(FAILURE_NAMES), message: z.string() }).optional(),
  releaseReason: z.string().optional().meta({ title: '释放原因' }),
  createdAt: z.string().meta({ title: '创建时间' }),
  updatedAt: z.string().meta({ title: '变更时间' }),
});

const ConsolidationJson = SummaryJson.extend({
  /** 交易单号 in the order of `tradeIds`; null of a trade that has none, absent where none has. */
  tradeNumbers: z.array(z.string().nullable()).optional().meta({ title: '交易单号' }),
  execution: Execution.meta({ title: '流程' }),
  /** By what right each trade's goods are held; absent of what was created before that was noted. */
  consents: z.array(Consent.extend({ tradeId: z.string(), merchantName: z.string() })).optional(),
  containers: z.array(ContainerJson).meta({ title: '集装箱' }),
  declarations: z.array(DeclarationJson).meta({ title: '报关单' }),
  unplaced: z
    .array(TradeLineJson.extend({ count: z.int(), code: z.string(), reason: z.string() }))
    .meta({ title: '未装入' }),
  /** Cost index of the containers, and the least that any plan for all cartons can cost. */
  cost: z.number().optional().meta({ title: '成本指数' }),
  lowerBound: z.number().optional().meta({ title: '成本下界' }),
  /** Their distance as a share of the cost; absent while cartons are unplaced. */
  gap: z.number().optional().meta({ title: '与下界之差' }),
  /** The least number of declarations. */
  declarationsLowerBound: z.int().optional().meta({ title: '报关单最少份数' }),
});

/** A version as it was; the plan of a revision is read by its papers. */
const VersionJson = z.object({
  version: z.int(),
  at: z.string(),
  /** What was done, e.g. `AMEND`. */
  action: z.string(),
  /** `sub` of who did it, or the part of the system that did. */
  by: z.string(),
  reasons: z.array(z.string()),
  status: ConsolidationStatus,
  /** 方案版次 of the plan in force then. */
  revision: z.int().optional(),
  /** Containers and seals as they were confirmed. */
  seals: z.array(z.object({ no: z.int(), containerNumber: z.string(), sealNumber: z.string() })),
  consolidation: SummaryJson,
});

export type ConsolidationVersionJson = z.input<typeof VersionJson>;

const StateChange = z.object({ id: z.string(), status: ConsolidationStatus });

concepts({
  Placement: PlacementJson,
  Container: ContainerJson,
  Declaration: DeclarationJson,
  ConsolidationSummary: SummaryJson,
  Consolidation: ConsolidationJson,
  ConsolidationVersion: VersionJson,
  ConsolidationState: StateChange,
});

export const consolidationsApi = contract({
  createConsolidation: {
    method: 'POST',
    path: '/v1/consolidations',
    summary:
      `Holds up to ${MAX_TRADES} registered trades (${MAX_LINES} lines, ${MAX_CARTONS} cartons) for one destination and ` +
      'port, and plans their containers and declarations; with awaitMeasures as soon as the cartons of all are measured. ' +
      'An agent consolidates in its own name what is offered to it; a trade operator, with any consolidator, what merchants ' +
      'have entrusted to it',
    roles: ['clerk', 'agent'],
    body: ConsolidationRequest,
    success: { status: 202, schema: accepted(ConsolidationStatus) },
    problems: ['WRONG_STATE'],
    idempotent: true,
    dryRun: true,
  },
  getConsolidation: {
    method: 'GET',
    path: '/v1/consolidations/{id}',
    summary: 'A consolidation with its containers, placements and declarations',
    roles: READERS,
    success: { status: 200, schema: ConsolidationJson },
    problems: [],
  },
  listConsolidations: {
    method: 'GET',
    path: '/v1/consolidations',
    summary: 'Consolidations of the caller’s scope, latest change first',
    roles: READERS,
    query: ListQuery.extend({
      status: ConsolidationStatus.optional().meta({ title: '状态' }),
      consolidationNumber: text('组货单号', 40).optional(),
    }),
    success: { status: 200, schema: listOf(SummaryJson) },
    problems: [],
  },
  listConsolidationVersions: {
    method: 'GET',
    path: '/v1/consolidations/{id}/versions',
    summary: 'Every version of a consolidation, with who made it, when and why 历次版本',
    roles: READERS,
    success: { status: 200, schema: z.object({ items: z.array(VersionJson) }) },
    problems: [],
  },
  confirmConsolidation: {
    method: 'POST',
    path: '/v1/consolidations/{id}/confirmation',
    summary: 'Records the containers and seals as loaded',
    roles: ['clerk', 'agent'],
    body: ConfirmationRequest,
    success: { status: 200, schema: StateChange },
    problems: ['WRONG_STATE'],
    dryRun: true,
  },
  amendConsolidation: {
    method: 'POST',
    path: '/v1/consolidations/{id}/amendments',
    summary:
      'Plans a late change from the plan in force, moving as little as can be: trades taken out, cartons measured anew, ' +
      'containers of another type. Until the new plan stands the old one does, and where none can be made; a confirmed ' +
      'consolidation is confirmed again afterwards. Or moves single cartons of a plan that is not confirmed yet, where the ' +
      'load passes the verifier; cartons within the loaded steps stay',
    roles: ['clerk', 'agent'],
    body: AmendmentRequest,
    success: { status: 202, schema: accepted(ConsolidationStatus) },
    problems: ['WRONG_STATE'],
    ifMatch: true,
    idempotent: true,
    dryRun: true,
  },
  releaseConsolidation: {
    method: 'POST',
    path: '/v1/consolidations/{id}/release',
    summary: 'Unpacks a consolidation and frees its trades',
    roles: ['clerk', 'agent'],
    body: ReleaseRequest,
    success: { status: 200, schema: StateChange },
    problems: ['WRONG_STATE'],
  },
});

export type ConsolidationJson = z.input<typeof ConsolidationJson>;
export type SummaryJson = z.input<typeof SummaryJson>;
