import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { bulkOperations } from './bulk/operations.ts';
import { certificateOperations } from './certificate/operations.ts';
import { filingApi } from './contract.ts';
import { documentOperations } from './documents/operations.ts';
import { agreementOperations } from './operations/agreements.ts';
import { changeOperations } from './operations/changes.ts';
import { entityOperations } from './operations/entities.ts';
import { filingOperations } from './operations/filings.ts';
import { goodsOperations } from './operations/goods.ts';

export const build = (runtime: Runtime) =>
  restApi(
    filingApi,
    {
      ...filingOperations(runtime),
      ...entityOperations(runtime),
      ...changeOperations(runtime),
      ...goodsOperations(runtime),
      ...agreementOperations(runtime),
      ...documentOperations(runtime),
      ...bulkOperations(runtime),
      ...certificateOperations(runtime),
    },
    runtime,
  );

export const handler = build(awsRuntime());
