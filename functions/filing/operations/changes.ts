import type { Caller } from '../../shared/auth/caller.ts';
import type { Answer, Operations } from '../../shared/http/api.ts';
import { Problem } from '../../shared/http/problem.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { identifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import { acceptedFiling, type FilingTicket } from '../contract/filing-json.ts';
import type { filingApi } from '../contract/index.ts';
import { type Change, hasForm } from '../domain/change.ts';
import type { Entity } from '../domain/entity.ts';
import type { Submission } from '../domain/submission.ts';
import { actsFor, notEntrusted } from '../services/authority.ts';
import { refuseHinderedChange } from '../services/changes.ts';
import { formCitationWrites, formOf, submitted } from '../services/intake.ts';
import { filingStore } from '../store/index.ts';
import { readableEntity } from './entities.ts';

type ChangeOperations = Pick<
  Operations<typeof filingApi>,
  'requestAmendment' | 'requestRenewal' | 'requestCancellation' | 'requestSuspension' | 'requestLifting'
>;

/** What is asked of a registered entity; each a filing of its own. */
export function changeOperations(runtime: Runtime): ChangeOperations {
  const store = filingStore(runtime.table);

  return {
    requestAmendment: async ({ caller, params, body: { entity, ...asked }, at }) => {
      const stored = await readableEntity(store, caller, params['id']);
      const submission = formOf(stored.data.submission.kind, entity);
      return filed(stored, { type: 'AMENDMENT', ...asked, ...base(stored) }, submission, caller, at);
    },

    requestRenewal: async ({ caller, params, body: { businessLicence, stallLease, ...asked }, at }) => {
      const stored = await readableEntity(store, caller, params['id']);
      const { kind, entity } = stored.data.submission;
      const terms = { ...(businessLicence && { businessLicence }), ...(stallLease && { stallLease }) };
      const submission = formOf(kind, { ...entity, ...terms });
      return filed(stored, { type: 'RENEWAL', ...asked, ...base(stored) }, submission, caller, at);
    },

    requestCancellation: async ({ caller, params, body, at }) => {
      const stored = await readableEntity(store, caller, params['id']);
      const change: Change = { type: 'CANCELLATION', ...body, ...base(stored) };
      return filed(stored, change, stored.data.submission, caller, at);
    },

    requestSuspension: async ({ caller, params, body, at }) => {
      const stored = await readableEntity(store, caller, params['id']);
      const change: Change = { type: 'SUSPENSION', ...body, ...base(stored) };
      return filed(stored, change, stored.data.submission, caller, at);
    },

    requestLifting: async ({ caller, params, body, at }) => {
      const stored = await readableEntity(store, caller, params['id']);
      const change: Change = { type: 'LIFTING', ...body, ...base(stored) };
      return filed(stored, change, stored.data.submission, caller, at);
    },
  };

  async function filed(
    { data }: Stored<Entity>,
    change: Change,
    submission: Submission,
    caller: Caller,
    at: string,
  ): Promise<Answer<FilingTicket>> {
    if (!(await actsFor(store, caller, data.id, dayInChina(at)))) throw new Problem('FORBIDDEN', notEntrusted(data.id));
    const lists = await runtime.reference.at(at);
    const findings = await refuseHinderedChange(store, caller, data, change, submission, at, lists);
    const id = identifier('filing', data.districtId, runtime.newUlid());
    const { filing, writes } = submitted(id, submission, caller, at, change);
    // What comes without a form cites nothing that its entity has not cited before.
    const cited = hasForm(change) ? await formCitationWrites(store, submission, at, lists) : [];
    return { ...acceptedFiling(runtime, filing, 1, [...writes, ...cited]), findings };
  }
}

const base = ({ data, version }: Stored<Entity>) => ({ entityId: data.id, baseVersion: version });
