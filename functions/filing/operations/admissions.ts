import { ADMISSION_STATUS_NAMES } from '../../events/names.ts';
import { type Caller, maySee } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etag, etagOf } from '../../shared/http/schemas.ts';
import { requireVersion } from '../../shared/http/version.ts';
import { visible } from '../../shared/http/visible.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { comparableNumber } from '../../shared/kernel/comparison.ts';
import { says } from '../../shared/kernel/finding.ts';
import { districtOfNumber } from '../../shared/kernel/record-number.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { AdmissionJson, admissionsApi } from '../contract/admissions.ts';
import { type Admission, admissionFindings, notFiledAnywhere } from '../domain/admission.ts';
import type { Entity } from '../domain/entity.ts';
import { admissionId, admissionWrites } from '../store/admissions.ts';
import { filingStore } from '../store/index.ts';
import { homeParty } from '../store/register.ts';

/** 互认 of parties of other districts. */
export function admissionOperations(runtime: Runtime): Operations<typeof admissionsApi> {
  const store = filingStore(runtime.table);
  const readable = visible('admission', store.admission, maySeeAdmission);

  return {
    decideAdmission: async ({ caller, body: { filingNumber, decision, reason }, at }) => {
      const { districtId } = caller;
      const entity = await filedAs(filingNumber, at);
      if (!entity) throw ruleViolation([notFiledAnywhere(filingNumber)]);
      const findings = admissionFindings(entity.data, districtId, decision, dayInChina(at));
      if (findings.length > 0) throw ruleViolation(findings);
      const id = admissionId(districtId, entity.data.id);
      const before = await store.admission(id);
      const status = decision === 'ADMIT' ? 'ADMITTED' : 'REFUSED';
      if (before && (before.data.status === status || before.data.status === 'ADMITTED')) {
        const what = `“${filingNumber}”${ADMISSION_STATUS_NAMES[before.data.status]}`;
        throw new Problem('WRONG_STATE', says(what, status === 'REFUSED' ? '不再互认的请终止互认' : '无须再办'));
      }
      const admission: Admission = {
        id,
        districtId,
        entityId: entity.data.id,
        status,
        party: homeParty(entity),
        decisions: [
          ...(before?.data.decisions ?? []),
          { decision, ...(reason !== undefined && { reason }), by: caller.sub, at },
        ],
      };
      const cause = { actor: caller, at, action: decision, reasons: reason === undefined ? [] : [reason] };
      const version = (before?.version ?? 0) + 1;
      return {
        body: toJson({ data: admission, version }, await store.gradesOf([entity.data.id])),
        headers: { Location: `/v1/admissions/${id}`, ...etag(version) },
        writes: admissionWrites(before, admission, cause, entity),
      };
    },

    endAdmission: async ({ caller, params, body: { reason }, expectedVersion, at }) => {
      const stored = await readable(caller, params['id']);
      const { data, version } = stored;
      requireVersion(stored, expectedVersion, says('互认在您读取之后已有变化', '请重新读取，核对后再办理'));
      if (data.status !== 'ADMITTED') {
        throw new Problem('WRONG_STATE', says(`该主体${ADMISSION_STATUS_NAMES[data.status]}`, '只有已互认的可以终止'));
      }
      const decisions = [...data.decisions, { decision: 'END' as const, reason, by: caller.sub, at }];
      const after: Admission = { ...data, status: 'ENDED', decisions };
      return {
        body: toJson({ data: after, version: version + 1 }, await store.gradesOf([data.entityId])),
        headers: etag(version + 1),
        writes: admissionWrites(stored, after, { actor: caller, at, action: 'END', reasons: [reason] }),
      };
    },

    getAdmission: async ({ caller, params }) => {
      const stored = await readable(caller, params['id']);
      return { body: toJson(stored, await store.gradesOf([stored.data.entityId])), headers: etag(stored.version) };
    },

    listAdmissions: async ({ caller, query, at }) => {
      const page = await store.admissionPage({
        ...query,
        at,
        districts: districtsOf(caller, query.districtId, (await runtime.reference.at(at)).tenants),
        keep: (admission) => maySeeAdmission(caller, admission),
      });
      const grades = await store.gradesOf(page.items.map(({ data }) => data.entityId));
      return { body: { ...page, items: page.items.map((one) => toJson(one, grades)) } };
    },
  };

  /** The entity of a filing number, of whichever district of the city; the trial's parties are nobody. */
  async function filedAs(filingNumber: string, at: string): Promise<Stored<Entity> | undefined> {
    const wanted = comparableNumber(filingNumber);
    const { tenants }: Lists = await runtime.reference.at(at);
    const home = districtOfNumber(wanted);
    if (home === undefined || !tenants.has(home)) return undefined;
    const keep = ({ data }: { readonly data: Pick<Entity, 'filingNumber'> }): boolean =>
      comparableNumber(data.filingNumber) === wanted;
    const [found] = (await store.entityPage({ districts: [home], q: wanted, limit: 1, at, keep })).items;
    return found && store.entity(found.data.id);
  }
}

const maySeeAdmission = (caller: Caller, { districtId }: Admission): boolean =>
  maySee(caller, { districtId, parties: [] });

const toJson = (
  { data, version }: Pick<Stored<Admission>, 'data' | 'version'>,
  grades: ReadonlyMap<string, string>,
): AdmissionJson => {
  const { party, ...admission } = data;
  const grade = grades.get(data.entityId);
  return {
    ...admission,
    homeDistrictId: party.districtId,
    kind: party.kind,
    name: party.name,
    filingNumber: party.filingNumber,
    partyStatus: party.status,
    validUntil: party.validUntil,
    ...(grade !== undefined && { grade }),
    etag: etagOf(version),
  };
};
