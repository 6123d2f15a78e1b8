import { EntityChanged } from '../../events/entity.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { Subject } from '../domain/subject.ts';
import { subjects } from '../store/subjects.ts';

/** `EntityChanged`: keeps whom credit is kept of, and has a new entity scored at once. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnCreditSubjectChanged',
    reads(EntityChanged, Subject, async (subject) => {
      const { entityId, version } = subject;
      await subjects(runtime.table).keepSubject(subject, runtime.now().toISOString(), [
        {
          type: 'start',
          workflow: 'credit-scoring',
          executionName: `${entityId}-${version}`,
          input: { entityId, cause: { type: 'REGISTRATION', id: entityId } },
        },
      ]);
    }),
  );

export const handler = build(awsRuntime());
