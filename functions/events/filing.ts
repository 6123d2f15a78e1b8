import { z } from 'zod';
import { concepts } from '../shared/kernel/concepts.ts';
import { named } from '../shared/kernel/named.ts';
import { EntityKind } from './entity.ts';
import { event, told } from './event.ts';
import { StallPlace } from './market.ts';
import { FILING_STATUS_NAMES, FILING_TYPE_NAMES } from './names.ts';

export const FilingStatus = named(FILING_STATUS_NAMES);

export type FilingStatus = z.infer<typeof FilingStatus>;

export const FilingType = named(FILING_TYPE_NAMES);

concepts({ FilingStatus, FilingType });

export const FilingChanged = event(
  'FilingChanged',
  'A filing reached a status, or its term of review is near or over. Work of the system itself is not told.',
  z.object({
    ...told,
    filingId: z.string(),
    /** The entity that it registers or changes. */
    entityId: z.string(),
    type: FilingType,
    kind: EntityKind,
    status: FilingStatus.exclude(['SUBMITTED', 'SCREENING']),
    filingNumber: z.string().optional(),
    /** What it registers or changes is called, e.g. a shop. */
    name: z.string().optional(),
    /** Why it was returned or rejected, or withdrawn; by what others have filed only where that may be told. */
    reasons: z.array(z.string()).optional(),
    review: z
      .object({
        grade: z.string(),
        reviewers: z.int(),
        /** Last day of the term of review, `YYYY-MM-DD`. */
        dueOn: z.iso.date(),
        notice: z.enum(['REMINDED', 'ESCALATED']).optional(),
      })
      .optional(),
    /** ISO 8601: the instant at which a return lapses unanswered. */
    answerBy: z.string().optional(),
    /** Of a merchant's filing that waits for its review: the stall and lease that it claims, for the market's operator. */
    claim: StallPlace.extend({
      marketId: z.string(),
      code: z.string(),
      from: z.iso.date(),
      until: z.iso.date(),
    }).optional(),
    /** A return of what a reviewer had approved: something was found against it since. */
    approvalUndone: z.literal(true).optional(),
  }),
);

export const TermEnding = event(
  'TermEnding',
  'The term of an entity or of an agreement will end; told some days ahead, once each.',
  z.object({
    ...told,
    /** An entity's: absent of an agreement. */
    entityId: z.string().optional(),
    filingNumber: z.string().optional(),
    name: z.string().optional(),
    /** An agreement's: absent of an entity. */
    agreementId: z.string().optional(),
    agreementNumber: z.string().optional(),
    merchantId: z.string().optional(),
    tradeOperatorId: z.string().optional(),
    merchantName: z.string().optional(),
    tradeOperatorName: z.string().optional(),
    /** What ends, in Chinese, e.g. `摊位租期`. */
    terms: z.array(z.string()),
    /** The last day, `YYYY-MM-DD`, and the days until it. */
    until: z.iso.date(),
    daysLeft: z.int(),
  }),
);
