import { z } from 'zod';
import { named } from '../shared/kernel/named.ts';
import { event, told } from './event.ts';
import { MARKET_STALL_STATE_NAMES } from './names.ts';

/** Where a stall is, as its market's operator writes it. */
export const StallPlace = z.object({
  building: z.string(),
  floor: z.string().optional(),
  street: z.string().optional(),
  number: z.string(),
});

/** What a market's operator says of a stall. */
export const MarketStall = StallPlace.extend({
  state: named(MARKET_STALL_STATE_NAMES),
  /** Unified social credit code of whom it is let to. */
  code: z.string().optional(),
  /** The lease, `YYYY-MM-DD`, both days included. */
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  /** The day since which it is vacated, and why. */
  vacatedOn: z.iso.date().optional(),
  reason: z.string().optional(),
});

export const MarketStallsChanged = event(
  'MarketStallsChanged',
  'A market’s operator has said of stalls to whom they are let and until when, or that they are vacated. The version is that of its list.',
  z.object({ ...told, marketId: z.string(), stalls: z.array(MarketStall) }),
);

export const StallVacated = event(
  'StallVacated',
  'The market’s operator says that a filed merchant has vacated its stall; its filing stays as it is.',
  z.object({
    ...told,
    entityId: z.string(),
    filingNumber: z.string(),
    /** As it is written on the wall. */
    stall: z.string(),
    vacatedOn: z.iso.date(),
    reason: z.string().optional(),
  }),
);
