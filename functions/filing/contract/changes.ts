import { z } from 'zod';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { date, namesOne } from '../../shared/kernel/fields.ts';
import { plainText } from '../domain/fields.ts';
import { BusinessLicence } from '../domain/organisation.ts';
import { StallLease } from '../domain/submission.ts';
import { EntityVersions, FILERS, FilingAccepted } from './answers.ts';

const reason = plainText('理由', 500);

/** A form of the entity's own kind; it is judged by that kind's schema, as in `POST /v1/filings`. */
const form = z.looseObject({}).meta({ title: '备案内容' });

const Decree = z.strictObject({
  authority: plainText('决定机关'),
  documentNumber: plainText('文号').superRefine(namesOne('文号')),
  reason,
});

concepts({ Decree });

/** What may be asked of a registered entity; each answer names the filing that asks it. */
export const changesApi = contract({
  requestAmendment: {
    method: 'POST',
    path: '/v1/entities/{id}/amendments',
    summary: 'Ask to amend a filed entity; only the changed fields are reviewed 备案变更',
    roles: FILERS,
    body: z.strictObject({ entity: form, reason: reason.optional() }),
    success: { status: 202, schema: FilingAccepted },
    problems: ['WRONG_STATE', 'DUPLICATE'],
    idempotent: true,
    dryRun: true,
  },
  requestRenewal: {
    method: 'POST',
    path: '/v1/entities/{id}/renewals',
    summary: 'Ask for a later last day, with the new terms of licence and lease 备案续期',
    roles: FILERS,
    body: z.strictObject({
      validUntil: date('续期止期'),
      businessLicence: BusinessLicence.optional(),
      stallLease: StallLease.optional(),
      reason: reason.optional(),
    }),
    success: { status: 202, schema: FilingAccepted },
    problems: ['WRONG_STATE', 'DUPLICATE'],
    idempotent: true,
    dryRun: true,
  },
  requestCancellation: {
    method: 'POST',
    path: '/v1/entities/{id}/cancellation',
    summary: 'Ask to cancel a filed entity; refused while trades of it are open 备案注销',
    roles: FILERS,
    body: z.strictObject({ reason }),
    success: { status: 202, schema: FilingAccepted },
    problems: ['WRONG_STATE', 'DUPLICATE'],
    idempotent: true,
    dryRun: true,
  },
  requestSuspension: {
    method: 'POST',
    path: '/v1/entities/{id}/suspension',
    summary: 'Suspend a filed entity on an authority’s decision; carried out without review 暂停备案',
    roles: ['reviewer', 'operator'],
    secondFactor: true,
    body: Decree,
    success: { status: 202, schema: FilingAccepted },
    problems: ['WRONG_STATE'],
    idempotent: true,
    dryRun: true,
  },
  requestLifting: {
    method: 'POST',
    path: '/v1/entities/{id}/suspension/lifting',
    summary: 'Lift a suspension on an authority’s decision; carried out without review 恢复备案',
    roles: ['reviewer', 'operator'],
    secondFactor: true,
    body: Decree,
    success: { status: 202, schema: FilingAccepted },
    problems: ['WRONG_STATE'],
    idempotent: true,
    dryRun: true,
  },
  listEntityVersions: {
    method: 'GET',
    path: '/v1/entities/{id}/versions',
    summary: 'Every version of a filed entity, with who made it, when and why 历次版本',
    roles: READING_ROLES,
    success: { status: 200, schema: EntityVersions },
    problems: [],
  },
});
