import type { z } from 'zod';
import { Admitted } from '../../events/admission.ts';
import { EntityChanged } from '../../events/entity.ts';
import { ENTITY_KIND_NAMES } from '../../events/names.ts';

/** A filed party, as far as consolidation needs it. */
export const Party = EntityChanged.detail
  .pick({
    entityId: true,
    districtId: true,
    version: true,
    kind: true,
    name: true,
    nameEn: true,
    filingNumber: true,
    status: true,
    validUntil: true,
  })
  .extend(Admitted.shape);

export type Party = z.infer<typeof Party>;

/** The kinds of party that a consolidation names, with their Chinese names. */
export const PARTY_KINDS = {
  consolidator: ENTITY_KIND_NAMES.consolidator,
  tradeOperator: ENTITY_KIND_NAMES.tradeOperator,
  buyer: ENTITY_KIND_NAMES.buyer,
} as const;

export type PartyKind = keyof typeof PARTY_KINDS;

export const isPartyKind = (kind: string): kind is PartyKind => Object.hasOwn(PARTY_KINDS, kind);
