import { z } from 'zod';
import { concepts } from '../shared/kernel/concepts.ts';
import { named } from '../shared/kernel/named.ts';
import { event, told } from './event.ts';
import { CONSENT_NAMES, CONSOLIDATION_STATUS_NAMES } from './names.ts';

export const ConsolidationStatus = named(CONSOLIDATION_STATUS_NAMES);

concepts({ ConsolidationStatus });

export type ConsolidationStatus = z.infer<typeof ConsolidationStatus>;

/** What is done with a consolidation, as its audit trail calls it. */
export const ConsolidationAction = z.enum([
  'CREATE',
  'START',
  'PLAN',
  'CONFIRM',
  'AMEND',
  'KEEP_PLAN',
  'RELEASE',
  'FAIL',
]);

export type ConsolidationAction = z.infer<typeof ConsolidationAction>;

/** A trade that a consolidation holds: whose it is, and by the owner's offer, its operator's right or the centre's act. */
export const HeldTrade = z.object({
  tradeId: z.string(),
  /** 交易单号; absent of a trade that has none. */
  tradeNumber: z.string().optional(),
  merchantId: z.string(),
  merchantName: z.string(),
  stall: z.string().optional(),
  /** Absent where the merchant exports in its own name. */
  tradeOperatorId: z.string().optional(),
  /** How often it had been corrected; absent where never. */
  correction: z.int().optional(),
  basis: named(CONSENT_NAMES),
  /** The offer of the owner to the consolidator. */
  offerId: z.string().optional(),
  /** The agreement by which the owner entrusted the operator. */
  agreementId: z.string().optional(),
  /** The message of a client's system that the centre took for the owner. */
  messageId: z.string().optional(),
});

export type HeldTrade = z.infer<typeof HeldTrade>;

const LineReference = z.object({ tradeId: z.string(), lineNo: z.int() });

export const ConsolidationChanged = event(
  'ConsolidationChanged',
  'A consolidation was created, planned, amended, confirmed, released or failed.',
  z.object({
    ...told,
    consolidationId: z.string(),
    /** 组货单号; absent of a consolidation that was created before numbers were given. */
    consolidationNumber: z.string().optional(),
    status: ConsolidationStatus,
    consolidatorId: z.string(),
    consolidatorName: z.string().optional(),
    tradeIds: z.array(z.string()),
    /** Whose the trades are, and by what right they are held; absent of what was created before that was noted. */
    held: z.array(HeldTrade).optional(),
    /** What was done in this version; absent where it is announced again from its state. */
    action: ConsolidationAction.optional(),
    /** Why, in people's words; absent where nothing was said. */
    reason: z.string().optional(),
    /** Trades that this change has taken out, which are free again. */
    left: z.array(HeldTrade).optional(),
    /**
     * The packing list by which it is confirmed as loaded: containers and declarations are then of what was loaded, and not
     * of a plan. Absent where no list has come.
     */
    loaded: z
      .object({
        /** Counts the lists of the consolidation from 1. */
        version: z.int(),
        /** Whether every container is sealed. */
        isSealed: z.boolean(),
        /** The plan in whose place it stands; absent where there was none. */
        supersededRevision: z.int().optional(),
      })
      .optional(),
    /** Empty while there is neither a plan nor a packing list. */
    containers: z.array(
      z.object({
        no: z.int(),
        type: z.string(),
        /** 装箱单号, by which its packing list is known. */
        packingNumber: z.string().optional(),
        containerNumber: z.string().optional(),
        sealNumber: z.string().optional(),
        /** Whose goods it holds, of a container as loaded; whose is told also where nobody has counted them. */
        tradeIds: z.array(z.string()).optional(),
        /**
         * Whose cartons it holds, and how many; absent where the event would be too large, and where what was loaded is not
         * counted.
         */
        lines: z.array(LineReference.extend({ cartons: z.int() })).optional(),
      }),
    ),
    declarations: z.array(
      z.object({
        no: z.int(),
        /** Absent where the event would be too large. */
        lines: z
          .array(z.object({ lineNo: z.int(), hsCode: z.string(), mergedFrom: z.array(LineReference) }))
          .optional(),
      }),
    ),
  }),
);
