import { z } from 'zod';
import type { Runtime } from '../runtime.ts';
import type { Write } from '../table/write.ts';
import { step } from './step.ts';

/** A record for which a workflow works, as far as it is to be told that its execution broke off. */
interface Work<R> {
  /** The field of the input that names the record, e.g. `batchId`. */
  readonly id: string;
  readonly load: (id: string) => Promise<R | undefined>;
  /** The execution that the record waits for; undefined where it waits for none. */
  readonly execution: (record: R) => string | undefined;
  /** The writes by which the record says that it FAILED, and of which error. */
  readonly fail: (record: R, error: string, at: string) => Write[];
}

/**
 * The step that a catcher of every error leads to: it says of the record that its execution broke off, so that the work can
 * be taken up again. A record that waits for another execution, or for none, is left alone.
 */
export const failStep = <R>(name: string, runtime: Runtime, { id, load, execution, fail }: Work<R>) =>
  step(name, z.looseObject({ [id]: z.string(), execution: z.string(), error: z.string() }), async (input) => {
    const recordId = String(input[id]);
    const record = await load(recordId);
    if (record === undefined) throw new Error(`there is no ${recordId}`);
    if (execution(record) === input['execution']) {
      await runtime.table.commit(fail(record, String(input['error']), runtime.now().toISOString()));
    }
    return { [id]: recordId };
  });
