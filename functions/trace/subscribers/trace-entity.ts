import { EntityChanged } from '../../events/entity.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { Entity } from '../domain/record.ts';
import { traceStore } from '../store/index.ts';

/** `EntityChanged`: keeps the entity's place in the chain. */
export const build = (runtime: Runtime) =>
  subscriber(
    'TraceEntity',
    reads(EntityChanged, Entity, (detail) => traceStore(runtime.table).keep({ type: 'ENTITY', detail })),
  );

export const handler = build(awsRuntime());
