import { contract } from '../../shared/http/contract.ts';
import { admissionsApi } from './admissions.ts';
import { agreementsApi } from './agreements.ts';
import { bulkApi } from './bulk.ts';
import { bundlesApi } from './bundles.ts';
import { certificatesApi } from './certificates.ts';
import { changesApi } from './changes.ts';
import { directoryApi } from './directory.ts';
import { documentsApi } from './documents.ts';
import { entitiesApi } from './entities.ts';
import { filingsApi } from './filings.ts';
import { goodsApi } from './goods.ts';
import { viewsApi } from './views.ts';

export { filingQueues } from './queues.ts';

export const filingApi = contract({
  ...documentsApi,
  ...bulkApi,
  ...bundlesApi,
  ...certificatesApi,
  ...filingsApi,
  ...entitiesApi,
  ...directoryApi,
  ...changesApi,
  ...goodsApi,
  ...agreementsApi,
  ...viewsApi,
  ...admissionsApi,
});
