import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { noticesApi } from './contract/index.ts';
import { noticeOperations } from './operations/notices.ts';

export const build = (runtime: Runtime) => restApi(noticesApi, (on) => ({ ...noticeOperations(on) }), runtime);

export const handler = build(awsRuntime());
