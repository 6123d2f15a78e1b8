import { z } from 'zod';
import { ConsolidationStatus, HeldTrade } from '../../events/consolidation.ts';
import { named } from '../../shared/kernel/named.ts';
import { packingNumber } from '../../shared/kernel/record-number.ts';
import { Measure } from './measured.ts';
import { FAILURE_NAMES } from './names.ts';

/**
 * Trades per consolidation. Creating and releasing one reserve and free every trade's ledger in a single transaction,
 * which DynamoDB limits to 100 items.
 */
export const MAX_TRADES = 80;

/** Open trades that one look for suggestions takes in: their grouping answers in seconds. */
export const MAX_SUGGESTED = 200;

/** Containers per consolidation: a confirmation takes every container number in a single transaction. */
export const MAX_CONTAINERS = 50;

/** Cartons and trade lines per consolidation: the answer with the whole plan stays under the 6 MB of a function's. */
export const MAX_CARTONS = 20_000;
export const MAX_LINES = 5000;

/** Reasons why a planning ended without a plan. */
export const FAILURES = ['NOTHING_PLACED', 'TOO_MANY_CONTAINERS', 'PLANNING_FAULT'] as const;

/** Container and seal as loaded; `no` is the container's number in the plan. */
const Seal = z.object({ no: z.int(), containerNumber: z.string(), sealNumber: z.string() });

/** The packing list in force: what was loaded, which stands in the place of any plan. Its rows are a document beside. */
const Loaded = z.object({
  /** Counts the lists of the consolidation from 1. */
  version: z.int(),
  /** ISO 8601, when it was recorded. */
  at: z.string(),
  /** The plan in whose place it stands; absent where there was none. */
  supersededRevision: z.int().optional(),
  containers: z.array(
    z.object({
      no: z.int(),
      containerNumber: z.string(),
      type: z.string(),
      sealNumber: z.string().optional(),
    }),
  ),
});

/** A late change that is being planned. */
const Amendment = z.object({
  reason: z.string(),
  withdrawTradeIds: z.array(z.string()),
  measures: z.array(Measure),
  /** Containers of the plan that are loaded into another type. */
  swaps: z.array(z.object({ no: z.int(), type: z.string() })),
  /** The status that the consolidation returns to when the change cannot be planned. */
  from: z.enum(['PLANNED', 'CONFIRMED']),
});

/** What every change of a consolidation may touch. */
export const ConsolidationHead = z.object({
  id: z.string(),
  /** 组货单号; absent where it was created before numbers were given. */
  consolidationNumber: z.string().optional(),
  districtId: z.string(),
  status: ConsolidationStatus,
  consolidatorId: z.string(),
  tradeOperatorId: z.string(),
  destinationCountry: z.string(),
  portOfDischarge: z.string(),
  /** ISO 8601. */
  cutoffAt: z.string(),
  cargo: z.object({ cartons: z.int(), volumeMm3: z.int(), grossG: z.int(), totalUsdMinor: z.int() }),
  /** The planning that was started last, from 1; each has plan documents of its own. */
  planning: z.int(),
  /** The planning whose plan is published; absent until there is one. */
  revision: z.int().optional(),
  /** The plan in figures; absent until it is published. */
  plan: z
    .object({
      containers: z.int(),
      declarations: z.int(),
      unplacedCartons: z.int(),
      /** Cartons that a late change has put into another container, and that it has moved at all. */
      rehousedCartons: z.int().optional(),
      movedCartons: z.int().optional(),
    })
    .optional(),
  amendment: Amendment.optional(),
  /** As a plan was confirmed; absent where a packing list stands in its place. */
  seals: z.array(Seal).optional(),
  loaded: Loaded.optional(),
  confirmedAt: z.string().optional(),
  failure: z.object({ code: named(FAILURE_NAMES), message: z.string() }).optional(),
  releaseReason: z.string().optional(),
});

/** What was applied for; a late change alone makes another. */
export const ConsolidationBody = z.object({
  tradeIds: z.array(z.string()),
  /** Whose the trades are, and by what right each is held; absent in what was created before that was asked. */
  held: z.array(HeldTrade).optional(),
  consolidatorName: z.string().optional(),
  /** ISO size-types the planner may use; absent means all on offer. */
  containerTypes: z.array(z.string()).optional(),
  options: z.object({
    seconds: z.number(),
    requireSupport: z.boolean(),
    supportShare: z.number().optional(),
    clearanceMm: z.int().optional(),
    seed: z.int(),
    separateInspected: z.boolean(),
  }),
  /** Cartons measured anew since the trades were registered. */
  measures: z.array(Measure),
});

/**
 * A consolidation 组货: trades for one destination and port, packed into containers and declared together. The plan's
 * placements and declarations stand beside it as documents.
 */
export const Consolidation = ConsolidationHead.extend(ConsolidationBody.shape);

export type ConsolidationHead = z.infer<typeof ConsolidationHead>;
export type Consolidation = z.infer<typeof Consolidation>;
export type Status = ConsolidationStatus;
/** A reason why a planning ended without a plan. */
export type FailureCode = (typeof FAILURES)[number];
export type Seal = z.infer<typeof Seal>;

/** What people call a consolidation: its number, or its identifier where it has none. */
export const knownAs = ({ id, consolidationNumber }: Pick<ConsolidationHead, 'id' | 'consolidationNumber'>): string =>
  consolidationNumber ?? id;

/** 装箱单号 of a container of the plan; undefined where the consolidation has no number. */
export const packingNumberOf = (
  { consolidationNumber }: Pick<ConsolidationHead, 'consolidationNumber'>,
  containerNo: number,
): string | undefined =>
  consolidationNumber === undefined ? undefined : packingNumber(consolidationNumber, containerNo);

/** States in which the trades are held and may be given back. */
export const RELEASABLE: readonly Status[] = ['AWAITING_MEASURES', 'PLANNING', 'PLANNED', 'CONFIRMED', 'SEALED'];

/** Containers of a packing list: it takes every container and every seal in a single transaction. */
export const MAX_LOADED_CONTAINERS = 40;

/** States in which a packing list may say what was loaded. */
export const LOADABLE = RELEASABLE;

/** States in which what was loaded is in force. */
export const LOADED: readonly Status[] = ['CONFIRMED', 'SEALED'];

/** States in which a plan may be changed. */
export const AMENDABLE = ['PLANNED', 'CONFIRMED'] as const satisfies readonly Status[];

/** States in which single cartons of a plan may be moved. */
export const MOVABLE = ['PLANNED'] as const satisfies readonly Status[];

/** States in which there is a plan to print. */
export const PRINTABLE: readonly Status[] = ['PLANNED', 'CONFIRMED', 'SEALED'];

/** Message for the user where a late change could not be planned: what it means and what to do. */
export const amendmentFailureMessage: Record<FailureCode, string> = {
  NOTHING_PLACED: '变更后没有一箱货物装得进所选箱型，变更未实施，原方案继续有效；请核对复量的尺寸与重量',
  TOO_MANY_CONTAINERS: `变更后的方案超过 ${MAX_CONTAINERS} 个集装箱，变更未实施，原方案继续有效；请撤出部分交易`,
  PLANNING_FAULT: '变更计算发生系统故障，变更未实施，原方案继续有效；请重新变更，再次发生时请把组货单号告诉管理员',
};

/** Message for the user where a consolidation could not be planned: what it means and what to do. */
export const failureMessage: Record<FailureCode, string> = {
  NOTHING_PLACED: '没有一箱货物装得进所选箱型，交易已释放；请核对货箱尺寸与重量，或增加可用箱型后重新组货',
  TOO_MANY_CONTAINERS: `方案超过 ${MAX_CONTAINERS} 个集装箱，交易已释放；请把交易分成几次组货`,
  PLANNING_FAULT: '装箱计算发生系统故障，交易已释放；请重新组货，再次发生时请把组货单号告诉管理员',
};
