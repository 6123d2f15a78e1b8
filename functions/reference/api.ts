import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { referenceApi } from './contract/index.ts';
import { centreOperations } from './operations/centres.ts';
import { listOperations } from './operations/lists.ts';
import { versionOperations } from './operations/versions.ts';

export const build = (runtime: Runtime) =>
  restApi(
    referenceApi,
    (on) => ({ ...listOperations(on), ...versionOperations(on), ...centreOperations(on) }),
    runtime,
  );

export const handler = build(awsRuntime());
