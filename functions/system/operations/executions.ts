import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import { WORKFLOW_NAMES } from '../../shared/outbox/workflow-names.ts';
import { WORKFLOWS } from '../../shared/outbox/workflows.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { executionsApi } from '../contract/executions.ts';
import { faultOf, recordIdIn } from '../domain/fault.ts';
import { pageOf } from '../domain/newest-first.ts';
import { type Described, type Executions, ExecutionsUnavailable, placeOf } from '../store/executions.ts';
import { type Redrive, redriveStore } from '../store/redrives.ts';
import { pageBegin, told } from './repairs.ts';

/** Lists the executions that failed, and has them go on. */
export function executionOperations(runtime: Runtime, executions: Executions): Operations<typeof executionsApi> {
  const store = redriveStore(runtime.table);
  return {
    listExecutions: async ({ query: { status, workflow, limit, cursor } }) =>
      asked(async () => {
        const after = pageBegin(cursor);
        const asks = workflow === undefined ? WORKFLOWS : [workflow];
        const found = await Promise.all(asks.map((one) => executions.ended(one, status, after, limit)));
        const { items, nextCursor } = pageOf(found.flat(), placeOf, limit);
        const described = await Promise.all(items.map((one) => executions.described(one.workflow, one.name)));
        // One that was redriven meanwhile has not failed any more.
        const failed = described.filter((one) => one?.status === status).filter((one) => one !== undefined);
        const redrives = await store.latest(failed.map(redriven));
        return {
          body: { items: failed.map((one, index) => ({ ...executionOf(one, redrives[index]), status })), nextCursor },
        };
      }),

    redriveExecution: async ({ caller, params, at }) =>
      asked(async () => {
        const workflow = WORKFLOWS.find((one) => one === params['workflow']);
        const found = workflow && (await executions.described(workflow, params['name'] ?? ''));
        if (!found) throw notFound();
        if (found.notRedrivable !== undefined) throw new Problem('WRONG_STATE', refusalOf(found));
        const { name, redriveCount } = found;
        const before = await store.redrive(redriven(found));
        return {
          body: { requestedAt: at },
          writes: store.writes(redriven(found), before, {
            actor: caller,
            at,
            action: 'REDRIVE',
            reasons: [faultOf(found.error).name],
            messages: [{ type: 'redrive', workflow: found.workflow, executionName: name, redriveCount }],
          }),
        };
      }),
  };
}

const redriven = ({ workflow, name }: Pick<Described, 'workflow' | 'name'>) => ({
  of: 'EXECUTION' as const,
  name: `${workflow}/${name}`,
});

const executionOf = (one: Described, last: Redrive | undefined) => {
  const recordId = recordIdIn(one.input);
  return {
    workflow: one.workflow,
    title: WORKFLOW_NAMES[one.workflow],
    name: one.name,
    ...(recordId !== undefined && { recordId }),
    error: faultOf(one.error),
    startedAt: one.startedAt,
    ...(one.stoppedAt !== undefined && { stoppedAt: one.stoppedAt }),
    mayRedrive: one.notRedrivable === undefined,
    ...told(last),
  };
};

/** [AWS] An execution can be redriven within 14 days of its end, while its history has room. */
function refusalOf({ status }: Described) {
  if (status === 'RUNNING') return says('这次执行正在进行', '请等它结束后再看');
  if (status === 'SUCCEEDED') return says('这次执行已经完成', '不需要重新执行');
  return says('这次执行结束已超过 14 天，或执行记录已满，不能重新执行', '请在原记录上重新办理');
}

/** @throws Problem UNAVAILABLE where Step Functions refuses for now; nothing was changed */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof ExecutionsUnavailable)) throw cause;
    throw new Problem('UNAVAILABLE', says('流程服务暂时繁忙', '请稍后再试'), [], { cause });
  }
}
