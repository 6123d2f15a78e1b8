import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { traceApi } from './contract/index.ts';
import { traceOperations } from './operations/traces.ts';

export const build = (runtime: Runtime) => restApi(traceApi, (on) => ({ ...traceOperations(on) }), runtime);

export const handler = build(awsRuntime());
