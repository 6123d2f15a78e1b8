import type { z } from 'zod';
import { maySee } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { EntityList } from '../answers.ts';
import type { filingApi } from '../contract.ts';
import { dayOf } from '../domain/calendar.ts';
import { type Entity, statusOn } from '../domain/entity.ts';
import { identifierOf } from '../domain/identity.ts';
import { filingStore } from '../store.ts';
import { shownForm } from './filing-json.ts';

export function entityOperations(runtime: Runtime): Pick<Operations<typeof filingApi>, 'getEntity' | 'listEntities'> {
  const store = filingStore(runtime.table);

  return {
    getEntity: async ({ caller, params, at }) => {
      const id = params['id'] ?? '';
      const stored = parseIdentifier('entity', id) && (await store.entity(id));
      if (!stored || !maySee(caller, stored.data)) throw notFound();
      const grade = await store.grade(id);
      return {
        body: {
          ...entitySummary(stored.data, dayOf(at)),
          filingId: stored.data.filingId,
          entity: shownForm(caller, stored.data.submission),
          ...(grade ? { grade: grade.grade, score: grade.score } : {}),
        },
        headers: etag(stored.version),
      };
    },

    listEntities: async ({ caller, query, at }) => {
      const page = await store.entityPage(query.kind, {
        ...query,
        districts: districtsOf(caller, query.districtId),
        keep: (entity) => maySee(caller, entity) && (query.q === undefined || matches(entity, query.q)),
      });
      return { body: { ...page, items: page.items.map(({ data }) => entitySummary(data, dayOf(at))) } };
    },
  };
}

const entitySummary = (entity: Entity, today: string): z.input<typeof EntityList>['items'][number] => ({
  id: entity.id,
  districtId: entity.districtId,
  kind: entity.submission.kind,
  name: entity.submission.entity.name,
  filingNumber: entity.filingNumber,
  status: statusOn(entity, today),
  registeredOn: entity.registeredOn,
  validUntil: entity.validUntil,
});

/** Whether a query is part of a name or the filing number, or is the whole identifier. */
function matches({ submission, filingNumber }: Entity, q: string): boolean {
  const wanted = q.toUpperCase();
  const { entity } = submission;
  const names = [entity.name, 'nameEn' in entity ? (entity.nameEn ?? '') : '', filingNumber];
  return names.some((name) => name.toUpperCase().includes(wanted)) || identifierOf(submission) === wanted;
}
