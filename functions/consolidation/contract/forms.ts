import { z } from 'zod';
import { ConsolidationStatus } from '../../events/consolidation.ts';
import { contract, type MediaType } from '../../shared/http/contract.ts';
import { MoneyJson } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { XLSX_TYPE } from '../../shared/sheet/types.ts';
import { MAX_CONTAINERS } from '../domain/consolidation.ts';
import { READERS } from './readers.ts';

/** The written forms of a document beside JSON, as its endpoint declares them. */
export const SHEETS_AND_PAGE = ['text/csv', XLSX_TYPE, 'text/html'] as const satisfies readonly MediaType[];
export const PAGE = ['text/html'] as const satisfies readonly MediaType[];

/** Which plan's papers: without, those of the plan in force, or of the last one of a consolidation that was released. */
const OfPlan = z.object({
  revision: z.coerce.number().int().min(1).max(9999).optional().meta({ title: '方案版次' }),
});

/** Fields of every document that name its consolidation. */
const Head = z.object({
  id: z.string(),
  /** 组货单号; absent where it was created before numbers were given. */
  consolidationNumber: z.string().optional(),
  status: ConsolidationStatus,
  /** 方案版次: the plan that it is a paper of. */
  revision: z.int().optional(),
  /** 作废: the plan was changed or released. The page says so across each sheet. */
  voided: z.object({ at: z.string(), reason: z.string().optional() }).optional(),
  consolidator: z.string(),
  tradeOperator: z.string(),
  buyers: z.array(z.string()),
  destinationCountry: z.string(),
  portOfDischarge: z.string(),
  cutoffAt: z.string(),
});

const ContainerHead = z.object({
  no: z.int(),
  type: z.string(),
  /** 装箱单号. */
  packingNumber: z.string().optional(),
  marketName: z.string(),
  containerNumber: z.string().optional(),
  sealNumber: z.string().optional(),
});

const TotalsJson = z.object({
  cartons: z.int(),
  netWeightKg: z.number(),
  grossWeightKg: z.number(),
  volumeM3: z.number(),
});

const PackingRowJson = z.object({
  tradeId: z.string(),
  /** 交易单号; absent where it was registered before numbers were given. */
  tradeNumber: z.string().optional(),
  lineNo: z.int(),
  /** 唛头 with the numbers of the cartons, e.g. `5E7G9A-1 C/1-150`. */
  marks: z.string(),
  merchant: z.string(),
  stall: z.string(),
  name: z.string(),
  specification: z.string(),
  hsCode: z.string(),
  /** 法检. */
  inspected: z.boolean(),
  cartons: z.int(),
  quantity: z.number(),
  unit: z.string(),
  unitName: z.string(),
  netWeightKg: z.number(),
  grossWeightKg: z.number(),
  volumeM3: z.number(),
  declarationNo: z.int(),
  declarationLineNo: z.int(),
});

/** 装箱清单. */
export const PackingListJson = Head.extend({
  totals: TotalsJson,
  containers: z.array(ContainerHead.extend({ totals: TotalsJson, rows: z.array(PackingRowJson) })),
});

/** 组货单: what was consolidated, trade by trade. */
export const CombinationSheetJson = Head.extend({
  totals: TotalsJson.extend({ totalUsd: MoneyJson }),
  containers: z.array(ContainerHead),
  trades: z.array(
    TotalsJson.extend({
      tradeId: z.string(),
      tradeNumber: z.string().optional(),
      merchant: z.string(),
      stall: z.string(),
      buyer: z.string(),
      kinds: z.int(),
      totalUsd: MoneyJson,
      containerNos: z.array(z.int()),
      declarationNos: z.array(z.int()),
    }),
  ),
  declarations: z.array(
    z.object({
      no: z.int(),
      buyer: z.string(),
      totalUsd: MoneyJson,
      lines: z.int(),
      containerNos: z.array(z.int()),
    }),
  ),
});

/** The loading of one container, wall by wall from the inner end. */
export const LoadingPlanJson = Head.extend({
  container: ContainerHead.extend({
    cartons: z.int(),
    grossWeightKg: z.number(),
    volumeUtilisation: z.number(),
    payloadUtilisation: z.number(),
    /** Signed to the door. */
    centreOfGravityPercent: z.number(),
  }),
  /** Letters that stand for the trades on the drawings. */
  legend: z.array(
    z.object({
      letter: z.string(),
      tradeId: z.string(),
      tradeNumber: z.string().optional(),
      merchant: z.string(),
      stall: z.string(),
      cartons: z.int(),
    }),
  ),
  walls: z.array(
    z.object({
      no: z.int(),
      fromStep: z.int(),
      toStep: z.int(),
      /** Millimetres from the inner end. */
      fromMm: z.int(),
      toMm: z.int(),
      cartons: z.int(),
      grossWeightKg: z.number(),
      goods: z.array(
        z.object({
          label: z.string(),
          tradeId: z.string(),
          lineNo: z.int(),
          marks: z.string(),
          name: z.string(),
          cartons: z.int(),
          lengthMm: z.int(),
          widthMm: z.int(),
          heightMm: z.int(),
        }),
      ),
    }),
  ),
});

/** Verified gross mass of each container: SOLAS VI/2, method 2. */
export const VgmJson = Head.extend({
  method: z.literal(2),
  legalBasis: z.string(),
  containers: z.array(
    ContainerHead.extend({
      cartons: z.int(),
      cargoKg: z.number(),
      tareKg: z.number(),
      verifiedGrossMassKg: z.number(),
      maxGrossKg: z.number(),
      withinLimit: z.boolean(),
    }),
  ),
});

concepts({
  PackingList: PackingListJson,
  CombinationSheet: CombinationSheetJson,
  LoadingPlan: LoadingPlanJson,
  Vgm: VgmJson,
  PackingTotals: TotalsJson,
});

/** The routes of the documents that are printed of a consolidation. */
export const formsApi = contract({
  getPackingList: {
    method: 'GET',
    path: '/v1/consolidations/{id}/packing-list',
    summary: 'The packing list 装箱清单: what lies in each container',
    roles: READERS,
    query: OfPlan,
    success: { status: 200, schema: PackingListJson },
    produces: SHEETS_AND_PAGE,
    problems: ['WRONG_STATE', 'NOT_ACCEPTABLE'],
  },
  getCombinationSheet: {
    method: 'GET',
    path: '/v1/consolidations/{id}/combination-sheet',
    summary: 'The combination sheet 组货单: whose trades go together, into which containers and declarations',
    roles: READERS,
    query: OfPlan,
    success: { status: 200, schema: CombinationSheetJson },
    produces: SHEETS_AND_PAGE,
    problems: ['WRONG_STATE', 'NOT_ACCEPTABLE'],
  },
  getLoadingPlan: {
    method: 'GET',
    path: '/v1/consolidations/{id}/loading-plan',
    summary: 'How one container is loaded, wall by wall, with drawings on the page',
    roles: READERS,
    query: OfPlan.extend({
      container: z.coerce.number().int().min(1).max(MAX_CONTAINERS).default(1).meta({ title: '箱序' }),
    }),
    success: { status: 200, schema: LoadingPlanJson },
    produces: PAGE,
    problems: ['WRONG_STATE', 'NOT_ACCEPTABLE'],
  },
  getVgm: {
    method: 'GET',
    path: '/v1/consolidations/{id}/vgm',
    summary: 'The verified gross mass of each container, SOLAS VI/2 method 2, to be signed by the shipper',
    roles: READERS,
    query: OfPlan,
    success: { status: 200, schema: VgmJson },
    produces: PAGE,
    problems: ['WRONG_STATE', 'NOT_ACCEPTABLE'],
  },
});

export type HeadJson = z.input<typeof Head>;
export type ContainerHeadJson = z.input<typeof ContainerHead>;
export type TotalsJson = z.input<typeof TotalsJson>;
export type PackingListJson = z.input<typeof PackingListJson>;
export type PackingRowJson = z.input<typeof PackingRowJson>;
export type CombinationSheetJson = z.input<typeof CombinationSheetJson>;
export type LoadingPlanJson = z.input<typeof LoadingPlanJson>;
export type VgmJson = z.input<typeof VgmJson>;
