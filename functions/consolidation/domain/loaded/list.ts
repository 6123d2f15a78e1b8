import { z } from 'zod';

/** Some cartons of a trade, or of one of its lines, as a packing list states them; what it does not state is absent. */
const LoadedRow = z.object({
  tradeId: z.string(),
  /** Absent where the row names the trade as a whole. */
  lineNo: z.int().optional(),
  cartons: z.int().optional(),
  /** Of all cartons of the row. */
  grossG: z.int().optional(),
  volumeMm3: z.int().optional(),
});

const LoadedContainer = z.object({
  /** Place in the list, from 1. */
  no: z.int(),
  containerNumber: z.string(),
  type: z.string(),
  sealNumber: z.string().optional(),
  /** What it may carry by its own CSC plate; absent where nobody has read that. */
  payloadG: z.int().optional(),
  /** Goods of other consolidations lie in it too. */
  isShared: z.literal(true).optional(),
  /** Empty where the list names everything of the consolidation. */
  rows: z.array(LoadedRow),
});

/**
 * What is in which container, as somebody has loaded it: facts, which a later list of the same consolidation replaces. Masses
 * in grams, volumes in mm³.
 */
export const LoadedList = z.object({
  containers: z.array(LoadedContainer),
  /** Day in China. */
  packedOn: z.string().optional(),
  packingDistrict: z.string().optional(),
});

export type LoadedRow = z.infer<typeof LoadedRow>;
export type LoadedContainer = z.infer<typeof LoadedContainer>;
export type LoadedList = z.infer<typeof LoadedList>;

/** Whether every container of a list is sealed. */
export const isSealed = ({ containers }: { readonly containers: readonly Pick<LoadedContainer, 'sealNumber'>[] }) =>
  containers.every(({ sealNumber }) => sealNumber !== undefined);
