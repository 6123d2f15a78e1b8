import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { failStep } from '../../shared/step/fail-step.ts';
import { executionNameOf } from '../store/import-records.ts';
import { BY_WORKFLOW, importStore } from '../store/imports.ts';

/** 清单中断: says of an import that its execution broke off, so that it can be committed again. */
export const build = (runtime: Runtime) => {
  const store = importStore(runtime.table);
  return failStep('FailImport', runtime, {
    id: 'importId',
    load: (id) => store.load(id),
    execution: ({ data }) => (data.status === 'COMMITTING' ? executionNameOf(data) : undefined),
    fail: (stored, error, at) =>
      store.change(
        stored,
        { ...stored.data, status: 'FAILED', error },
        {
          actor: BY_WORKFLOW,
          at,
          action: 'FAIL',
          reasons: [error],
        },
      ),
  });
};

export const handler = build(awsRuntime());
