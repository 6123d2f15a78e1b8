import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { accountsApi } from './contract/index.ts';
import { accountOperations } from './operations/accounts.ts';
import { assignmentOperations } from './operations/assignments.ts';
import { meOperations } from './operations/me.ts';
import { suspensionOperations } from './operations/suspensions.ts';

export const build = (runtime: Runtime) =>
  restApi(
    accountsApi,
    (on) => ({
      ...meOperations(on),
      ...accountOperations(on),
      ...assignmentOperations(on),
      ...suspensionOperations(on),
    }),
    runtime,
  );

export const handler = build(awsRuntime());
