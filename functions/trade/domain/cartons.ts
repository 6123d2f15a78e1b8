import { CartonGroup, TradeLine } from '../../events/trade.ts';
import type { Finding } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { CartonRequest } from './request.ts';
import { grams } from './scale.ts';

/** A line as the rules about cartons see it, at registration and at a later measuring alike. */
export interface CartonLine {
  readonly lineNo: number;
  /** JSON Pointer of the line in the request; of all lines where the request does not name it. */
  readonly pointer: string;
  readonly goodsId: string;
  /** Undefined where the goods are not filed; another rule refuses that. */
  readonly hsCode: string | undefined;
  readonly legalUnit: string | undefined;
  /** Scaled by 100,000. */
  readonly legalQuantity: number;
  /** US cents with their fractions (`inUsdCents`). */
  readonly usdCents: number | undefined;
  /** Empty while the line is not measured. */
  readonly cartons: readonly CartonGroup[];
}

/** A rule about the cartons of a whole trade. */
export type CartonRule = (lines: readonly CartonLine[], lists: Lists) => Finding[];

export const cartonGroup = (group: CartonRequest): CartonGroup => ({
  count: group.count,
  lengthMm: group.lengthMm,
  widthMm: group.widthMm,
  heightMm: group.heightMm,
  grossG: grams(group.grossWeightKg),
  netG: grams(group.netWeightKg),
  thisSideUp: group.thisSideUp,
  stackable: group.stackable,
  maxLoadG: group.maxLoadKg === undefined ? undefined : grams(group.maxLoadKg),
});

/** Cartons and the weights that they give their line. */
export const measures = (cartons: CartonGroup[]): Pick<TradeLine, 'cartons' | 'netG' | 'grossG'> => ({
  cartons,
  netG: netG(cartons),
  grossG: cartons.reduce((sum, group) => sum + group.count * group.grossG, 0),
});

export const netG = (cartons: readonly CartonGroup[]): number =>
  cartons.reduce((sum, group) => sum + group.count * group.netG, 0);
