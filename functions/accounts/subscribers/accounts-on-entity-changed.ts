import { EntityChanged } from '../../events/entity.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { Party } from '../domain/party.ts';
import { accountStore } from '../store/index.ts';

/** Keeps the last known name and state of the parties in whose name people act. */
export const build = (runtime: Runtime) =>
  subscriber(
    'AccountsOnEntityChanged',
    reads(EntityChanged, Party, (party) => accountStore(runtime.table).keepParty(party)),
  );

export const handler = build(awsRuntime());
