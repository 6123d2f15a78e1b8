import { restApi } from '../shared/http/api.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { systemApi } from './contract.ts';
import { contracts } from './contracts.ts';
import { openApi } from './openapi.ts';
import { VERSION } from './version.ts';

export const build = (runtime: Runtime) =>
  restApi(
    systemApi,
    {
      health: async () => ({ body: { status: 'ok' as const, version: VERSION } }),
      openapi: async () => ({ body: document }),
    },
    runtime,
  );

const document = openApi(contracts, VERSION) as unknown as Record<string, unknown>;

export const handler = build(awsRuntime());
