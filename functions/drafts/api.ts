import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { draftsApi } from './contract/index.ts';
import { draftOperations } from './operations/drafts.ts';

export const build = (runtime: Runtime) => restApi(draftsApi, draftOperations, runtime);

export const handler = build(awsRuntime());
