import { z } from 'zod';
import { ExportMode, TradeLine, TradeReviewState, TradeStatus } from '../../events/trade.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import type { Finding } from '../../shared/kernel/finding.ts';
import { CURRENCIES } from '../../shared/kernel/money.ts';
import { Voucher } from './voucher.ts';

/** What the rules of risk ask a reviewer to look at, and what came of it; while it is OPEN the goods are held back. */
const Review = z.object({
  state: TradeReviewState,
  findings: z.array(z.custom<Finding>((value) => value !== null && typeof value === 'object' && 'severity' in value)),
  decision: z.object({ by: z.string(), at: z.string(), reasons: z.array(z.string()) }).optional(),
});

/** 更正: what was entered is said anew. */
const Correction = z.object({
  /** From 1. */
  no: z.int(),
  at: z.string(),
  /** `sub` of the token. */
  by: z.string(),
  reason: z.string(),
  /** Names of the entries that are others now, the first ones. */
  changed: z.array(z.string()),
  /** Everybody who has corrected the trade: none of them reviews it. */
  correctors: z.array(z.string()),
});

/** The warnings that were accepted, and why. */
const Explained = z.object({ explanation: z.string().optional(), acceptedWarnings: z.array(z.string()) });

/** A container that holds cartons of a trade. */
export const TradeContainer = z.object({
  /** In the plan of the consolidation. */
  no: z.int(),
  type: z.string(),
  /** As loaded. */
  containerNumber: z.string().optional(),
  sealNumber: z.string().optional(),
  /** How many cartons of the trade it holds. */
  cartons: z.int(),
});

concepts({ TradeContainer });

export type TradeContainer = z.infer<typeof TradeContainer>;

/** What every change of a trade may touch, and what lists show of it. */
export const TradeHead = z.object({
  id: z.string(),
  /** 交易单号; absent where it was registered before numbers were given. */
  tradeNumber: z.string().optional(),
  status: TradeStatus,
  merchant: z.object({
    id: z.string(),
    name: z.string(),
    stall: z.string().optional(),
    marketId: z.string().optional(),
  }),
  buyerId: z.string(),
  tradeOperatorId: z.string().optional(),
  exportMode: ExportMode,
  destinationCountry: z.string(),
  portOfDischarge: z.string(),
  currency: z.enum(CURRENCIES),
  totalMinor: z.int(),
  totalUsdMinor: z.int(),
  review: Review.optional(),
  /** The latest correction of what was entered; absent where there was none. */
  correction: Correction.optional(),
  /** The latest consolidation event that was applied; it stays after a release, to tell later events from earlier ones. */
  consolidation: z
    .object({
      id: z.string(),
      version: z.int(),
      number: z.string().optional(),
      /** Those of its plan that hold cartons of the trade; absent where it was not told, as of a very large one. */
      containers: z.array(TradeContainer).optional(),
    })
    .optional(),
});

export type TradeHead = z.infer<typeof TradeHead>;

/** What was entered, and is measured: it stays as it is while the goods are consolidated and declared. */
export const TradeBody = z.object({
  districtId: z.string(),
  /** ISO 8601. */
  registeredAt: z.string(),
  /** `sub` of the token that registered it; no one reviews a trade of their own. */
  registeredBy: z.string(),
  exchangeRate: z.object({ usdPerUnit: z.string(), month: z.string() }),
  lines: z.array(TradeLine),
  /** The single voucher number of the request; it stands among the vouchers too. */
  voucher: z.string().optional(),
  vouchers: z.array(Voucher),
  packingDistrict: z.string().optional(),
  ...Explained.shape,
  /** What was found and explained at the latest measuring. */
  measuring: Explained.optional(),
});

/** A registered trade 交易登记: what one merchant sold to one foreign buyer, as entered before the goods are consolidated. */
export const Trade = TradeHead.extend(TradeBody.shape);

export type Trade = z.infer<typeof Trade>;

/** What people call a trade: its number, or its identifier where it has none. */
export const knownAs = ({ id, tradeNumber }: Pick<TradeHead, 'id' | 'tradeNumber'>): string => tradeNumber ?? id;

/** Whether the cartons of every line are known. */
export const measured = ({ lines }: Pick<Trade, 'lines'>): boolean => lines.every(({ cartons }) => cartons.length > 0);

/** Whose a trade is: the merchant's, and its operator's. */
export const partiesOf = ({ merchant, tradeOperatorId }: Pick<TradeHead, 'merchant' | 'tradeOperatorId'>): string[] => [
  merchant.id,
  ...(tradeOperatorId === undefined ? [] : [tradeOperatorId]),
];

/** The district and the parties that a trade belongs to. */
export const scopeOf = ({ districtId, ...trade }: Pick<Trade, 'districtId' | 'merchant' | 'tradeOperatorId'>) => ({
  districtId,
  parties: partiesOf(trade),
});
