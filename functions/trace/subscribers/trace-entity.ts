import { AdmissionChanged, partyIn } from '../../events/admission.ts';
import { EntityChanged } from '../../events/entity.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { Entity } from '../domain/record.ts';
import { traceStore } from '../store/index.ts';

/** Keeps an entity's place in the chain of its district, and in that of each which admitted it. */
export const build = (runtime: Runtime) =>
  subscriber(
    'TraceEntity',
    reads(EntityChanged, Entity, (detail) => traceStore(runtime.table).keep({ type: 'ENTITY', detail })),
    reads(AdmissionChanged, AdmissionChanged.detail, (detail) =>
      traceStore(runtime.table).keep({ type: 'ENTITY', detail: Entity.parse(partyIn(detail)) }),
    ),
  );

export const handler = build(awsRuntime());
