import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { executionNameOf } from '../store/import-records.ts';
import { importStore } from '../store/imports.ts';

const Input = z.object({ importId: z.string(), execution: z.string(), error: z.string() });

/** 清单中断: says of an import that its execution broke off, so that it can be committed again. Another execution's is left alone. */
export const build = (runtime: Runtime) => {
  const store = importStore(runtime.table);
  return step('FailImport', Input, async ({ importId, execution, error }) => {
    const stored = await store.load(importId);
    if (!stored) throw new Error(`there is no ${importId}`);
    const { data } = stored;
    if (data.status === 'COMMITTING' && executionNameOf(data) === execution) {
      await runtime.table.commit([store.change(stored, { ...data, status: 'FAILED', error })]);
    }
    return { importId };
  });
};

export const handler = build(awsRuntime());
