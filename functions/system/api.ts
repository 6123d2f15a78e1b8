import { districtsOf } from '../shared/auth/scope.ts';
import { restApi } from '../shared/http/api.ts';
import { dayInChina } from '../shared/kernel/china-time.ts';
import { once } from '../shared/once.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { systemApi, type Vitals } from './contract.ts';
import { contracts } from './contracts.ts';
import type { DeadLetters } from './dead-letters.ts';
import { openApi } from './openapi.ts';
import { auditEntryOperations } from './operations/audit-entries.ts';
import { deadLetterOperations } from './operations/dead-letters.ts';
import { executionOperations } from './operations/executions.ts';
import { type Executions, stepFunctions } from './store/executions.ts';
import { VERSION } from './version.ts';
import { workOf } from './work.ts';

/** What a host tells and does of itself; AWS has alarms and queues for it. */
export interface HostParts {
  readonly vitals?: () => Vitals;
  readonly deadLetters?: DeadLetters;
}

export const build = (
  runtime: Runtime,
  { vitals, deadLetters }: HostParts = {},
  executions: Executions = stepFunctions(),
) =>
  restApi(
    systemApi,
    (on) => ({
      ...executionOperations(on, executions),
      ...deadLetterOperations(on, deadLetters),
      ...auditEntryOperations(on),
      work: async ({ caller, query, at }) => {
        const districts = districtsOf(caller, query.districtId, (await on.reference.at(at)).tenants);
        return { body: { items: await workOf(on.table, caller, districts, dayInChina(at)) } };
      },
      health: async () => {
        const told = vitals?.();
        return {
          body: {
            status: told && isDegraded(told) ? ('degraded' as const) : ('ok' as const),
            version: VERSION,
            ...told,
          },
        };
      },
      openapi: async () => ({ body: await document() }),
    }),
    runtime,
  );

/** [designed] As the alarm of the relay on AWS. */
const MAX_LAG_SECONDS = 60;

const isDegraded = ({ outboxLagSeconds, deadLetters, failedExecutions }: Vitals): boolean =>
  outboxLagSeconds > MAX_LAG_SECONDS || deadLetters > 0 || failedExecutions > 0;

/** Made when somebody asks: it takes longer than most answers, and every start would wait for it. */
const document = once(async () => openApi(contracts, VERSION) as unknown as Record<string, unknown>);

export const handler = build(awsRuntime());
