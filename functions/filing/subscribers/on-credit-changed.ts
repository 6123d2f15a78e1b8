import { CreditChanged } from '../../events/credit.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { Grade, GradeKnown, gradeWrite } from '../store/register.ts';

const Told = Grade.extend(CreditChanged.detail.pick({ entityId: true }).shape);

/** Keeps the grade that an entity is shown with. An older event after a newer one changes nothing. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnCreditChanged',
    reads(CreditChanged, Told, async ({ entityId, ...grade }) => {
      try {
        await runtime.table.commit([gradeWrite(entityId, grade)]);
      } catch (error) {
        if (!(error instanceof GradeKnown)) throw error;
      }
    }),
  );

export const handler = build(awsRuntime());
