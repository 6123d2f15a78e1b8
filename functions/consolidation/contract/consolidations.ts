import { z } from 'zod';
import { ConsolidationStatus } from '../../events/consolidation.ts';
import { contract } from '../../shared/http/contract.ts';
import { accepted, Execution, ListQuery, listOf, MoneyJson } from '../../shared/http/schemas.ts';
import { text } from '../../shared/kernel/fields.ts';
import { Consent } from '../domain/consent.ts';
import { FAILURE_CODES, MAX_CARTONS, MAX_LINES, MAX_TRADES } from '../domain/consolidation.ts';
import { AmendmentRequest, ConfirmationRequest, ConsolidationRequest, ReleaseRequest } from '../domain/request.ts';
import { READERS } from './readers.ts';

const TradeLineJson = z.object({ tradeId: z.string(), lineNo: z.int() });

/** Corner nearest the inner end, the left wall and the floor; edges as placed; whole millimetres. */
const PlacementJson = TradeLineJson.extend({
  cartonNo: z.int(),
  x: z.int(),
  y: z.int(),
  z: z.int(),
  lengthMm: z.int(),
  widthMm: z.int(),
  heightMm: z.int(),
  step: z.int(),
});

const ContainerJson = z.object({
  no: z.int(),
  type: z.string(),
  /** 装箱单号: the consolidation's number and the container's. */
  packingNumber: z.string().optional(),
  containerNumber: z.string().optional(),
  sealNumber: z.string().optional(),
  cartons: z.int(),
  grossWeightKg: z.number(),
  volumeUtilisation: z.number(),
  payloadUtilisation: z.number(),
  centreOfGravity: z.object({ x: z.number(), y: z.number(), z: z.number() }),
  balance: z.enum(['WITHIN_GOAL', 'WITHIN_LIMIT', 'BEYOND_LIMIT']),
  placements: z.array(PlacementJson),
});

const DeclarationJson = z.object({
  no: z.int(),
  tradeOperatorId: z.string(),
  buyerId: z.string(),
  totalUsd: MoneyJson,
  containerNos: z.array(z.int()),
  lines: z.array(
    z.object({
      hsCode: z.string(),
      name: z.string(),
      amount: MoneyJson,
      quantity: z.number(),
      unit: z.string(),
      netWeightKg: z.number(),
      grossWeightKg: z.number(),
      mergedFrom: z.array(TradeLineJson),
      explanation: z.string().optional(),
      flags: z.array(z.string()).optional(),
    }),
  ),
});

const SummaryJson = z.object({
  id: z.string(),
  /** 组货单号, by which people call it; absent where it was created before numbers were given. */
  consolidationNumber: z.string().optional(),
  districtId: z.string(),
  status: ConsolidationStatus,
  consolidatorId: z.string(),
  tradeOperatorId: z.string(),
  destinationCountry: z.string(),
  portOfDischarge: z.string(),
  cutoffAt: z.string(),
  tradeIds: z.array(z.string()),
  /** Types that may be planned; absent where all on offer may. */
  containerTypes: z.array(z.string()).optional(),
  cartons: z.int(),
  grossWeightKg: z.number(),
  volumeM3: z.number(),
  totalUsd: MoneyJson,
  /** Numbers of the plan; absent until there is one. */
  plan: z
    .object({
      containers: z.int(),
      declarations: z.int(),
      unplacedCartons: z.int(),
      /** Cartons that the last amendment has put into another container, and that it has moved at all. */
      rehousedCartons: z.int().optional(),
      movedCartons: z.int().optional(),
    })
    .optional(),
  /** While it is PLANNING: since when, and the seconds of search that the planner was given; checking comes on top. */
  planning: z.object({ since: z.string(), seconds: z.number() }).optional(),
  /** Counts plans of the consolidation from 1; absent until there is one. */
  revision: z.int().optional(),
  /** A late change that is being planned; the plan shown is the one before it. */
  amendment: z.object({ reason: z.string(), withdrawTradeIds: z.array(z.string()) }).optional(),
  confirmedAt: z.string().optional(),
  failure: z.object({ code: z.enum(FAILURE_CODES), message: z.string() }).optional(),
  releaseReason: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const ConsolidationJson = SummaryJson.extend({
  /** 交易单号 in the order of `tradeIds`; null of a trade that has none, absent where none has. */
  tradeNumbers: z.array(z.string().nullable()).optional(),
  execution: Execution,
  /** By what right each trade's goods are held; absent of what was created before that was noted. */
  consents: z.array(Consent.extend({ tradeId: z.string(), merchantName: z.string() })).optional(),
  containers: z.array(ContainerJson),
  declarations: z.array(DeclarationJson),
  unplaced: z.array(TradeLineJson.extend({ count: z.int(), code: z.string(), reason: z.string() })),
  /** Cost index of the containers, and the least that any plan for all cartons can cost. */
  cost: z.number().optional(),
  lowerBound: z.number().optional(),
  /** Their distance as a share of the cost; absent while cartons are unplaced. */
  gap: z.number().optional(),
  /** The least number of declarations. */
  declarationsLowerBound: z.int().optional(),
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
      'consolidation is confirmed again afterwards',
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
