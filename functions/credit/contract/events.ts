import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { accepted, Etag, ListQuery, listOf } from '../../shared/http/schemas.ts';
import { Taking } from '../../shared/human-task/taking.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { id } from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { CreditEvent, CreditEventRequest } from '../domain/event.ts';
import { CREDIT_EVENT_STATUS_NAMES } from '../domain/names.ts';
import { Objection, ObjectionDecisionRequest, ObjectionRequest } from '../domain/objection.ts';
import { Repair, RepairDecisionRequest, RepairRequest } from '../domain/repair.ts';
import { DECIDERS, FOR_ENTITY } from './roles.ts';

/** A recorded fact; who acted on it stays inside. */
export const CreditEventJson = CreditEvent.omit({
  districtId: true,
  recordedBy: true,
  taskToken: true,
  taskExecution: true,
}).extend({
  objection: Objection.omit({ by: true })
    .extend({ decision: Objection.shape.decision.unwrap().omit({ by: true }).optional() })
    .optional(),
  repair: Repair.omit({ by: true })
    .extend({ decision: Repair.shape.decision.unwrap().omit({ by: true }).optional() })
    .optional(),
  etag: Etag,
  /** Who is at work on its appeal, told to the offices; it binds nobody. */
  taking: Taking.optional().meta({ title: '接办' }),
});

const Accepted = accepted(named(CREDIT_EVENT_STATUS_NAMES));
const CreditEventAccepted = { status: 202, schema: Accepted } as const;

concepts({ CreditEvent: CreditEventJson, CreditEventAccepted: Accepted });

/** Facts of credit 信用信息, what is objected to them, and their repair. */
export const eventsApi = contract({
  recordCreditEvent: {
    method: 'POST',
    path: '/v1/credit-events',
    summary: 'Records a fact about a filed entity, which is then scored again',
    roles: ['clerk', 'reviewer', 'operator', 'agency'],
    body: CreditEventRequest,
    success: CreditEventAccepted,
    problems: ['DUPLICATE'],
    idempotent: true,
    dryRun: true,
  },
  getCreditEvent: {
    method: 'GET',
    path: '/v1/credit-events/{id}',
    summary: 'A recorded fact, with its objection and repair',
    roles: READING_ROLES,
    success: { status: 200, schema: CreditEventJson },
    problems: [],
  },
  listCreditEvents: {
    method: 'GET',
    path: '/v1/credit-events',
    summary: 'Recorded facts by time of change, newest first; merchants and agents see their own',
    roles: READING_ROLES,
    query: ListQuery.extend({
      status: named(CREDIT_EVENT_STATUS_NAMES).optional().meta({ title: '状态' }),
      entityId: id('主体', 'entity').optional(),
    }),
    success: { status: 200, schema: listOf(CreditEventJson) },
    problems: [],
  },
  objectToCreditEvent: {
    method: 'POST',
    path: '/v1/credit-events/{id}/objection',
    summary: 'Objects to a fact, which is suspended until decided; a veto goes on counting',
    roles: FOR_ENTITY,
    body: ObjectionRequest,
    success: CreditEventAccepted,
    problems: ['WRONG_STATE'],
    dryRun: true,
  },
  decideObjection: {
    method: 'POST',
    path: '/v1/credit-events/{id}/objection/decision',
    summary: 'Upholds the fact or revokes it, by someone who neither recorded it nor objected to it',
    roles: DECIDERS,
    secondFactor: true,
    body: ObjectionDecisionRequest,
    success: CreditEventAccepted,
    problems: ['WRONG_STATE'],
    ifMatch: true,
  },
  takeAppeal: {
    method: 'POST',
    path: '/v1/credit-events/{id}/taking',
    summary: 'Tell the others that one is at work on an objection or a repair, for 15 minutes; it binds nobody 接办',
    roles: DECIDERS,
    success: { status: 200, schema: Taking },
    problems: ['WRONG_STATE'],
  },
  requestRepair: {
    method: 'POST',
    path: '/v1/credit-events/{id}/repair',
    summary: 'Applies for the repair of a fact after the minimum term of its class',
    roles: FOR_ENTITY,
    body: RepairRequest,
    success: CreditEventAccepted,
    problems: ['WRONG_STATE'],
    dryRun: true,
  },
  decideRepair: {
    method: 'POST',
    path: '/v1/credit-events/{id}/repair/decision',
    summary: 'Grants the repair on a document of the authority that established the fact, or refuses it',
    roles: DECIDERS,
    secondFactor: true,
    body: RepairDecisionRequest,
    success: CreditEventAccepted,
    problems: ['WRONG_STATE'],
    ifMatch: true,
  },
});
