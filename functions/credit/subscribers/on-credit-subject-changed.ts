import { AdmissionChanged } from '../../events/admission.ts';
import { EntityChanged } from '../../events/entity.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { Subject } from '../domain/subject.ts';
import { subjects } from '../store/subjects.ts';

/** Who was taken over from elsewhere has a record here from that day on: nothing is known of the years before. */
const Told = Subject.extend(EntityChanged.detail.pick({ takenOverOn: true }).shape);

/** Keeps whom credit is kept of and which districts admitted it, and has a new entity scored at once. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnCreditSubjectChanged',
    reads(EntityChanged, Told, async ({ takenOverOn, ...told }) => {
      const { entityId, version } = told;
      const subject: Subject = { ...told, registeredOn: takenOverOn ?? told.registeredOn };
      await subjects(runtime.table).keepSubject(subject, runtime.now().toISOString(), [
        {
          type: 'start',
          workflow: 'credit-scoring',
          executionName: `${entityId}-${version}`,
          input: { entityId, cause: { type: 'REGISTRATION', id: entityId } },
        },
      ]);
    }),
    reads(AdmissionChanged, AdmissionChanged.detail, ({ party: { entityId }, districtId, version, status }) =>
      subjects(runtime.table).keepAdmission({ entityId, districtId, version, status }),
    ),
  );

export const handler = build(awsRuntime());
