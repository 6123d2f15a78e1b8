import { EntityChanged } from '../../events/entity.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { FiledParty } from '../domain/filed.ts';
import { tradeStore } from '../store/index.ts';

/** `EntityChanged`: keeps what trade's rules need of it. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnPartyChanged',
    reads(EntityChanged, FiledParty, async (detail) => tradeStore(runtime.table).keepParty(detail)),
  );

export const handler = build(awsRuntime());
