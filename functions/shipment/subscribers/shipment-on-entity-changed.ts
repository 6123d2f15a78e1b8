import { AdmissionChanged, partyIn } from '../../events/admission.ts';
import { EntityChanged } from '../../events/entity.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { Handler, isHandler } from '../domain/handler.ts';
import { shipmentStore } from '../store/index.ts';

/** Keeps which parties are warehouses, carriers and consolidators. */
export const build = (runtime: Runtime) => {
  const keep = async (party: Handler): Promise<void> => {
    if (isHandler(party)) await shipmentStore(runtime.table).keepHandler(party);
  };
  return subscriber(
    'ShipmentOnEntityChanged',
    reads(EntityChanged, Handler, keep),
    reads(AdmissionChanged, AdmissionChanged.detail, (detail) => keep(Handler.parse(partyIn(detail)))),
  );
};

export const handler = build(awsRuntime());
