import { z } from 'zod';
import { AdmissionStatus } from '../../events/admission.ts';
import { EntityKind, EntityStatus } from '../../events/entity.ts';
import { contract } from '../../shared/http/contract.ts';
import { Etag, ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { text } from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { plainText } from '../domain/fields.ts';
import { ADMISSION_DECISION_NAMES, ADMISSION_DEED_NAMES } from '../domain/names.ts';
import { Reason } from './answers.ts';

const OFFICES = ['clerk', 'reviewer', 'operator', 'centreHead', 'manager', 'agency'] as const;

const AdmissionJson = z.object({
  id: z.string().meta({ title: '编号' }),
  districtId: z.string().meta({ title: '互认区县' }),
  homeDistrictId: z.string().meta({ title: '原备案区县' }),
  entityId: z.string().meta({ title: '主体编号' }),
  kind: EntityKind.meta({ title: '种类' }),
  name: z.string().meta({ title: '名称' }),
  filingNumber: z.string().meta({ title: '备案号' }),
  status: AdmissionStatus.meta({ title: '互认状态' }),
  partyStatus: EntityStatus.meta({ title: '原备案状态' }),
  validUntil: z.string().meta({ title: '原备案有效期止' }),
  grade: z.string().optional().meta({ title: '信用等级' }),
  decisions: z
    .array(
      z.object({
        decision: named(ADMISSION_DEED_NAMES).meta({ title: '决定' }),
        reason: z.string().optional().meta({ title: '理由' }),
        by: z.string().meta({ title: '决定人' }),
        at: z.string().meta({ title: '决定时间' }),
      }),
    )
    .meta({ title: '历次决定' }),
  etag: Etag,
});

export type AdmissionJson = z.input<typeof AdmissionJson>;

const AdmissionRequest = z
  .strictObject({
    filingNumber: text('备案号', 30),
    decision: named(ADMISSION_DECISION_NAMES).default('ADMIT').meta({ title: '决定' }),
    reason: plainText('理由', 500).optional(),
  })
  .refine(({ decision, reason }) => decision !== 'REFUSE' || reason !== undefined, {
    path: ['reason'],
    message: '不予互认须写明理由',
  });

concepts({ Admission: AdmissionJson, AdmissionRequest });

/** 互认: who is filed in one district of the city is admitted by another in one step, and not filed anew. */
export const admissionsApi = contract({
  decideAdmission: {
    method: 'POST',
    path: '/v1/admissions',
    summary:
      'Admits a party that is filed in another district, named by its filing number, or refuses it with a reason: trade ' +
      'operators, buyers, brokers, forwarders, warehouses and carriers. Its status, term and grade stay those of its own district 互认',
    roles: ['reviewer'],
    secondFactor: true,
    body: AdmissionRequest,
    success: { status: 201, schema: AdmissionJson },
    problems: ['WRONG_STATE'],
    idempotent: true,
    dryRun: true,
  },
  endAdmission: {
    method: 'POST',
    path: '/v1/admissions/{id}/ending',
    summary: 'No longer admits a party, with a reason; trades that name it go on 终止互认',
    roles: ['reviewer'],
    secondFactor: true,
    body: Reason,
    success: { status: 200, schema: AdmissionJson },
    problems: ['WRONG_STATE'],
    ifMatch: true,
  },
  getAdmission: {
    method: 'GET',
    path: '/v1/admissions/{id}',
    summary: 'How a party of another district stands with this one, and every decision on it 互认详情',
    roles: OFFICES,
    success: { status: 200, schema: AdmissionJson },
    problems: [],
  },
  listAdmissions: {
    method: 'GET',
    path: '/v1/admissions',
    summary: 'Parties of other districts that were admitted or refused; q is part of a name or filing number 互认查询',
    roles: OFFICES,
    query: ListQuery.extend({
      status: AdmissionStatus.optional().meta({ title: '互认状态' }),
      kind: EntityKind.optional().meta({ title: '备案种类' }),
      q: text('查询词').optional(),
    }),
    success: { status: 200, schema: listOf(AdmissionJson) },
    problems: ['BAD_PARAMETER'],
  },
});
