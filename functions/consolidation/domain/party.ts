import { z } from 'zod';

/** What consolidation knows of a filed party: the last `EntityChanged` it has seen. */
export const Party = z.object({
  entityId: z.string(),
  districtId: z.string(),
  version: z.int(),
  kind: z.string(),
  name: z.string(),
  nameEn: z.string().optional(),
  filingNumber: z.string(),
  status: z.enum(['ACTIVE', 'SUSPENDED', 'CANCELLED', 'EXPIRED']),
  /** Last day on which the filing holds. */
  validUntil: z.iso.date(),
});

export type Party = z.infer<typeof Party>;

/** The kinds of party that a consolidation names. */
export const PARTY_KINDS = {
  consolidator: '组货人',
  tradeOperator: '市场采购贸易经营者',
  buyer: '境外采购商',
} as const;

export type PartyKind = keyof typeof PARTY_KINDS;

export const isPartyKind = (kind: string): kind is PartyKind => Object.hasOwn(PARTY_KINDS, kind);
