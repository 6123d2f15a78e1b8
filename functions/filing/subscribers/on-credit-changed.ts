import { CreditChanged } from '../../events/credit.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { Grade, register } from '../store/register.ts';

const Told = Grade.extend(CreditChanged.detail.pick({ entityId: true }).shape);

/** Keeps the grade that an entity is shown with. An older event after a newer one changes nothing. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnCreditChanged',
    reads(CreditChanged, Told, ({ entityId, ...grade }) => register(runtime.table).keepGrade(entityId, grade)),
  );

export const handler = build(awsRuntime());
