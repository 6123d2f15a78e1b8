import type { z } from 'zod';
import { type Caller, isParty, maySee } from '../../shared/auth/caller.ts';
import { districtsOf, ownersFor } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { etag } from '../../shared/http/schemas.ts';
import { visible } from '../../shared/http/visible.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { EntityList } from '../contract/answers.ts';
import { shownForm } from '../contract/filing-json.ts';
import type { filingApi } from '../contract/index.ts';
import { type Entity, statusOn } from '../domain/entity.ts';
import { marketWordOf } from '../services/market-word.ts';
import { noting } from '../services/views.ts';
import { type FilingStore, filingStore } from '../store/index.ts';
import { type EntityBrief, entityBrief } from '../store/search.ts';

export function entityOperations(
  runtime: Runtime,
): Pick<Operations<typeof filingApi>, 'getEntity' | 'listEntities' | 'listEntityVersions'> {
  const store = filingStore(runtime.table);
  const noted = noting(runtime.table);

  return {
    getEntity: async ({ caller, params, at, isByFunction }) => {
      const stored = await readableEntity(store, caller, params['id']);
      const [grade, code, writes] = await Promise.all([
        store.grade(stored.data.id),
        shownCode(store, caller, stored.data),
        noted({ caller, isByFunction, at }, lookAt(stored.data)),
      ]);
      return {
        body: {
          ...entitySummary(stored.data, entityBrief(stored.data), dayInChina(at)),
          filingId: stored.data.filingId,
          former: stored.data.former,
          entity: shownForm(caller, stored.data.submission),
          ...(await marketWordOf(
            store,
            stored.data.districtId,
            stored.data.submission,
            await runtime.reference.at(at),
          )),
          ...(grade ? { grade: grade.grade, score: grade.score } : {}),
          ...(code === undefined ? {} : { buyerCode: code }),
        },
        headers: etag(stored.version),
        writes,
      };
    },

    listEntityVersions: async ({ caller, params, at, isByFunction }) => {
      const { data } = await readableEntity(store, caller, params['id']);
      const [versions, writes] = await Promise.all([
        store.entityVersions(data.id),
        noted({ caller, isByFunction, at }, lookAt(data)),
      ]);
      return {
        writes,
        body: {
          items: versions.map(({ data: { submission, status, statusReason, validUntil }, ...version }) => ({
            ...version,
            status,
            statusReason,
            validUntil,
            entity: shownForm(caller, submission),
          })),
        },
      };
    },

    listEntities: async ({ caller, query, at }) => {
      const { status, grade } = query;
      const today = dayInChina(at);
      const page = await store.entityPage({
        ...query,
        at,
        districts: districtsOf(caller, query.districtId, (await runtime.reference.at(at)).tenants),
        owners: ownersFor(caller),
        mayAskForPhones: !isParty(caller),
        // What has passed its day is noted within the hour; until then it is in no list of its status.
        keep: ({ data }) => maySee(caller, data) && (status === undefined || statusOn(data, today) === status),
      });
      const grades = await store.gradesOf(page.items.map(({ data }) => data.id));
      const items = page.items.flatMap(({ data, brief }) => {
        const found = grades.get(data.id);
        if (grade !== undefined && found !== grade) return [];
        return [{ ...entitySummary(data, brief, today), ...(found !== undefined && { grade: found }) }];
      });
      return { body: { ...page, items } };
    },
  };
}

const lookAt = ({ id, districtId }: Entity) => ({ districtId, of: id, what: 'ENTITY', recordId: id }) as const;

/** @throws Problem NOT_FOUND where there is none that the caller may see */
export const readableEntity = (store: FilingStore, caller: Caller, id: string | undefined): Promise<Stored<Entity>> =>
  visible('entity', store.entity, maySee)(caller, id);

/** The code by which others find a buyer, where the caller is of its centre's window or one of its parties. */
export async function shownCode(store: FilingStore, caller: Caller, entity: Entity): Promise<string | undefined> {
  const isShown = entity.submission.kind === 'buyer' && (caller.role === 'clerk' || isParty(caller));
  return isShown ? (await store.buyerCode(entity.id))?.code : undefined;
}

const entitySummary = (
  entity: Omit<Entity, 'submission'>,
  { kind, name }: EntityBrief,
  today: string,
): z.input<typeof EntityList>['items'][number] => ({
  id: entity.id,
  districtId: entity.districtId,
  kind,
  name,
  filingNumber: entity.filingNumber,
  status: statusOn(entity, today),
  statusReason: entity.statusReason,
  registeredOn: entity.registeredOn,
  validUntil: entity.validUntil,
});
