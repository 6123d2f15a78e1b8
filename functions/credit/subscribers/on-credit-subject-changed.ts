import { EntityChanged } from '../../events/entity.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { Subject } from '../domain/subject.ts';
import { Superseded, subjects } from '../store/subjects.ts';

/** `EntityChanged`: keeps whom credit is kept of, and has a new entity scored at once. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnCreditSubjectChanged',
    reads(EntityChanged, Subject, async (subject) => {
      const { entityId, version } = subject;
      const writes = subjects(runtime.table).keepSubject(subject, runtime.now().toISOString(), [
        {
          type: 'start',
          workflow: 'credit-scoring',
          executionName: `${entityId}-${version}`,
          input: { entityId, cause: { type: 'REGISTRATION', id: entityId } },
        },
      ]);
      try {
        await runtime.table.commit(writes);
      } catch (error) {
        if (!(error instanceof Superseded)) throw error;
      }
    }),
  );

export const handler = build(awsRuntime());
