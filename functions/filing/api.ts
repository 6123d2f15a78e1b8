import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { filingApi } from './contract/index.ts';
import { admissionOperations } from './operations/admissions.ts';
import { agreementOperations } from './operations/agreements.ts';
import { bulkOperations } from './operations/bulk.ts';
import { bundleOperations } from './operations/bundles.ts';
import { certificateOperations } from './operations/certificates.ts';
import { changeOperations } from './operations/changes.ts';
import { directoryOperations } from './operations/directory.ts';
import { documentOperations } from './operations/documents.ts';
import { entityOperations } from './operations/entities.ts';
import { filingOperations } from './operations/filings.ts';
import { goodsOperations } from './operations/goods.ts';
import { viewOperations } from './operations/views.ts';

export const build = (runtime: Runtime) =>
  restApi(
    filingApi,
    (on) => ({
      ...filingOperations(on),
      ...entityOperations(on),
      ...directoryOperations(on),
      ...changeOperations(on),
      ...goodsOperations(on),
      ...agreementOperations(on),
      ...admissionOperations(on),
      ...documentOperations(on),
      ...bulkOperations(on),
      ...bundleOperations(on),
      ...certificateOperations(on),
      ...viewOperations(on),
    }),
    runtime,
  );

export const handler = build(awsRuntime());
