import { shipmentApi } from '../../functions/shipment/contract/index.ts';
import { type CapabilityManifest, changer, keeper } from './model.ts';

/** Shipment 货物: what was really received, loaded and taken out. */
export const shipmentManifest: CapabilityManifest = {
  functions: {
    // It computes the tally of a trade from all its facts.
    ShipmentApi: { ...changer('functions/shipment/api.ts'), memoryMb: 1024 },
    ShipmentOnTradeChanged: keeper('functions/shipment/subscribers/shipment-on-trade-changed.ts'),
    ShipmentOnConsolidationChanged: keeper('functions/shipment/subscribers/shipment-on-consolidation-changed.ts'),
    ShipmentOnEntityChanged: keeper('functions/shipment/subscribers/shipment-on-entity-changed.ts'),
  },
  api: { function: 'ShipmentApi', contract: shipmentApi },
  subscriptions: [
    { event: 'TradeChanged', function: 'ShipmentOnTradeChanged' },
    { event: 'ConsolidationChanged', function: 'ShipmentOnConsolidationChanged' },
    { event: 'EntityChanged', function: 'ShipmentOnEntityChanged' },
    { event: 'AdmissionChanged', function: 'ShipmentOnEntityChanged' },
  ],
};
