import { z } from 'zod';
import { named } from '../../shared/kernel/named.ts';
import { FACT_KIND_NAMES } from './names.ts';

/** One thing that was done to goods, as a phone says it; it is never changed, and taken back by another fact alone. */
export const Fact = z.object({
  factId: z.string(),
  deviceId: z.string(),
  /** From one start of the phone's clock to its next jump. */
  session: z.string(),
  seq: z.int(),
  kind: named(FACT_KIND_NAMES),
  /** ISO 8601, by the phone's own clock. */
  at: z.string(),
  /** What was read or typed: a label, a lot, a mark. */
  subject: z.string(),
  /** Cartons; of a labelled carton always one. */
  n: z.int().optional(),
  /** The container that is loaded or taken from. */
  visit: z.string().optional(),
  place: z.string(),
  /** The fact that is void. */
  of: z.string().optional(),
  /** Of CLAIM: the lot that a mark is of. */
  lot: z.string().optional(),
  /** SHA-256 of photos and papers. */
  evidence: z.array(z.string()).optional(),
});

export type Fact = z.infer<typeof Fact>;

/** A line of a trade: whose cartons are told apart. */
export const Lot = z.object({ tradeId: z.string(), lineNo: z.int() });

export type Lot = z.infer<typeof Lot>;

/** A fact as it is kept, with what its texts meant when it came. */
export const KeptFact = Fact.extend({
  /** The line of the record's trade that the subject names; absent where a claim has to say it. */
  lineNo: z.int().optional(),
  /** Of CLAIM. */
  claims: Lot.optional(),
});

export type KeptFact = z.infer<typeof KeptFact>;

/** Who sent facts: by the token, never by what was sent; no person. */
export const By = z.object({ role: z.enum(['agent', 'clerk']), entityId: z.string().optional() });

export type By = z.infer<typeof By>;

/** Facts that came together, and how much later than their phones said they were sent. */
export const Batch = z.object({
  /** ISO 8601, by the registry's clock. */
  receivedAt: z.string(),
  by: By,
  /** `receivedAt − sentAt` of each session in it, in milliseconds; below zero where the phone's clock is ahead. */
  delays: z.array(z.object({ deviceId: z.string(), session: z.string(), delayMs: z.int() })),
  facts: z.array(KeptFact),
});

export type Batch = z.infer<typeof Batch>;

const SAID = Object.keys(Fact.shape) as (keyof Fact)[];

/** What a fact says, without what was made of it. */
export const contentOf = (fact: KeptFact): string => JSON.stringify(SAID.map((field) => fact[field]));

/** What a session is known by. */
export const sessionOf = ({ deviceId, session }: Pick<Fact, 'deviceId' | 'session'>): string =>
  `${deviceId}\u0000${session}`;
