import { z } from 'zod';
import { event, told } from './event.ts';
import { valuesOf } from './names.ts';

/** Chinese names of the statuses of a consolidation 组货. */
export const CONSOLIDATION_STATUS_NAMES = {
  AWAITING_MEASURES: '待测量',
  PLANNING: '计算中',
  PLANNED: '已制订方案',
  CONFIRMED: '已确认装箱',
  SEALED: '已施封',
  CANCELLED: '已取消',
  FAILED: '未成方案',
} as const;

export const ConsolidationStatus = z.enum(valuesOf(CONSOLIDATION_STATUS_NAMES));

export type ConsolidationStatus = z.infer<typeof ConsolidationStatus>;

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
    tradeIds: z.array(z.string()),
    /** Why it was cancelled, or has no plan. */
    reason: z.string().optional(),
    /** Empty while there is no plan. */
    containers: z.array(
      z.object({
        no: z.int(),
        type: z.string(),
        /** 装箱单号, by which its packing list is known. */
        packingNumber: z.string().optional(),
        containerNumber: z.string().optional(),
        sealNumber: z.string().optional(),
        /** Whose cartons it holds, and how many; absent where the event would be too large. */
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
