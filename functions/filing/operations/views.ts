import type { Operations } from '../../shared/http/api.ts';
import { ROLE_NAMES } from '../../shared/kernel/role.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { viewsApi } from '../contract/views.ts';
import { citationsIn } from '../domain/documents/citation.ts';
import { filingStore } from '../store/index.ts';
import { views } from '../store/views.ts';
import { readableEntity } from './entities.ts';

export function viewOperations(runtime: Runtime): Operations<typeof viewsApi> {
  const store = filingStore(runtime.table);

  return {
    listViews: async ({ caller, params, query, at }) => {
      const { data } = await readableEntity(store, caller, params['id']);
      const [versions, { documentTypes }] = await Promise.all([
        store.entityVersions(data.id),
        runtime.reference.at(at),
      ]);
      const cited = [data, ...versions.map((version) => version.data)].flatMap(({ submission }) =>
        citationsIn(submission, documentTypes).map(({ documentId }) => documentId),
      );
      const page = await views(runtime.table).viewPage({
        ...query,
        at,
        districts: [data.districtId],
        owners: [data.id, ...new Set(cited)],
      });
      return {
        body: {
          ...page,
          items: page.items.map(({ data: { what, recordId, by, at: viewedAt } }) => ({
            what,
            recordId,
            at: viewedAt,
            by: { ...by, roleName: ROLE_NAMES[by.role] },
          })),
        },
      };
    },
  };
}
