import { ConsolidationChanged } from '../../events/consolidation.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { Consolidation } from '../domain/record.ts';
import { traceStore } from '../store/index.ts';

/** `ConsolidationChanged`: keeps the consolidation's place in the chain. */
export const build = (runtime: Runtime) =>
  subscriber(
    'TraceConsolidation',
    reads(ConsolidationChanged, Consolidation, (detail) =>
      traceStore(runtime.table).keep({ type: 'CONSOLIDATION', detail }),
    ),
  );

export const handler = build(awsRuntime());
