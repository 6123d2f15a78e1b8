import { z } from 'zod';
import { numberDigest } from '../shared/digest.ts';
import { concepts } from '../shared/kernel/concepts.ts';
import { named } from '../shared/kernel/named.ts';
import { event, told } from './event.ts';
import { ENTITY_KIND_NAMES, ENTITY_STATUS_NAMES } from './names.ts';

export const EntityStatus = named(ENTITY_STATUS_NAMES);

export type EntityStatus = z.infer<typeof EntityStatus>;

export const EntityKind = named(ENTITY_KIND_NAMES);

concepts({ EntityStatus, EntityKind });

export type EntityKind = z.infer<typeof EntityKind>;

/** Version 1 told every number, and of a payee the masked account, which has no digest of the whole. */
export function withoutPersonalNumber({ identifier, ...rest }: Record<string, unknown>): Record<string, unknown> {
  const number = String(identifier);
  return {
    ...rest,
    identifierDigest: numberDigest(number),
    ...(rest['kind'] === 'buyer' ? {} : { identifier: number }),
  };
}

export const EntityChanged = event(
  'EntityChanged',
  'An entity was registered, or what the register says of it has changed.',
  z.object({
    ...told,
    entityId: z.string(),
    kind: EntityKind,
    name: z.string(),
    nameEn: z.string().optional(),
    filingNumber: z.string(),
    status: EntityStatus,
    statusReason: z.string().optional(),
    /**
     * The number under which it was filed elsewhere before it was taken over, and the day of that; absent of what was filed
     * here.
     */
    formerNumber: z.string().optional(),
    takenOverOn: z.iso.date().optional(),
    /** Days of China, `YYYY-MM-DD`; the last day is included. */
    registeredOn: z.iso.date(),
    validUntil: z.iso.date(),
    /** Unified social credit code, or the masked account of a payee. A buyer's certificate may be a passport: absent. */
    identifier: z.string().optional(),
    /** `numberDigest` of the number by which the world knows it, a buyer's certificate or a payee's account among them. */
    identifierDigest: z.string(),
    /** `phoneTailDigest` of the phone by which it is reached, by whose last four digits offices find it. */
    phoneTailDigest: z.string().optional(),
    /** ISO 3166-1 alpha-3, of a buyer. */
    nationality: z.string().optional(),
    /** The market of a merchant; absent for others. */
    marketId: z.string().optional(),
    stall: z.string().optional(),
    /** HS chapters of a merchant's filed scope, two digits each. */
    hsChapters: z.array(z.string()).optional(),
    relatedTradeOperatorIds: z.array(z.string()).optional(),
    /** ISO 3166-1 alpha-3, of a consolidator. */
    destinations: z.array(z.string()).optional(),
    /** Ten digits, of whoever declares. */
    customsCode: z.string().optional(),
  }),
  { upcasts: [withoutPersonalNumber] },
);
